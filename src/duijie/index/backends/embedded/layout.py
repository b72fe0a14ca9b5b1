"""Which files a generation has, and its manifest: how much of each file is committed."""

import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path

import numpy as np
import orjson

from duijie.kernel.durable import write_durably
from duijie.kernel.errors import IndexDamagedError, IndexOutdatedError

SCHEMA_VERSION = 2  # raise it when files, terms or folding change: old indexes are then rebuilt

CODED = ("kind", "visibility", "organization", "organization_id", "region_code", "industry_code")
NUMBERS = ("trl", "dated_on", "valid_until")
MISSING = np.iinfo(np.int32).min  # a number that a document does not have

_BLOCK = 1 << 20

TEXT_FOLDER = "text"
PACKING_FILE = "packing.dict"
MANIFEST_FILE = "manifest.json"

_COUNTS = ("dimensions", "rows", "dead", "text_rows", "text_dead", "scan_rows")

# name of an append-only file → type of its entries
COLUMNS: Mapping[str, type[np.generic]] = {
    "ids.bin": np.uint8,
    "ids.end": np.uint64,
    "ids.hash": np.uint64,
    "documents.bin": np.uint8,
    "documents.end": np.uint64,
    "vectors.f16": np.float16,
    "ipc.codes": np.uint32,
    "ipc.end": np.uint64,
    "dead.rows": np.uint32,
    **{f"{name}.code": np.uint32 for name in CODED},
    **{f"{name}.int": np.int32 for name in NUMBERS},
    **{f"{name}.values": np.uint8 for name in (*CODED, "ipc")},
}


@dataclass(frozen=True, slots=True)
class Manifest:
    """What of a generation is committed (提交状态).

    Data files are append-only: `lengths` says how many bytes of each are committed, anything
    after is a torn write. While `pending`, the data files are ahead of the text index, which has
    rows up to `text_rows` and deletions up to `text_dead`: opening rolls it forward. `checksums`
    are those of the committed bytes; a file of an index from before there were any has none.
    """

    encoder_release: str
    dimensions: int
    rows: int = 0
    dead: int = 0
    revision: int = 0
    pending: bool = False
    text_rows: int = 0
    text_dead: int = 0
    scan_file: str = ""
    scan_rows: int = 0
    lengths: Mapping[str, int] = field(default_factory=dict)
    checksums: Mapping[str, int] = field(default_factory=dict)
    schema_version: int = SCHEMA_VERSION

    @property
    def live(self) -> int:
        """Return the number of documents that can be found."""
        return self.rows - self.dead

    def settled(self) -> "Manifest":
        """Return this manifest after the text index has caught up."""
        return replace(self, pending=False, text_rows=self.rows, text_dead=self.dead)


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest of a generation.

    Raises:
        IndexOutdatedError: it has another schema version.
        IndexDamagedError: it cannot be read.
    """
    try:
        stored = orjson.loads((folder / MANIFEST_FILE).read_bytes())
        version = stored["schema_version"]
        if version == SCHEMA_VERSION:
            return _checked(Manifest(**stored))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise IndexDamagedError(path=folder, detail=f"{MANIFEST_FILE}: {error}") from error
    raise IndexOutdatedError(have=version, need=SCHEMA_VERSION)


def _checked(manifest: Manifest) -> Manifest:
    counts = (getattr(manifest, name) for name in _COUNTS)
    for_files = [
        number
        for by_file in (manifest.lengths, manifest.checksums)
        for number in (by_file.values() if isinstance(by_file, dict) else [None])
    ]
    if not all(type(count) is int and count >= 0 for count in (*counts, *for_files)):
        raise ValueError("lengths")
    return manifest


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Put a manifest in place, durably and at once."""
    write_durably(folder / MANIFEST_FILE, orjson.dumps(asdict(manifest)))


def checksum_of(file: Path, length: int | None = None) -> int:
    """Return the CRC-32 of the first bytes of a file, of all where no length is given."""
    checksum, left = 0, length
    with file.open("rb") as stream:
        while block := stream.read(_BLOCK if left is None else min(_BLOCK, left)):
            checksum = zlib.crc32(block, checksum)
            left = None if left is None else left - len(block)
    return checksum
