"""The same texts without files: documents and needs for benchmarks and tests."""

from collections.abc import Iterator
from datetime import date

from duijie.ingest.generate.achievements import Plan, Row, all_rows
from duijie.ingest.generate.parties import make_parties
from duijie.ingest.generate.planting import Need, plant
from duijie.kernel.documents import Document

_VISIBILITIES = {"公开": "public", "限制公开": "restricted", "不公开": "private"}
_ORGANIZATIONS = 2_000


def synthetic_documents(count: int, *, seed: int = 1) -> Iterator[Document]:
    """Yield achievements as documents: what an import of the generated files would give."""
    for row in all_rows(Plan(count, _ORGANIZATIONS, seed)):
        yield _document(row)


def synthetic_needs(count: int, *, seed: int = 1) -> Iterator[Document]:
    """Yield needs as documents, in full length."""
    needs, _ = plant(count, make_parties(_ORGANIZATIONS, seed), seed, room=0)
    for need in needs:
        yield _need_document(need)


def need_texts(count: int, *, seed: int = 1) -> list[str]:
    """Return needs in full length as plain texts, title first."""
    return [f"{need.title}\n{need.text}" for need in synthetic_needs(count, seed=seed)]


def _document(row: Row) -> Document:
    return Document(
        record_id=f"achievement:{row.number}",
        kind="achievement",
        title=row.title,
        text=f"{row.summary}\n{row.application}",
        keywords=tuple(row.keywords.split("；")),
        organization=row.holder,
        organization_id=row.uscc,
        region_code=row.region_code,
        industry_code=row.industry_code,
        ipc_codes=tuple(row.ipc_codes.split("；")),
        trl=int(row.trl) if row.trl else None,
        dated_on=date.fromisoformat(row.completed_on),
        valid_until=date.fromisoformat(row.valid_until) if row.valid_until else None,
        visibility=_VISIBILITIES[row.visibility],
    )


def _need_document(need: Need) -> Document:
    return Document(
        record_id=f"need:{need.number}",
        kind="need",
        title=need.title,
        text=need.description,
        keywords=need.keywords,
        organization=need.party.name,
        organization_id=need.party.uscc,
        region_code=need.party.region_code,
        industry_code=need.industry_code,
        trl=need.trl,
        dated_on=need.published_on,
        valid_until=need.deadline,
    )
