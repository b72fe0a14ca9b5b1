"""Errors say code, what and what to do; they survive a worker process."""

import pickle

from duijie.kernel.errors import IndexOutdatedError, SettingError
from duijie.kernel.words import Phrase


def test_an_error_says_code_what_and_what_to_do() -> None:
    error = IndexOutdatedError(have=3, need=4)
    assert str(error) == (
        "E-INDEX-004 The index has version 3; version 4 is needed. Please run: duijie index build"
    )


def test_an_error_survives_pickling_with_its_phrase() -> None:
    error = SettingError(name="a", value="b", why=Phrase("at least %(limit)g", limit=2), source="c")
    assert str(pickle.loads(pickle.dumps(error))) == str(error)  # noqa: S301  (our own bytes)
