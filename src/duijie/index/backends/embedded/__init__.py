"""The embedded index: one folder, tantivy for text and a scan with exact rerank for vectors."""

from duijie.index.backends.embedded.building import BuildPlan, build_generation
from duijie.index.backends.embedded.generations import (
    adopt,
    current_generation,
    earlier_pairs,
    models_of,
    roll_back,
    switch_ranker,
)
from duijie.index.backends.embedded.index import EmbeddedIndex
from duijie.index.backends.embedded.verifying import IndexFault, verify_index

__all__ = [
    "BuildPlan",
    "EmbeddedIndex",
    "IndexFault",
    "adopt",
    "build_generation",
    "current_generation",
    "earlier_pairs",
    "models_of",
    "roll_back",
    "switch_ranker",
    "verify_index",
]
