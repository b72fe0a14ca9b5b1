"""A hostile file: how it is made and how an import of it must end."""

import gzip
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

SOURCE = "E-INGEST-001"
MAPPING = "E-INGEST-002"
HEADER = "需求编号,需求名称,需求内容,预算(万元),技术成熟度,截止日期,地区\n"
GOOD = "N1,防爆电池,不起火,200,6,2026-12-31,嘉兴市\n"


@dataclass(frozen=True)
class HostileFile:
    """One file of the corpus.

    `error` is the code of the error that must come, or "" when the import must end with a report;
    `codes` are problem codes that the report must hold, `accepted` how many rows must be imported.
    `is_heavy` files are imported in a process of its own with little memory.
    """

    name: str
    build: Callable[[Path], None]
    error: str = ""
    codes: frozenset[str] = frozenset()
    accepted: int | None = None
    is_heavy: bool = False


def text(
    name: str,
    content: str,
    *codes: str,
    accepted: int | None = None,
    encoding: str = "utf-8",
    error: str = "",
) -> HostileFile:
    """Return a file of text."""
    return raw(
        name,
        content.encode(encoding, "surrogatepass"),
        *codes,
        accepted=accepted,
        error=error,
    )


def raw(
    name: str, content: bytes, *codes: str, accepted: int | None = None, error: str = ""
) -> HostileFile:
    """Return a file of bytes."""

    def build(path: Path) -> None:
        path.write_bytes(content)

    return HostileFile(name, build, error, frozenset(codes), accepted)


def packed(name: str, content: bytes, *, keep: int | None = None, error: str = "",
           accepted: int | None = None) -> HostileFile:  # fmt: skip
    """Return a .gz file, cut off after `keep` bytes."""

    def build(path: Path) -> None:
        path.write_bytes(gzip.compress(content, mtime=0)[:keep])

    return HostileFile(name, build, error, frozenset(), accepted)
