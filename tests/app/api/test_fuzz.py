"""Made-up calls over the whole API: nothing breaks, and no answer is one that is not documented.

The examples here are few and always the same; `make fuzz-api` sends many more.
"""

import os
from typing import Any

import orjson
import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from duijie.app.api.document import document, operations
from duijie.app.wsgi import application
from tests.app.api.conftest import program
from tests.app.api.test_records import made, published
from tests.app.web import People


@schemathesis.serializer("application/x-ndjson")
def lines(context: Any, value: Any) -> bytes:
    """Return what was made up as lines: good ones, and some that are none."""
    del context
    rows = value if isinstance(value, list) else [value]
    return b"\n".join(r if isinstance(r, bytes) else orjson.dumps(r, default=str) for r in rows)


EXAMPLES = int(os.environ.get("DUIJIE_FUZZ_EXAMPLES", "20"))
SEED = int(os.environ.get("DUIJIE_FUZZ_SEED", "7"))
CHECKS = (
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
)
OPERATIONS = [(path, method) for path, method, _ in operations(document())]
NEGATIVE = schemathesis.GenerationMode.NEGATIVE
NAMES = ("wei", "zhao", "mallory", "ning")


@pytest.fixture
def callers(region: People, settings: Any) -> dict[str, str]:
    """Return the headers of the personas who call, in a home with a few records."""
    settings.API_PER_MINUTE = 1_000_000
    published(region, program, need_number="F1")
    made(program(region.wei), need_number="F2")
    told = {}
    for name in NAMES:
        person = getattr(region, name)
        if name == "ning":  # of no organisation: makes no token, and calls without one
            told[name] = ""
        else:
            headers = program(person).client.defaults
            told[name] = headers["HTTP_AUTHORIZATION"]
    return told


@pytest.mark.parametrize(("path", "method"), OPERATIONS, ids=str)
def test_no_made_up_call_breaks_it(path: str, method: str, callers: dict[str, str]) -> None:
    schema = schemathesis.openapi.from_dict(document())
    schema.app = application
    operation = schema[path][method]
    phases = (Phase.explicit, Phase.generate)
    checks = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]

    @seed(SEED)
    @settings(
        max_examples=EXAMPLES, deadline=None, database=None, phases=phases,
        suppress_health_check=checks,
    )  # fmt: skip
    @given(
        case=st.one_of(operation.as_strategy(), operation.as_strategy(generation_mode=NEGATIVE)),
        name=st.sampled_from(NAMES),
        number=st.sampled_from(("", "F1", "F2")),
    )
    def call(case: Any, name: str, number: str) -> None:
        if number and "number" in case.path_parameters:
            case.path_parameters |= {"kind": "need", "number": number}
        if callers[name]:
            case.headers["Authorization"] = callers[name]
        else:
            case.headers.pop("Authorization", None)
        case.call_and_validate(checks=CHECKS)

    call()
