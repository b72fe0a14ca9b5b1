"""The embedded index: one folder, tantivy for text and a scan with exact rerank for vectors."""

from duijie.index.backends.embedded.building import BuildPlan, build_generation
from duijie.index.backends.embedded.generations import roll_back
from duijie.index.backends.embedded.index import EmbeddedIndex
from duijie.index.backends.embedded.verifying import IndexFault, verify_index

__all__ = [
    "BuildPlan",
    "EmbeddedIndex",
    "IndexFault",
    "build_generation",
    "roll_back",
    "verify_index",
]
