import json
import random
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from duijie.index import (
    BuildPlan,
    build_index,
    index_status,
    open_index,
    roll_back_index,
    verify_index,
)
from duijie.index.backends.embedded.generations import write_lock
from duijie.index.backends.embedded.layout import checksum_of, read_manifest, write_manifest
from duijie.index.conformance import FILTERS, ToyEncoder, text_query, toy_library
from duijie.index.crashes import crash_trial
from duijie.kernel.documents import Document
from duijie.kernel.errors import (
    EncoderError,
    IndexBusyError,
    IndexDamagedError,
    IndexMissingError,
    IndexOutdatedError,
)
from duijie.kernel.filters import EVERYTHING

LIBRARY = toy_library(300)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    path = tmp_path / "index"
    build_index(path, LIBRARY, ToyEncoder(), BuildPlan(revision=3))
    return path


def titles_found(path: Path, text: str) -> list[str]:
    index = open_index(path)
    hits = index.search_text([text_query(text)], where=EVERYTHING, limit=5)[0]
    index.close()
    return [hit.record_id for hit in hits]


def test_where_nothing_was_built_the_error_names_the_command(tmp_path: Path) -> None:
    with pytest.raises(IndexMissingError, match="duijie index build"):
        open_index(tmp_path / "none")


def test_a_build_answers_as_an_upsert_of_the_same_documents(place: Path, tmp_path: Path) -> None:
    built = open_index(place)
    filled = open_index(tmp_path / "other", ToyEncoder(), create=True)
    filled.upsert(LIBRARY, revision=3)
    vectors = ToyEncoder().encode(["锂离子电池"])
    for where in FILTERS:
        queries = [text_query("电池 sensor 导热")]
        assert built.search_text(queries, where=where, limit=20) == filled.search_text(
            queries, where=where, limit=20
        )
        assert built.search_vectors(vectors, where=where, limit=20) == filled.search_vectors(
            vectors, where=where, limit=20
        )


def test_workers_build_the_same_as_one_process(tmp_path: Path) -> None:
    library = toy_library(2500)
    told: list[int] = []

    def progress(stage: str, finished: int, total: int | None = None, note: str = "") -> None:
        if stage == "index":
            told.append(finished)

    for workers in (1, 2):
        plan = BuildPlan(revision=1, total=2500, workers=workers, progress=progress)
        build_index(tmp_path / str(workers), library, ToyEncoder(), plan)
    assert told == [1000, 2000, 2500] * 2
    one, two = (open_index(tmp_path / name) for name in ("1", "2"))
    vectors = ToyEncoder().encode(["光伏逆变器"])
    assert one.search_vectors(vectors, where=EVERYTHING, limit=9) == two.search_vectors(
        vectors, where=EVERYTHING, limit=9
    )
    assert verify_index(tmp_path / "2") == []


def test_an_encoder_without_tokens_is_asked_by_text(tmp_path: Path) -> None:
    class ByText:
        release = "by text"
        dimensions = 24
        encode = ToyEncoder().encode

    library = toy_library(2100)
    build_index(tmp_path, library, ByText(), BuildPlan(workers=2))
    index = open_index(tmp_path)
    ids = [library[1].record_id, library[2000].record_id]
    build_index(tmp_path / "other", library, ToyEncoder(), BuildPlan(workers=1))
    assert np.array_equal(index.vectors(ids), open_index(tmp_path / "other").vectors(ids))


def test_a_record_given_twice_to_a_build_stands_once(tmp_path: Path) -> None:
    again = replace(LIBRARY[5], title="海水淡化")
    stats = build_index(tmp_path, [*LIBRARY, again], ToyEncoder(), BuildPlan())
    assert stats.documents == len(LIBRARY)
    assert titles_found(tmp_path, "海水淡化") == [LIBRARY[5].record_id]
    assert verify_index(tmp_path) == []


def test_an_index_without_encoder_has_text_only(tmp_path: Path) -> None:
    build_index(tmp_path, LIBRARY, None, BuildPlan())
    index = open_index(tmp_path)
    index.upsert([Document("need:new", "need", "海水淡化")], revision=1)
    hits = index.search_text([text_query("海水淡化")], where=EVERYTHING, limit=5)[0]
    assert [hit.record_id for hit in hits] == ["need:new"]
    assert index.search_vectors(np.zeros((1, 0), np.float32), where=EVERYTHING, limit=5) == [[]]


