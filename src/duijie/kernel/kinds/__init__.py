"""The kinds of record, each defined once: fields, labels, synonyms, types and roles."""

from duijie.kernel.errors import UnknownNameError
from duijie.kernel.kinds.achievement import ACHIEVEMENT, ACHIEVEMENT_KINDS
from duijie.kernel.kinds.expert import EXPERT
from duijie.kernel.kinds.fields import (
    VISIBILITIES,
    Choice,
    Disclosure,
    FieldRole,
    FieldSpec,
    FieldType,
    Record,
    RecordKind,
    Value,
)
from duijie.kernel.kinds.need import NEED, NEED_KINDS
from duijie.kernel.kinds.organization import ORGANIZATION, ORGANIZATION_KINDS
from duijie.kernel.kinds.patent import PATENT, PATENT_KINDS
from duijie.kernel.words import N_

KINDS: dict[str, RecordKind] = {
    kind.name: kind for kind in (ACHIEVEMENT, NEED, ORGANIZATION, EXPERT, PATENT)
}


def kind_named(name: str) -> RecordKind:
    """Return the record kind (记录类别) of a name.

    >>> kind_named("need").zh
    '技术需求'
    """
    try:
        return KINDS[name]
    except KeyError:
        raise UnknownNameError(thing=N_("kind"), name=name, known=", ".join(KINDS)) from None


__all__ = [
    "ACHIEVEMENT",
    "ACHIEVEMENT_KINDS",
    "EXPERT",
    "KINDS",
    "NEED",
    "NEED_KINDS",
    "ORGANIZATION",
    "ORGANIZATION_KINDS",
    "PATENT",
    "PATENT_KINDS",
    "VISIBILITIES",
    "Choice",
    "Disclosure",
    "FieldRole",
    "FieldSpec",
    "FieldType",
    "Record",
    "RecordKind",
    "Value",
    "kind_named",
]
