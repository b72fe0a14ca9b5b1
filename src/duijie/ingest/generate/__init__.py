"""Generate (演示数据): a bilingual demo region from our own lexicon, with known matches."""

from duijie.ingest.generate.documents import need_texts, synthetic_documents, synthetic_needs
from duijie.ingest.generate.region import GeneratedRegion, Sizes, generate_region

__all__ = [
    "GeneratedRegion",
    "Sizes",
    "generate_region",
    "need_texts",
    "synthetic_documents",
    "synthetic_needs",
]
