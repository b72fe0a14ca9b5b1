"""Every setting, error code, field and command is documented, in both languages."""

import pytest

from duijie.kernel.words import LANGS, Lang
from tests.house import reference


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", list(reference.PAGES))
def test_a_reference_page_says_what_the_code_does(name: str, lang: Lang) -> None:
    assert reference.path_of(name, lang).read_text("utf-8") == reference.PAGES[name](lang)


def test_error_codes_are_unique() -> None:
    codes = [error.code for error in reference.every_error()]
    assert len(codes) == len(set(codes))
