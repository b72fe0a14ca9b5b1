"""Headers and a look at the values → a proposed mapping."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from duijie.ingest.checks import Checked, checker_for
from duijie.ingest.mapping.mapping import ColumnMapping, ColumnUse
from duijie.ingest.sources import Source, known_header
from duijie.kernel.kinds import FieldSpec, FieldType, RecordKind, kind_named
from duijie.kernel.money import unit_of_header

# Below this a similar header is more often wrong than right.
_SIMILAR_ENOUGH = 0.72
_ENOUGH_VALUES = 5
_SYNONYM = 0.97  # from here on a header is known, not similar
_TELLING = frozenset(
    {FieldType.USCC, FieldType.PATENT_NUMBER, FieldType.DATE, FieldType.MONEY, FieldType.TRL,
     FieldType.IPC, FieldType.REGION, FieldType.INDUSTRY}
)  # fmt: skip
# Values of these alone say what a column is, whatever its header.
_KEPT_UNREAD = frozenset({"P-PATENT-FORM", "P-CHOICE-UNKNOWN"})
_UNMISTAKABLE = frozenset({FieldType.USCC, FieldType.IPC, FieldType.PATENT_NUMBER})


@dataclass(frozen=True, slots=True)
class _Claim:
    certainty: float
    column: int
    field: int


def propose_mapping(source: Source, kind_name: str) -> ColumnMapping:
    """Return the mapping that headers and values speak for (建议的列映射).

    A header that is a label or synonym of a field is certain; then similar headers count, and a
    column whose values are unmistakable. A field is filled by the column that claims it most; of
    equal claims by the first. A column whose values are not what its header says is not used.
    """
    kind = kind_named(kind_name)
    samples = [_values(source, place) for place in range(len(source.headers))]
    claims: list[_Claim] = []
    for place, header in enumerate(source.headers):
        for number, spec in enumerate(kind.fields):
            certainty = _certainty(header, spec, kind)
            if certainty and _contradicts(samples[place], spec, certainty):
                certainty = 0.0
            if not certainty and spec.type in _UNMISTAKABLE:
                certainty = 0.5 * _share_that_fits(samples[place], spec)
                certainty = certainty if certainty > 0.4 else 0.0
            if certainty:
                claims.append(_Claim(certainty, place, number))
    return ColumnMapping(kind.name, _settled(claims, source.headers, kind))


def _settled(
    claims: list[_Claim], headers: Sequence[str], kind: RecordKind
) -> tuple[ColumnUse, ...]:
    uses = [ColumnUse(header, certainty=0.0) for header in headers]
    filled: set[int] = set()
    taken: set[int] = set()
    for claim in sorted(claims, key=lambda c: (-c.certainty, c.column, c.field)):
        if claim.column in taken or claim.field in filled:
            continue
        taken.add(claim.column)
        filled.add(claim.field)
        spec, header = kind.fields[claim.field], headers[claim.column]
        unit = unit_of_header(header) or 1 if spec.type is FieldType.MONEY else 1
        uses[claim.column] = ColumnUse(header, spec.name, unit, round(claim.certainty, 2))
    return tuple(uses)


def _certainty(header: str, spec: FieldSpec, kind: RecordKind) -> float:
    names = _names(spec, kind)
    certain = 0.0
    last_part = header.rsplit(".", 1)[-1]
    for written, weight in ((header, 1.0), (last_part, 0.9)):
        folded = known_header(written)
        if not folded:
            continue
        if folded in names:
            # The label itself before a synonym: 名称 may be a synonym of several fields.
            return weight * names[folded]
        best = max((_similarity(folded, name) for name in names), default=0.0)
        if best >= _SIMILAR_ENOUGH:
            certain = max(certain, weight * 0.9 * best)
    return certain


def _names(spec: FieldSpec, kind: RecordKind) -> dict[str, float]:
    names = {known_header(name): 0.98 for name in spec.synonyms}
    names |= {known_header(kind.zh + name): 0.97 for name in spec.synonyms if not name.isascii()}
    names |= {known_header(name): 1.0 for name in (spec.name, spec.zh, spec.en)}
    names.pop("", None)
    return names


def _similarity(one: str, other: str) -> float:
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) < 2 or len(longer) > 3 * len(shorter):
        return 0.0
    ratio = SequenceMatcher(None, one, other, autojunk=False).ratio()
    # 需求单位名称 ends or begins with a known name: nearly as good as the name itself.
    if len(shorter) >= 3 and (longer.startswith(shorter) or longer.endswith(shorter)):
        ratio = max(ratio, 0.85)
    return ratio


def _values(source: Source, place: int) -> list[str]:
    cells = (row[place] for row in source.sample if place < len(row))
    return [cell for cell in cells if cell.strip()]


def _contradicts(values: list[str], spec: FieldSpec, certainty: float) -> bool:
    # A header that is only similar, such as 公开日, must not make every record private.
    is_doubtful = spec.facet == "visibility" and certainty < _SYNONYM
    if not (spec.type in _TELLING or is_doubtful) or len(values) < _ENOUGH_VALUES:
        return False
    return _share_that_fits(values, spec) < 0.1


def _share_that_fits(values: list[str], spec: FieldSpec) -> float:
    if len(values) < _ENOUGH_VALUES:
        return 0.0
    check = checker_for(spec)
    return sum(1 for value in values if _is_read(check(value))) / len(values)


def _is_read(checked: Checked) -> bool:
    value, faults = checked
    # Kept as written, or as private, but it does not speak for its column.
    return value is not None and all(fault.code not in _KEPT_UNREAD for fault in faults)