def test_a_reader_sees_one_generation_until_it_refreshes(place: Path) -> None:
    reader = open_index(place)
    query = [text_query("电池")]
    before = reader.search_text(query, where=EVERYTHING, limit=9)
    build_index(place, LIBRARY[:1], ToyEncoder(), BuildPlan(revision=4))
    assert reader.search_text(query, where=EVERYTHING, limit=9) == before
    assert reader.get([LIBRARY[7].record_id]) == [LIBRARY[7]]
    assert reader.refresh()
    assert reader.stats().generation == "000002"
    assert reader.get([LIBRARY[7].record_id]) == [None]
    assert not reader.refresh()


def test_a_reader_sees_an_update_of_another_writer_after_refresh(place: Path) -> None:
    reader, writer = open_index(place), open_index(place, ToyEncoder())
    writer.upsert([Document("need:new", "need", "海水淡化")], revision=4)
    query = [text_query("海水淡化")]
    assert reader.search_text(query, where=EVERYTHING, limit=9) == [[]]
    assert reader.refresh()
    assert [h.record_id for h in reader.search_text(query, where=EVERYTHING, limit=9)[0]] == [
        "need:new"
    ]


def test_the_generation_before_is_kept_for_rollback_and_older_ones_are_removed(
    place: Path,
) -> None:
    for revision in (4, 5):
        build_index(place, LIBRARY[:revision], ToyEncoder(), BuildPlan(revision=revision))
    assert sorted(p.name for p in place.iterdir() if p.is_dir()) == ["000002", "000003"]
    assert roll_back_index(place).documents == 4
    with pytest.raises(IndexMissingError):
        roll_back_index(place)


def test_a_build_that_fails_leaves_the_index_as_it_was(place: Path) -> None:
    def broken() -> Iterator[Document]:
        yield from LIBRARY
        raise ConnectionError

    with pytest.raises(ConnectionError):
        build_index(place, broken(), ToyEncoder(), BuildPlan())
    assert index_status(place).generation == "000001"
    assert not list(place.glob("*.building"))


def test_an_encoder_that_answers_nonsense_stops_the_build(place: Path) -> None:
    class Broken(ToyEncoder):
        def encode_tokens(self, token_lists: object, *, is_query: bool = False) -> object:  # type: ignore[override]
            return np.full((300, 24), np.nan, np.float32)

    with pytest.raises(EncoderError):
        build_index(place, LIBRARY, Broken(), BuildPlan())  # type: ignore[arg-type]
    assert index_status(place).generation == "000001"


def test_a_second_writer_is_told_that_the_index_is_busy(place: Path) -> None:
    with write_lock(place), pytest.raises(IndexBusyError):
        build_index(place, LIBRARY, ToyEncoder(), BuildPlan())


