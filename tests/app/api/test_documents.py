"""The document of the API, the page that shows it, and the examples of the reference."""

import re
import shlex
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from duijie.app.api.auth import scope_of
from duijie.app.api.document import METHODS, document, operations
from duijie.app.api.routes import api
from duijie.app.shared.scopes import Scope
from duijie.kernel.kinds import KINDS
from tests.app.api.conftest import Program
from tests.app.web import People
from tests.house.reference import ROOT

ApiOf = Callable[..., Program]


def every_operation() -> list[Any]:
    return [
        one
        for router in api._get_bound_routers()
        for view in router.path_operations.values()
        for one in view.operations
    ]


def test_every_operation_says_with_which_scope_it_is_called() -> None:
    found = {one.operation_id: scope_of(one) for one in every_operation()}
    free = {name for name, scope in found.items() if scope is None}
    assert free == {"get_me", "list_organizations", "list_tokens", "delete_token"}
    writing = {"POST", "PATCH", "PUT", "DELETE"}
    for one in every_operation():
        scope = scope_of(one)
        if scope and writing & set(one.methods) and one.operation_id != "match_need":
            assert scope.value.endswith(":write"), one.operation_id


def test_the_document_is_one_of_openapi_3_1() -> None:
    said = document()
    assert said["openapi"] == "3.1.0"
    ids = [told["operationId"] for _, _, told in operations(said)]
    assert len(ids) == len(set(ids)) == len(every_operation())
    for _, method, told in operations(said):
        assert method in METHODS
        assert {"401", "429", "500"} <= set(told["responses"])
        assert any(status in told["responses"] for status in ("200", "201", "204"))


def test_what_is_sent_and_answered_of_a_record_has_the_fields_of_its_kind() -> None:
    schemas = document()["components"]["schemas"]
    for kind in KINDS.values():
        names = {spec.name for spec in kind.fields}
        assert set(schemas[kind.name]["properties"]["values"]["properties"]) == names
        assert set(schemas[f"{kind.name}_new"]["properties"]) == names


def test_everybody_reads_the_document_and_the_page_without_a_script(people: People) -> None:
    del people
    visitor = Client(headers={"accept-language": "en"})
    assert visitor.get("/api/v1/openapi.json").json() == document()
    page = visitor.get("/api/v1/")
    assert page.status_code == 200
    text = page.content.decode()
    for told in (told for _, _, told in operations(document())):
        assert f'id="{told["operationId"]}"' in text
    assert "cdn" not in text.lower()


def test_everybody_reads_the_exchange_format(people: People) -> None:
    del people
    response = Client().get("/exchange/v1/schema/need.json")
    assert response.json()["$id"] == "urn:duijie:exchange:v1:schema:need"
    assert Client().get("/exchange/v1/context/need.jsonld").status_code == 200
    assert Client().get("/exchange/v1/../../../etc/passwd").status_code == 404
    assert Client().get("/exchange/v1/schema/nothing.json").status_code == 404


def examples(lang: str) -> list[str]:
    page = Path(ROOT / "docs" / lang / "reference" / "api.md").read_text("utf-8")
    blocks = re.findall(r"```\n(.*?)```", page, re.DOTALL)
    return [line for block in blocks for line in re.findall(r"^curl .*$", block, re.MULTILINE)]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_examples_of_the_reference_do_what_they_say(
    region: People, api_of: ApiOf, lang: str
) -> None:
    calls = api_of(region.wei, *Scope)
    assert len(examples(lang)) == 6
    for example in examples(lang):
        response = run(calls, example)
        body = b"".join(response) if response.streaming else response.content
        assert response.status_code in {200, 201}, (example, body)


def run(calls: Program, example: str) -> Any:
    """Make the call that a curl example makes, with the token of a program."""
    words = shlex.split(re.sub(r"\$'(.*?)'", r"'\1'", example))
    path = next(word for word in words if word.startswith("$URL/"))
    headers = dict(word.split(": ", 1) for flag, word in pairwise(words) if flag == "-H")
    sent = [w for f, w in pairwise(words) if f in ("-d", "--data-binary")]
    kind = headers.pop("Content-Type", "")
    headers.pop("Authorization")
    path = path.removeprefix("$URL")
    if not sent:
        return calls.client.get(path, headers=headers)
    raw = sent[0].replace("\\n", "\n").encode()
    return calls.client.generic("POST", path, raw, kind, headers=headers)


def test_every_operation_is_in_the_catalogue_of_words() -> None:
    from duijie.app.api.document import document
    from duijie.app.api.reading import chapters, one_line
    from duijie.app.api.words import SAID

    said: set[str] = set()
    for shown in [one for chapter in chapters(document()).values() for one in chapter]:
        said |= {shown.summary, shown.description}
        said |= {one_line(parameter.get("description", "")) for parameter in shown.parameters}
    assert said - {""} == set(SAID)
