"""Every setting, error code, field and command is documented, in both languages."""

import json
import re

import pytest
from jsonschema import Draft202012Validator

from duijie.kernel.words import LANGS, Lang
from tests.house import reference
from tests.house.permission_words import RULES_IN_CHINESE


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", list(reference.PAGES))
def test_a_reference_page_says_what_the_code_does(name: str, lang: Lang) -> None:
    assert reference.path_of(name, lang).read_text("utf-8") == reference.PAGES[name](lang)


def test_no_rule_is_told_in_chinese_that_is_gone() -> None:
    named = set(re.findall(r"^\| `([a-z_]+\.[a-z_]+)`", reference.permissions_page("en"), re.M))
    assert set(RULES_IN_CHINESE) == named


def test_error_codes_are_unique() -> None:
    codes = [error.code for error in reference.every_error()]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize("lang", LANGS)
def test_every_command_that_prints_json_says_what_it_prints(lang: Lang) -> None:
    told = set(reference.commands_told(reference.path_of("json", lang).read_text("utf-8")))
    assert [path for path in reference.json_commands(lang) if path not in told] == []


def test_the_schemas_are_sound_and_stand_on_both_pages() -> None:
    page, told = (reference.path_of("json", lang).read_text("utf-8") for lang in ("en", "zh"))
    schemas = [json.loads(text) for text in re.findall(r"```json\n(.*?)```", page, re.DOTALL)]
    for schema in schemas:
        Draft202012Validator.check_schema(schema)
        assert f"`{schema['$id'].removeprefix('urn:duijie:json:')}`" in told.replace(
            "batch row", "batch-row"
        )
