"""Industries (国民经济行业分类, GB/T 4754-2017): sections and divisions."""

from functools import cache

from duijie.kernel.codes.code_list import CodeEntry, CodeList, fold_name

INDUSTRIES = CodeList("industries.tsv")


def read_industry(text: str) -> str | None:
    """Return section letter and digits of the industry that a code or name means, else None.

    Groups and classes (three and four digits) are accepted by their division.

    >>> read_industry("2614"), read_industry("C26"), read_industry("化学原料和化学制品制造业")
    ('C2614', 'C26', 'C26')
    """
    text = text.strip()
    code = text[:5].upper().rstrip()
    for length in range(len(code), 0, -1):
        if text[length : length + 1].isascii() and text[length : length + 1].isalnum():
            continue
        known = _known_code(code[:length].rstrip())
        if known:
            return known
    return _by_name(text)


def _known_code(code: str) -> str | None:
    if len(code) == 1:
        return code if code in INDUSTRIES else None
    digits = code[1:] if code[0].isalpha() else code
    if not (2 <= len(digits) <= 4 and digits.isascii() and digits.isdigit()):
        return None
    division = _divisions().get(digits[:2])
    return division.code[0] + digits if division else None


def _by_name(text: str) -> str | None:
    # "制造业-化学原料和化学制品制造业", "制造业/医药制造业": the last part is the narrowest.
    whole = fold_name(text)
    last = fold_name(text.replace("/", "-").replace(">", "-").replace("—", "-").split("-")[-1])
    for name in (whole, last):
        entries = INDUSTRIES.by_name.get(name) or _short_names().get(name)
        if entries:
            return max(entries, key=lambda entry: (len(entry.code), entry.code)).code
    return None


@cache
def _divisions() -> dict[str, CodeEntry]:
    return {entry.code[1:]: entry for entry in INDUSTRIES if len(entry.code) == 3}


@cache
def _short_names() -> dict[str, tuple[CodeEntry, ...]]:
    """Return entries by name without the closing 业 or 制造业 (化学纤维, 医药)."""
    names: dict[str, tuple[CodeEntry, ...]] = {}
    for entry in INDUSTRIES:
        for ending in ("制造业", "业"):
            name = fold_name(entry.zh).removesuffix(ending)
            if len(name) > 1 and name != fold_name(entry.zh):
                names[name] = (*names.get(name, ()), entry)
    return names
