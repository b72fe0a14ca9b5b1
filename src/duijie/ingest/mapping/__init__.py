"""Column mappings (列映射): which column of a source fills which field of a kind."""

from duijie.ingest.mapping.mapping import ColumnMapping, ColumnUse, check_mapping, fingerprint
from duijie.ingest.mapping.proposal import propose_mapping
from duijie.ingest.mapping.store import MappingStore, load_mapping, mapping_toml, save_mapping

__all__ = [
    "ColumnMapping",
    "ColumnUse",
    "MappingStore",
    "check_mapping",
    "fingerprint",
    "load_mapping",
    "mapping_toml",
    "propose_mapping",
    "save_mapping",
]
