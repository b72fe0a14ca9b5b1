"""Questions one at a time: what of a new record is asked on a phone, a screen each."""

from duijie.kernel.kinds import FieldRole, RecordKind

ASKED_FIRST = (FieldRole.TITLE, FieldRole.TEXT)


def questions(kind: RecordKind) -> list[str]:
    """Return the fields that are asked one by one, what matters most first.

    The number of a record is asked only where nobody else could tell it; the rest can be filled in
    on the whole form, which comes last.
    """
    fields = [spec for spec in kind.fields if spec.role is not FieldRole.IDENTIFIER]
    fields.sort(key=lambda spec: spec.role not in ASKED_FIRST)
    return [spec.name for spec in fields]
