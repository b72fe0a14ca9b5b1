"""Which documents may be found: one meaning for text and vector search."""

from dataclasses import dataclass
from datetime import date

from duijie.kernel.documents import Document


@dataclass(frozen=True, slots=True)
class Filter:
    """A condition on the facets of a document (筛选条件).

    Fields are joined by *and*, the values of a field by *or*. An empty field does not restrict.
    A document without a value does not pass a condition on it, except `valid_on`: a document
    without an expiry date never expires. Prefixes compare from the left (`3304` keeps 330402).
    Organisations compare with the code or with the whole name.
    `allows` is the reference meaning; every index backend must agree with it exactly.

    >>> Filter(regions=("3304",)).allows(Document("need:1", "need", "", region_code="330402"))
    True
    """

    kinds: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    industries: tuple[str, ...] = ()
    ipc: tuple[str, ...] = ()
    trl_from: int | None = None
    trl_to: int | None = None
    dated_from: date | None = None
    dated_to: date | None = None
    valid_on: date | None = None
    organizations: tuple[str, ...] = ()
    without_organizations: tuple[str, ...] = ()
    visibilities: tuple[str, ...] = ()
    record_ids: tuple[str, ...] = ()
    without_record_ids: tuple[str, ...] = ()

    def allows(self, document: Document) -> bool:
        """Tell whether a document passes."""
        return (
            self._allows_names(document)
            and self._allows_codes(document)
            and self._in_range(document)
        )

    def _allows_names(self, document: Document) -> bool:
        owners = {document.organization, document.organization_id} - {""}
        return (
            (not self.kinds or document.kind in self.kinds)
            and (not self.visibilities or document.visibility in self.visibilities)
            and (not self.record_ids or document.record_id in self.record_ids)
            and document.record_id not in self.without_record_ids
            and (not self.organizations or bool(owners & set(self.organizations)))
            and not owners & set(self.without_organizations)
        )

    def _allows_codes(self, document: Document) -> bool:
        return (
            (not self.regions or document.region_code.startswith(self.regions))
            and (not self.industries or document.industry_code.startswith(self.industries))
            and (not self.ipc or any(code.startswith(self.ipc) for code in document.ipc_codes))
        )

    def _in_range(self, document: Document) -> bool:
        trl, dated_on, valid_until = document.trl, document.dated_on, document.valid_until
        return (
            (self.trl_from is None or (trl is not None and trl >= self.trl_from))
            and (self.trl_to is None or (trl is not None and trl <= self.trl_to))
            and (self.dated_from is None or (dated_on is not None and dated_on >= self.dated_from))
            and (self.dated_to is None or (dated_on is not None and dated_on <= self.dated_to))
            and (self.valid_on is None or valid_until is None or valid_until >= self.valid_on)
        )


EVERYTHING = Filter()
