"""Every link in the documents leads somewhere, and every page has its twin."""

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.house.reference import ROOT

LINK = re.compile(r"\]\(([^()\s]*(?:\([^()\s]*\)[^()\s]*)*)\)")
CODE = re.compile(r"^```.*?^```|`[^`\n]*`(?!\])", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^#+ +(.+?)\s*$", re.MULTILINE)
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])


def links(page: Path) -> list[str]:
    """Return the relative links of a page."""
    text = CODE.sub("", page.read_text("utf-8"))
    return [link for link in LINK.findall(text) if not re.match(r"[a-z]+:", link)]


def anchors(page: Path) -> set[str]:
    """Return the anchors that the headings of a page make."""
    text = CODE.sub(lambda found: "" if "\n" in found[0] else found[0], page.read_text("utf-8"))
    return {
        re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-")
        for heading in HEADING.findall(text)
    }


def leads_somewhere(page: Path, link: str) -> bool:
    """Tell whether a relative link of a page leads to a file, and to a heading if it names one."""
    place, _, anchor = unquote(link).partition("#")
    target = (page.parent / place).resolve() if place else page
    if not target.exists() or ROOT not in (target, *target.parents):
        return False
    return not anchor or target.suffix != ".md" or anchor in anchors(target)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    assert [link for link in links(page) if not leads_somewhere(page, link)] == []


def test_a_link_is_found_and_a_dead_one_is_seen(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("[here](page.md) `[code](no.md)` [gone](no.md) [web](https://example.org)\n")
    assert links(page) == ["page.md", "no.md"]
    assert not leads_somewhere(ROOT / "README.md", "docs/no-such-page.md")
    assert not leads_somewhere(ROOT / "README.md", "README.zh.md#no-such-heading")


@pytest.mark.parametrize(("lang", "twin"), [("en", "zh"), ("zh", "en")])
def test_every_page_has_a_twin_in_the_other_language(lang: str, twin: str) -> None:
    folder = ROOT / "docs" / lang
    names = [page.relative_to(folder) for page in folder.rglob("*.md")]
    assert sorted(str(name) for name in names if not (ROOT / "docs" / twin / name).exists()) == []


def test_the_chinese_page_of_dependencies_names_the_same_packages_and_licences() -> None:
    row = re.compile(r"^\| (\S+) \| ([A-Z][^|]*?) \|", re.MULTILINE)
    english, chinese = (
        {
            (name, licence.replace("或", "or").replace("与", "and"))
            for name, licence in row.findall(
                (ROOT / "docs" / lang / "reference" / "dependencies.md").read_text("utf-8")
            )
        }
        for lang in ("en", "zh")
    )
    assert chinese == english


def test_every_decision_stands_on_their_page() -> None:
    folder = ROOT / "docs" / "decisions"
    records = {page.name for page in folder.glob("0*.md")}
    assert records == {link for link in links(folder / "README.md") if link.startswith("0")}


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_page_can_be_reached_from_the_readme(lang: str) -> None:
    start = ROOT / ("README.md" if lang == "en" else "README.zh.md")
    seen, waiting = {start}, [start]
    while waiting:
        page = waiting.pop()
        for link in links(page):
            target = (page.parent / unquote(link).partition("#")[0]).resolve()
            if target.suffix == ".md" and target.exists() and target not in seen:
                seen.add(target)
                waiting.append(target)
    folder = ROOT / "docs" / lang
    assert sorted(str(page) for page in folder.rglob("*.md") if page not in seen) == []
