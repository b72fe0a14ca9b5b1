"""The mapping of an uploaded file: remembered, else proposed; our own columns left out."""

from duijie.app.imports.models import FileImport
from duijie.app.wiring import home_in_use
from duijie.ingest import ColumnMapping, ColumnUse, MappingStore, Source, propose_mapping
from duijie.kernel.words import LANGS, N_, say

# Written into a file of errors; when it comes back corrected, they mean nothing.
ADDED = (N_("Row in your file"), N_("Problem"), N_("What to do"))


def is_added(header: str) -> bool:
    """Tell whether a column is one that a file of errors adds."""
    return header in {say(lang, column) for lang in LANGS for column in ADDED}


def mapping_for(what: FileImport, source: Source) -> tuple[ColumnMapping, bool]:
    """Return the mapping for a file, and whether it is one that was accepted before.

    A table with the same headers was perhaps imported for the same organisation before.
    """
    own = [header for header in source.headers if not is_added(header)]
    remembered = store_of(what).find(what.kind, own)
    known = remembered or propose_mapping(source, what.kind)
    uses = {use.header: use for use in known.columns}
    columns = tuple(
        ColumnUse(header, certainty=0.0)
        if is_added(header)
        else uses.get(header, ColumnUse(header, certainty=0.0))
        for header in source.headers
    )
    return ColumnMapping(what.kind, columns), remembered is not None


def remember(what: FileImport, mapping: ColumnMapping) -> None:
    """Remember an accepted mapping for the next table with the same headers."""
    own = tuple(use for use in mapping.columns if not is_added(use.header))
    store_of(what).remember(ColumnMapping(mapping.kind, own), "en")


def store_of(what: FileImport) -> MappingStore:
    """Return the mappings of an organisation: what one calls its columns is its own affair."""
    return MappingStore(home_in_use().mappings / f"organization-{what.organization_id or 0}")
