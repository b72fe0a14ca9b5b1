"""Whatever a file holds, its reader gives rows or one error that says what to do."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duijie.kernel.errors import DuijieError
from duijie.learn.evaluation import (
    read_chances,
    read_labelled,
    read_qrels,
    read_requests,
    read_run,
    read_slices,
)

READERS: dict[str, tuple[Callable[[Path], object], str]] = {
    "qrels": (read_qrels, "q 0 d 1\n"),
    "run": (read_run, "q Q0 d 1 0.5 t\n"),
    "slices": (read_slices, "query\tindustry\nq\tC26\n"),
    "chances": (read_chances, "probability\tlevel\n0.5\t3\n"),
    "requests": (read_requests, '{"id": "n", "title": "电池"}\n'),
    "pairs": (read_labelled, "rid\tlevel\tach_title_tokens\nn\t2\t电池\n"),
}
PIECES = st.sampled_from(
    ["q", " ", "\t", "\n", "\r\n", "0", "1", "-1", "1e999", "nan", "٣", "\0", "{", "}", '"id"', ":",
     ",", '"\\ud800"', "[", "level", "probability", "\ufeff", "成果", "9" * 5000, "[" * 3000]
)  # fmt: skip


@pytest.mark.parametrize("name", READERS)
@settings(max_examples=40, deadline=None, derandomize=True)
@given(
    pieces=st.lists(PIECES, max_size=12).map("".join),
    noise=st.binary(max_size=12),
    place=st.floats(0, 1),
)
def test_any_file_is_read_or_refused(name: str, pieces: str, noise: bytes, place: float) -> None:
    reader, good = READERS[name]
    cut = round(place * len(good))
    contents = (
        pieces.encode("utf-8", "surrogatepass"),
        good.encode() + pieces.encode("utf-8", "surrogatepass"),
        good[:cut].encode() + noise + good[cut:].encode(),
        b"\x1f\x8b" + noise,
    )
    with TemporaryDirectory() as folder:
        file = Path(folder) / "file"
        for content in contents:
            file.write_bytes(content)
            try:
                reader(file)
            except DuijieError as error:
                for lang in ("zh", "en"):
                    assert str(file) in error.message(lang)  # type: ignore[arg-type]  # noqa: PT017
