"""Index (索引): documents → searchable text and vectors.

The door: `open_index`, `build_index`, `index_status`, `verify_index`, `roll_back_index`,
`MemoryIndex`, `open_encoder`, `parse_filter`, `analyze`. Engines load when something is opened.
"""

from duijie.index.backends.embedded import BuildPlan, EmbeddedIndex, IndexFault
from duijie.index.backends.memory import MemoryIndex
from duijie.index.door import (
    adopt_generation,
    build_index,
    earlier_models,
    index_status,
    live_models,
    open_index,
    roll_back_index,
    switch_ranker,
    verify_index,
)
from duijie.index.encoders import (
    GENERAL,
    HIGHEST_NIBBLE,
    PIECE,
    SCALES,
    VECTORS,
    VOCABULARY,
    ReleaseCard,
    StaticEncoder,
    analysis_fingerprint,
    general_encoder,
    open_encoder,
    packed_nibbles,
    pieces_of,
    read_card,
    release_names,
    requests_taught,
)
from duijie.index.filter_syntax import parse_filter, write_filter
from duijie.index.tokens import analyze, document_terms, document_text, words

__all__ = [
    "GENERAL",
    "HIGHEST_NIBBLE",
    "PIECE",
    "SCALES",
    "VECTORS",
    "VOCABULARY",
    "BuildPlan",
    "EmbeddedIndex",
    "IndexFault",
    "MemoryIndex",
    "ReleaseCard",
    "StaticEncoder",
    "adopt_generation",
    "analysis_fingerprint",
    "analyze",
    "build_index",
    "document_terms",
    "document_text",
    "earlier_models",
    "general_encoder",
    "index_status",
    "live_models",
    "open_encoder",
    "open_index",
    "packed_nibbles",
    "parse_filter",
    "pieces_of",
    "read_card",
    "release_names",
    "requests_taught",
    "roll_back_index",
    "switch_ranker",
    "verify_index",
    "words",
    "write_filter",
]
