"""The exchange format is made from the kinds of record, and what was published stays as it is."""

import json
import sys

import pytest
from jsonschema import Draft202012Validator

from duijie.kernel.exchange import LINE_TYPES, LineError, document_named, published, read_line
from duijie.kernel.exchange.documents import FOLDER
from duijie.kernel.exchange.files import FORMAT, read_head
from duijie.kernel.exchange.terms import VERSION, exchanged_fields
from duijie.kernel.kinds import KINDS, Disclosure

LINE = {
    "@context": "https://a.example/exchange/v1/context/deal.jsonld",
    "@id": "https://a.example/exchange/v1/id/deal:1",
    "@type": "deal",
    "content": {
        "need": "https://a.example/exchange/v1/id/need:1",
        "offer": "https://a.example/exchange/v1/id/achievement:1",
        "stage": "signed",
        "occurred_at": "2026-11-20T09:30:00+00:00",
        "contract_kind": "license",
        "contract_amount_yuan": 500_000,
    },
    "provenance": {
        "origin": "https://a.example",
        "id": "deal:1",
        "licence": "",
        "visibility": "public",
        "changed_at": "2026-11-20T09:30:00+00:00",
    },
}


def write() -> None:
    """Write the published files anew: only for a version that nobody uses yet."""
    for name, document in published().items():
        file = FOLDER / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n", "utf-8")


def test_the_published_files_say_what_the_terms_say() -> None:
    for name, document in published().items():
        found = document_named(name)
        assert found is not None
        assert json.loads(found) == document, name
    files = {str(file.relative_to(FOLDER)) for file in FOLDER.rglob("*.json*")}
    assert files == set(published())


@pytest.mark.parametrize("kind", list(KINDS))
def test_every_field_that_may_leave_has_a_term_and_no_other(kind: str) -> None:
    names = {term.name for term in LINE_TYPES[kind].terms}
    open_fields = {
        spec.name
        for spec in KINDS[kind].fields
        if spec.disclosure is not Disclosure.PARTNERS and spec.facet != "visibility"
    }
    assert names == open_fields == {spec.name for spec in exchanged_fields(KINDS[kind])}


@pytest.mark.parametrize("name", list(LINE_TYPES))
def test_schema_and_context_know_the_same_terms(name: str) -> None:
    schema = published()[f"schema/{name}.json"]
    context = published()[f"context/{name}.jsonld"]["@context"]
    Draft202012Validator.check_schema(schema)
    terms = set(schema["properties"]["content"]["properties"])
    assert terms <= set(context)
    for term in terms:
        assert context[term]["@id"].startswith(("urn:duijie:exchange:v1:", "https://schema.org/"))


def test_a_deal_is_read_and_written_the_same() -> None:
    Draft202012Validator(published()["schema/deal.json"]).validate(LINE)
    assert read_line(LINE).written() == LINE


@pytest.mark.parametrize(
    ("place", "value"),
    [
        ("stage", "landed?"),
        ("contract_amount_yuan", -1),
        ("contract_amount_yuan", True),
        ("occurred_at", "yesterday"),
        ("occurred_at", "2026-11-20T09:30:00"),
        ("buyer", "somebody"),
    ],
)
def test_reader_and_schema_refuse_the_same(place: str, value: object) -> None:
    content = {**LINE["content"], place: value}  # type: ignore[dict-item]
    with pytest.raises(LineError, match=place):
        read_line(LINE | {"content": content})


@pytest.mark.parametrize("odd", [[], {}, None, 7, ["deal"]])
def test_a_line_of_no_type_is_a_bad_line_and_no_crash(odd: object) -> None:
    with pytest.raises(LineError, match="@type"):
        read_line(LINE | {"@type": odd})
    head = {"format": FORMAT, "version": VERSION, "type": odd}
    with pytest.raises(LineError):
        read_head(json.dumps(head).encode())


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"])
def test_a_moment_outside_the_calendar_is_a_bad_line(moment: str) -> None:
    said = LINE["provenance"] | {"changed_at": moment}  # type: ignore[operator]
    with pytest.raises(LineError, match="changed_at"):
        read_line(LINE | {"provenance": said})


if __name__ == "__main__":
    sys.exit(write())
