"""Disciplines (学科分类与代码, GB/T 13745-2009): first level."""

from duijie.kernel.codes.code_list import CodeList, fold_name

DISCIPLINES = CodeList("disciplines.tsv")


def read_discipline(text: str) -> str | None:
    """Return the code that a code or name means; None when it means none.

    Codes of the second and third level (5 and 7 digits, dots allowed) are accepted by their
    first three digits.

    >>> read_discipline("520.30"), read_discipline("计算机科学技术")
    ('52030', '520')
    """
    text = text.strip()
    digits = text.replace(".", "")
    if digits.isascii() and digits.isdigit():
        known = len(digits) in (3, 5, 7) and digits[:3] in DISCIPLINES
        return digits if known else None
    code = text[:3]
    if code in DISCIPLINES and not text[3:4].isdigit():  # "520 计算机科学技术"
        return code
    entries = DISCIPLINES.by_name.get(fold_name(text), ())
    return entries[0].code if entries else None
