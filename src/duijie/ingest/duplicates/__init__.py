"""Near-duplicates (疑似重复): groups of records that are probably the same thing."""

from duijie.ingest.duplicates.finding import find_duplicates
from duijie.ingest.duplicates.signatures import SIMILAR_ENOUGH

__all__ = ["SIMILAR_ENOUGH", "find_duplicates"]
