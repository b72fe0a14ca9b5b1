"""The colours: every text is far enough from its ground, light and dark."""

import re

from duijie.app.shared.gallery import TOKENS, colours, contrasts

STATIC = TOKENS.parent
TEMPLATES = STATIC.parents[1] / "templates"
APPS = STATIC.parents[2]


def test_every_text_is_far_enough_from_its_ground() -> None:
    assert [pair for pair in contrasts() if pair.ratio < pair.least] == []


def test_the_dark_that_was_chosen_is_that_of_the_device() -> None:
    assert colours()["dark chosen"] == colours()["dark"]


def test_both_themes_name_the_same_colours() -> None:
    assert set(colours()["dark"]) == set(colours()["light"])


def test_colours_stand_only_among_the_tokens() -> None:
    wrong = {
        f"{file.name}: {colour}"
        for file in APPS.rglob("static/**/*.css")
        if file.name not in {"tokens.css", "print.css"}
        for colour in re.findall(r"#[0-9a-fA-F]{6}\b|rgb\(|hsl\(", file.read_text("utf-8"))
    }
    assert wrong == set()


def test_no_file_of_styles_is_longer_than_300_lines() -> None:
    files = list(APPS.rglob("static/**/*.css"))
    assert files
    assert [f for f in files if len(f.read_text("utf-8").splitlines()) > 300] == []


INLINE = re.compile(
    r"<script(?![^>]*\bsrc=|[^>]*application/json)[^>]*>|<style\b|\sstyle=|\son[a-z]+=",
    re.IGNORECASE,
)


def test_templates_hold_no_inline_script_or_style() -> None:
    pages = list(APPS.rglob("templates/**/*.html"))
    assert TEMPLATES / "base.html" in pages
    found = {p.name: INLINE.findall(p.read_text("utf-8")) for p in pages}
    assert {name: inline for name, inline in found.items() if inline} == {}
