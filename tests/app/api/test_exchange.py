"""Records between two installations: there and back the same, with where they come from."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest
from jsonschema import Draft202012Validator, FormatChecker

from duijie.kernel.exchange import published, schema_of
from tests.app.api.conftest import program
from tests.app.calls import Call, Said
from tests.app.conftest import LIBRARY
from tests.app.stores import rows_in
from tests.app.web import People

A, B = "https://a.example", "https://b.example"
PRIVATE = """
成果登记号,成果名称,成果简介,公开范围,洽谈资料
P1,保密成果,不可外传的内容,不公开,
P2,会员成果,只给会员看的内容,限制公开,
P3,公开成果,公开的内容,公开,联系人王工
"""

Ask = Callable[..., Said]


@pytest.fixture
def installation(tmp_path: Path, duijie: Call, monkeypatch: pytest.MonkeyPatch) -> Ask:
    """Return what calls `duijie` in an installation of a name."""

    def call(url: str, *arguments: str | Path) -> Said:
        monkeypatch.setenv("DUIJIE_WEB_PUBLIC_URL", url)
        return duijie(tmp_path / url.partition("//")[2], *arguments)

    return call


@pytest.fixture
def filled(installation: Ask, tmp_path: Path) -> Ask:
    """Let the first installation hold a few achievements and needs."""
    for kind, text in (*LIBRARY.items(), ("achievement", PRIVATE)):
        file = tmp_path / "rows.csv"
        file.write_text(text.strip() + "\n", "utf-8")
        said = installation(A, "import", file, "--kind", kind, "--yes")
        assert said.code == 0, said.err
    return installation


def export(ask: Ask, url: str, file: Path, kind: str = "achievement", *more: str) -> list[Any]:
    said = ask(url, "exchange", "export", "--kind", kind, "--out", file, *more)
    assert said.code == 0, said.err
    return [orjson.loads(line) for line in file.read_bytes().splitlines()]


def content(lines: list[Any]) -> list[Any]:
    return sorted(lines[1:-1], key=lambda one: str(one["@id"]))


def test_there_and_back_it_says_the_same(filled: Ask, tmp_path: Path) -> None:
    first = export(filled, A, tmp_path / "a.jsonl")
    said = filled(B, "exchange", "import", tmp_path / "a.jsonl")
    assert said.code == 0, said.err
    second = export(filled, B, tmp_path / "b.jsonl")
    assert len(content(first)) == 6
    assert content(second) == content(first)
    assert (first[0]["origin"], second[0]["origin"]) == (A, B)
    assert {one["provenance"]["origin"] for one in content(second)} == {A}


def test_every_line_fits_the_published_schema(filled: Ask, tmp_path: Path) -> None:
    for kind in ("achievement", "need"):
        check = Draft202012Validator(schema_of(kind), format_checker=FormatChecker())
        lines = content(export(filled, A, tmp_path / "a.jsonl", kind))
        assert lines
        for line in lines:
            check.validate(line)
            name = line["@context"].removeprefix(f"{A}/exchange/v1/")
            context = published()[name]["@context"]
            assert set(line["content"]) <= set(context)


def test_what_is_private_or_for_partners_never_leaves(filled: Ask, tmp_path: Path) -> None:
    export(filled, A, tmp_path / "public.jsonl")
    export(filled, A, tmp_path / "members.jsonl", "achievement", "--restricted")
    public, members = (
        (tmp_path / name).read_text("utf-8") for name in ("public.jsonl", "members.jsonl")
    )
    assert "只给会员看的内容" in members
    assert "只给会员看的内容" not in public
    for text in (public, members):
        assert "公开的内容" in text
        assert "不可外传的内容" not in text
        assert "保密成果" not in text
        assert "王工" not in text


def test_what_is_imported_again_changes_nothing(filled: Ask, tmp_path: Path) -> None:
    export(filled, A, tmp_path / "a.jsonl")
    filled(B, "exchange", "import", tmp_path / "a.jsonl")
    rows = "SELECT record_id, revision, updated_at FROM records_achievement ORDER BY record_id"
    before = rows_in(tmp_path / "b.example", rows)
    said = filled(B, "exchange", "import", tmp_path / "a.jsonl")
    assert "0 new, 0 changed, 6 the same, 0 withdrawn" in said.out
    assert rows_in(tmp_path / "b.example", rows) == before


def test_what_was_withdrawn_there_is_withdrawn_here(filled: Ask, tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    export(filled, A, file)
    filled(B, "exchange", "import", file)
    rows = LIBRARY["achievement"].strip().splitlines()
    (tmp_path / "fewer.csv").write_text("\n".join(rows[:-1]) + "\n", "utf-8")
    # The file of the library without its last row, and without the rows of PRIVATE.
    done = filled(
        A, "import", tmp_path / "fewer.csv", "--kind", "achievement", "--yes", "--withdraw-missing"
    )
    assert done.code == 0, done.err
    export(filled, A, file)
    said = filled(B, "exchange", "import", file)
    assert "2 withdrawn" in said.out
    found = rows_in(
        tmp_path / "b.example",
        "SELECT record_id FROM records_achievement WHERE state = 'withdrawn' ORDER BY record_id",
    )
    assert [row[0] for row in found] == [
        "achievement:@a.example:A5", "achievement:@a.example:P3",
    ]  # fmt: skip
    assert len(content(export(filled, B, tmp_path / "b.jsonl"))) == 4


def test_a_file_that_was_cut_off_withdraws_nothing(filled: Ask, tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    export(filled, A, file)
    filled(B, "exchange", "import", file)
    file.write_bytes(b"\n".join(file.read_bytes().splitlines()[:3]) + b"\n")
    said = filled(B, "exchange", "import", file)
    assert said.code == 1
    assert "0 withdrawn" in said.out
    assert "no whole end" in said.err


def test_what_comes_back_is_still_ours(filled: Ask, tmp_path: Path) -> None:
    export(filled, A, tmp_path / "a.jsonl")
    filled(B, "exchange", "import", tmp_path / "a.jsonl")
    export(filled, B, tmp_path / "b.jsonl")
    said = filled(A, "exchange", "import", tmp_path / "b.jsonl")
    assert "0 new, 0 changed, 0 the same, 0 withdrawn, 6 our own" in said.out


@pytest.mark.parametrize(
    "spoil",
    [
        lambda line: b"{broken",
        lambda line: line | {"@type": "organization"},
        lambda line: line | {"@id": "https://evil.example/1"},
        lambda line: line | {"more": 1},
        lambda line: line | {"content": line["content"] | {"state": "published"}},
        lambda line: line | {"content": line["content"] | {"partner_details": "x"}},
        lambda line: line | {"content": line["content"] | {"trl": 12}},
        lambda line: line | {"content": line["content"] | {"title": "x\x00y"}},
        lambda line: line | {"content": {}},
        lambda line: line | {"provenance": line["provenance"] | {"visibility": "private"}},
        lambda line: line | {"provenance": line["provenance"] | {"origin": "javascript:x"}},
        lambda line: [line],
        lambda line: line | {"content": line["content"] | {"summary": "x" * 60_000}},
    ],
)
def test_a_bad_line_is_named_and_stops_no_other(
    filled: Ask, tmp_path: Path, spoil: Callable[[Any], Any]
) -> None:
    lines = export(filled, A, tmp_path / "a.jsonl")
    bad = spoil(lines[1])
    raw = [orjson.dumps(line) for line in lines]
    raw[1] = bad if isinstance(bad, bytes) else orjson.dumps(bad)
    (tmp_path / "a.jsonl").write_bytes(b"\n".join(raw) + b"\n")
    said = filled(B, "exchange", "import", tmp_path / "a.jsonl")
    assert said.code == 1
    assert "5 new" in said.out
    assert "Line 2" in said.err


def test_a_stranger_cannot_write_over_what_is_ours(filled: Ask, tmp_path: Path) -> None:
    lines = export(filled, A, tmp_path / "a.jsonl")
    for line in lines[1:-1]:
        line["content"]["title"] = "overwritten"
        line["provenance"]["origin"] = B
        line["@id"] = line["@id"].replace(A, B)
    (tmp_path / "b.jsonl").write_bytes(b"\n".join(orjson.dumps(line) for line in lines) + b"\n")
    said = filled(A, "exchange", "import", tmp_path / "b.jsonl")
    assert "6 new" in said.out
    rows = rows_in(
        tmp_path / "a.example",
        "SELECT title FROM records_achievement WHERE record_id = 'achievement:A1'",
    )
    assert rows == [("高速颗粒缺陷在线检测机",)]


def test_a_file_of_something_else_is_refused(filled: Ask, tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_text('{"title": "x"}\n')
    said = filled(B, "exchange", "import", tmp_path / "x.jsonl")
    assert said.code == 2
    assert "E-EXCHANGE-001" in said.err


def test_without_an_address_nothing_is_exported(filled: Ask) -> None:
    said = filled("", "exchange", "export")
    assert said.code == 2
    assert "web.public_url" in said.err


def test_matches_of_public_needs_pass_on_and_are_kept(
    region: People, installation: Ask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DUIJIE_WEB_PUBLIC_URL", A)
    made = program(region.wei).post("/match/lists", {"record_id": "need:N1"})
    assert made.status_code == 201, made.content
    raw = b"".join(program(region.zhao).get("/exchange/match"))
    lines = [orjson.loads(line) for line in raw.splitlines()]
    check = Draft202012Validator(schema_of("match"), format_checker=FormatChecker())
    assert content(lines)
    for line in content(lines):
        check.validate(line)
    assert content(lines)[0]["content"]["need"] == f"{A}/exchange/v1/id/need:N1"
    (tmp_path / "m.jsonl").write_bytes(raw)
    said = installation(B, "exchange", "import", tmp_path / "m.jsonl")
    assert said.code == 0, said.err
    assert content(export(installation, B, tmp_path / "n.jsonl", "match")) == content(lines)


def test_only_officers_and_operators_hand_the_library_on(
    region: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DUIJIE_WEB_PUBLIC_URL", A)
    assert program(region.wei).get("/exchange/achievement").status_code == 403
    raw = b"".join(program(region.olga).get("/exchange/achievement"))
    assert len(raw.splitlines()) == len(LIBRARY["achievement"].strip().splitlines()) - 1 + 2
