"""Problem codes: every one is explained, and every one that is used exists."""

import re
from pathlib import Path

import duijie.ingest
from duijie.ingest import PROBLEM_CODES

ROOM = Path(duijie.ingest.__file__).parent


def used_codes() -> set[str]:
    texts = [
        path.read_text("utf-8") for path in ROOM.rglob("*.py") if path.name != "problem_codes.py"
    ]
    return {code for text in texts for code in re.findall(r'"(P-[A-Z-]+)"', text)}


def test_every_code_that_is_used_is_explained_and_every_explained_one_is_used() -> None:
    assert used_codes() == set(PROBLEM_CODES)


def test_every_code_says_what_it_means_and_what_to_do_in_whole_sentences() -> None:
    for code in PROBLEM_CODES.values():
        assert code.what.endswith(".")
        assert code.remedy.endswith(".")
        assert code.what_in("en") == code.what
        assert code.remedy_in("zh")
