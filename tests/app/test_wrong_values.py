"""A value out of range is told in the reader's language, with the bound."""

from pathlib import Path

import pytest

from duijie.app.cli.usage import usage_sentence
from duijie.kernel.words import Lang
from tests.app.calls import call_inside


@pytest.mark.parametrize(
    ("lang", "value", "said"),
    [("zh", "3", "不能小于 32"), ("zh", "9999", "不能大于 2048"), ("en", "3", "at least 32")],
)
def test_a_number_out_of_range_is_told_with_the_bound(
    tmp_path: Path, lang: Lang, value: str, said: str
) -> None:
    told = call_inside(tmp_path, "--lang", lang, "train", "encoder", "--dimensions", value)
    assert told.code == 2
    assert said in told.err
    assert "Input should" not in told.err


def test_a_share_is_not_asked_to_be_a_whole_number() -> None:
    why = "Input should be a valid number, unable to parse string as a number"
    told = usage_sentence(f"Invalid value for '--overlap': {why}", "zh")
    assert told == "--overlap 的值不能用：应为数字"