def test_writers_in_several_threads_lose_nothing(place: Path) -> None:
    def write(number: int) -> None:
        index = open_index(place, ToyEncoder())
        for step in range(3):
            name = f"need:{number}-{step}"
            index.upsert([Document(name, "need", "海水淡化")], revision=10 + step)
        index.close()

    threads = [threading.Thread(target=write, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert index_status(place).documents == len(LIBRARY) + 9
    assert verify_index(place) == []


def test_another_schema_version_names_the_command(place: Path) -> None:
    folder = place / "000001"
    write_manifest(folder, replace(read_manifest(folder), schema_version=0))
    with pytest.raises(IndexOutdatedError, match="duijie index build"):
        open_index(place)


def test_another_encoder_is_refused_with_the_command(place: Path) -> None:
    class Other(ToyEncoder):
        release = "other"

    with pytest.raises(IndexOutdatedError, match="duijie index build"):
        open_index(place, Other())


@pytest.mark.parametrize("file", ["documents.bin", "kind.code"])
def test_verify_says_which_file_was_cut_short(place: Path, file: str) -> None:
    assert verify_index(place) == []
    whole = (place / "000001" / file).read_bytes()
    (place / "000001" / file).write_bytes(whole[:-8])
    assert file in " ".join(fault.sentence("en") for fault in verify_index(place))
    with pytest.raises(IndexDamagedError, match="duijie index build"):
        open_index(place)


def forget_checksums(place: Path) -> None:
    """Make an index one from before there were checksums: its entries are then compared alone."""
    folder = place / "000001"
    write_manifest(folder, replace(read_manifest(folder), checksums={}))


def test_verify_finds_a_changed_document(place: Path) -> None:
    file = place / "000001" / "documents.bin"
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 0xFF
    file.write_bytes(content)
    assert any("is damaged" in fault.sentence("en") for fault in verify_index(place))


@pytest.mark.parametrize("file", ["visibility.code", "trl.int", "dated_on.int", "ipc.codes"])
def test_verify_finds_a_changed_facet(place: Path, file: str) -> None:
    forget_checksums(place)
    column = place / "000001" / file
    content = bytearray(column.read_bytes())
    content[-4:] = b"\x09\x00\x00\x00"
    column.write_bytes(bytes(content))
    (fault,) = verify_index(place)
    assert file.partition(".")[0] in fault.sentence("en")


@pytest.mark.parametrize(
    "change", [{"lengths": []}, {"checksums": []}, {"rows": "many"}, {"dead": -1}]
)
def test_a_manifest_of_other_types_is_damage(place: Path, change: dict[str, object]) -> None:
    file = place / "000001" / "manifest.json"
    file.write_text(json.dumps(json.loads(file.read_text("utf-8")) | change), "utf-8")
    with pytest.raises(IndexDamagedError):
        open_index(place)


def test_values_of_a_facet_that_cannot_be_read_are_damage(place: Path) -> None:
    forget_checksums(place)
    (place / "000001" / "kind.values").write_bytes(
        b"\xff" * (place / "000001" / "kind.values").stat().st_size
    )
    with pytest.raises(IndexDamagedError, match="kind"):
        verify_index(place)


@pytest.mark.parametrize("file", ["vectors.f16", "ids.end", "kind.code", "trl.int"])
def test_verify_finds_a_changed_byte_in_any_file(place: Path, file: str) -> None:
    index = open_index(place, ToyEncoder())
    index.upsert([Document("need:new", "need", "海水淡化")], revision=4)
    assert verify_index(place) == []
    content = bytearray((place / "000001" / file).read_bytes())
    content[len(content) // 2] ^= 1  # a vector stays finite and as good as of length 1
    (place / "000001" / file).write_bytes(content)
    (fault,) = verify_index(place)
    assert fault.sentence("en") == f"The file {file} is damaged: its checksum does not fit."


def test_verify_finds_a_changed_byte_in_the_codes(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("duijie.index.backends.embedded.committing._MOST_UNCODED_ROWS", 1)
    index = open_index(place, ToyEncoder())
    for revision in (4, 5):  # the second time the first codes are extended
        index.upsert([Document("need:new", "need", "海水淡化")], revision=revision)
        monkeypatch.setattr("duijie.index.backends.embedded.committing._MOST_UNCODED_ROWS", 0)
    assert verify_index(place) == []
    (file,) = (place / "000001").glob("codes-*.tv")
    content = bytearray(file.read_bytes())
    content[-1] ^= 1
    file.write_bytes(content)
    assert file.name in verify_index(place)[0].sentence("en")


def test_an_index_from_before_there_were_checksums_is_read_and_written(place: Path) -> None:
    forget_checksums(place)
    index = open_index(place, ToyEncoder())
    index.upsert([Document("need:new", "need", "海水淡化")], revision=4)
    assert verify_index(place) == []


def test_verify_finds_a_document_that_the_text_index_lacks(place: Path) -> None:
    folder = place / "000001"
    manifest = read_manifest(folder)
    rows = np.array([3], np.uint32).tobytes()
    (folder / "dead.rows").write_bytes(rows)
    lengths = {**manifest.lengths, "dead.rows": len(rows)}
    checksums = {**manifest.checksums, "dead.rows": checksum_of(folder / "dead.rows")}
    write_manifest(folder, replace(manifest, lengths=lengths, checksums=checksums, dead=1))
    sentences = [fault.sentence("en") for fault in verify_index(place)]
    assert "1 removed documents are in the text index." in sentences


def test_a_torn_append_behind_the_committed_length_is_ignored(place: Path) -> None:
    for file in ("documents.bin", "ids.end", "kind.values", "vectors.f16"):
        with (place / "000001" / file).open("ab") as stream:
            stream.write(b"torn")
    index = open_index(place, ToyEncoder())
    index.upsert([Document("need:new", "new kind", "海水淡化")], revision=4)
    assert titles_found(place, "海水淡化") == ["need:new"]
    assert verify_index(place) == []


def test_a_change_interrupted_before_the_text_index_is_finished_at_opening(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = open_index(place, ToyEncoder())

    def stop(*_: object, **__: object) -> None:
        raise InterruptedError

    with monkeypatch.context() as patched:
        patched.setattr("duijie.index.backends.embedded.committing.TextWriter", stop)
        with pytest.raises(InterruptedError):
            index.upsert([replace(LIBRARY[4], title="海水淡化")], revision=4)
    assert read_manifest(place / "000001").pending
    assert titles_found(place, "海水淡化") == [LIBRARY[4].record_id]
    assert not read_manifest(place / "000001").pending
    assert verify_index(place) == []


def test_a_writer_killed_at_a_random_moment_leaves_a_whole_index(tmp_path: Path) -> None:
    draw = random.Random(5)
    trials = [crash_trial(tmp_path / "index", draw) for _ in range(2)]
    assert [trial.faults for trial in trials] == [(), ()]
