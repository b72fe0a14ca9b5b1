"""Encoders (编码器): texts → vectors; the static one is trained on the library itself."""

from duijie.index.encoders.card import (
    ReleaseCard,
    analysis_fingerprint,
    read_card,
    release_names,
)
from duijie.index.encoders.general import GENERAL, general_encoder
from duijie.index.encoders.nibbles import HIGHEST_NIBBLE, packed_nibbles
from duijie.index.encoders.opening import open_encoder, requests_taught
from duijie.index.encoders.static import (
    PIECE,
    SCALES,
    VECTORS,
    VOCABULARY,
    StaticEncoder,
    pieces_of,
)

__all__ = [
    "GENERAL",
    "HIGHEST_NIBBLE",
    "PIECE",
    "SCALES",
    "VECTORS",
    "VOCABULARY",
    "ReleaseCard",
    "StaticEncoder",
    "analysis_fingerprint",
    "general_encoder",
    "open_encoder",
    "packed_nibbles",
    "pieces_of",
    "read_card",
    "release_names",
    "requests_taught",
]
