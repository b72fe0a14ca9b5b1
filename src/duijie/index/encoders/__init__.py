"""Encoders (编码器): texts → vectors; the static one is trained on the library itself."""

from duijie.index.encoders.card import (
    CARD,
    FileMark,
    ReleaseCard,
    analysis_fingerprint,
    mark_of,
    read_card,
    release_names,
    verify_files,
)
from duijie.index.encoders.opening import open_encoder
from duijie.index.encoders.static import (
    PIECE,
    SCALES,
    VECTORS,
    VOCABULARY,
    StaticEncoder,
    pieces_of,
)

__all__ = [
    "CARD",
    "PIECE",
    "SCALES",
    "VECTORS",
    "VOCABULARY",
    "FileMark",
    "ReleaseCard",
    "StaticEncoder",
    "analysis_fingerprint",
    "mark_of",
    "open_encoder",
    "pieces_of",
    "read_card",
    "release_names",
    "verify_files",
]
