"""Identifiers (标识): record ids, credit codes, patent numbers and IPC symbols."""

import re
from dataclasses import dataclass
from enum import StrEnum
from hashlib import blake2b

from duijie.kernel.folding import fold

_BLANKS = re.compile(r"\s+")
# Letters that a credit code never has, and what was most probably meant.
_USCC_MISREAD = str.maketrans("OISZ", "0152")
_PUBLICATION = re.compile(r"^CN(\d{7}|\d{9})([ABCUYSDEHI]\d?)$")
_APPLICATION = re.compile(r"^(?:CN|ZL)*(\d{12}|\d{8})\.?([\dX])?$")
_FOREIGN = re.compile(r"^[A-Z]{2}(?=\d|[A-Z]?\d)[A-Z]?\d{4,13}(?:[A-Z]\d?)?$")
_IPC = re.compile(r"^([A-H])(\d{2})(?:([A-Z])(?:(\d{1,4})(?:/(\d{1,6}))?)?)?$")
_IPC_LONG = re.compile(r"^([A-H]\d{2}[A-Z])(\d{4})(\d{6})$")
_IPC_SEPARATORS = re.compile(r"[;；,，|、\n]+")
_IPC_EDITION = re.compile(r"\([\d.]+\)[A-Z]?$|[（][\d.]+[）][A-Z]?$")


class PatentNumberKind(StrEnum):
    """What a patent number counts (专利号类别)."""

    PUBLICATION = "publication"
    APPLICATION = "application"
    FOREIGN = "foreign"


@dataclass(frozen=True, slots=True)
class PatentNumber:
    """A patent number in its one spelling (专利号).

    `has_valid_check` is False when the written check digit of an application number is wrong, and
    True when it is right or was not written.
    """

    text: str
    kind: PatentNumberKind
    has_valid_check: bool = True


def record_id(kind: str, identifier: str) -> str:
    """Return the id of a record (记录标识) from what identifies it in its own world.

    Blanks are squeezed, so that the same number written twice is the same record.

    >>> record_id("achievement", " 2024-0017 ")
    'achievement:2024-0017'
    """
    if not identifier.isalnum():
        identifier = _BLANKS.sub(" ", identifier.strip())
    return f"{kind}:{identifier}"


def record_id_from_title(kind: str, title: str, organization: str = "") -> str:
    """Return the id of a record without a number: a hash of title and organisation.

    >>> record_id_from_title("need", "防爆电池", "甲公司") == record_id_from_title(
    ...     "need", "防爆 电池", "甲公司")
    True
    """
    parts = [_BLANKS.sub("", fold(part)) for part in (title, organization)]
    return f"{kind}:~{blake2b(chr(31).join(parts).encode(), digest_size=12).hexdigest()}"


def read_uscc(text: str) -> str | None:
    """Return a valid credit code (统一社会信用代码) in its one spelling, else None.

    Blanks, hyphens and full-width signs are removed; O, I, S and Z, which a code never has, are
    read as 0, 1, 5 and 2 when the check character then agrees.

    >>> read_uscc("９１１１ 0000 6000 37341L"), read_uscc("91110000600037341A")
    ('91110000600037341L', None)
    """
    from stdnum.cn import uscc

    if len(text) > 64:
        return None
    code = fold(text).upper()
    if not code.isalnum():
        code = "".join(char for char in code if char.isalnum())
    if len(code) != 18 or not code.isascii():
        return None
    if uscc.is_valid(code):
        return code
    guess = code.translate(_USCC_MISREAD)
    return guess if guess != code and uscc.is_valid(guess) else None


def read_patent_number(text: str) -> PatentNumber | None:
    """Return a patent number in its one spelling, else None.

    Chinese publication numbers (公开/公告号), application numbers (申请号, with or without the
    check digit) and grant numbers (专利号 ZL…, which are application numbers), and foreign
    numbers that start with a country code.

    >>> read_patent_number("ZL 2021 1 0123456.X").has_valid_check
    False
    >>> read_patent_number("cn 109876543 a").text
    'CN109876543A'
    """
    if len(text) > 64:
        return None
    number = "".join(char for char in fold(text).upper() if char.isalnum() or char == ".")
    number = re.sub(r"^(?:专利号|申请号|公开号|公告号)", "", number)
    if match := _PUBLICATION.match(number):
        return PatentNumber(number, PatentNumberKind.PUBLICATION)
    if (match := _APPLICATION.match(number)) and _has_possible_year(match[1]):
        digits, check = match[1], match[2]
        right = application_check_digit(digits)
        valid = check is None or check == right
        return PatentNumber(f"CN{digits}.{right}", PatentNumberKind.APPLICATION, valid)
    plain = number.replace(".", "")
    if _FOREIGN.match(plain) and not plain.startswith(("CN", "ZL")):
        return PatentNumber(plain, PatentNumberKind.FOREIGN)
    return None


def application_check_digit(digits: str) -> str:
    """Return the check digit of a Chinese application number of 8 or 12 digits.

    >>> application_check_digit("200310102344")
    '5'
    """
    weights = "23456789" if len(digits) == 8 else "234567892345"
    total = sum(int(digit) * int(weight) for digit, weight in zip(digits, weights, strict=True))
    return "0123456789X"[total % 11]


def _has_possible_year(digits: str) -> bool:
    if len(digits) == 12:  # year, kind of patent, serial number
        return "2003" <= digits[:4] <= "2099" and digits[4] in "123589"
    return "85" <= digits[:2] <= "99" or digits[:2] <= "03"


def read_ipc(text: str) -> str | None:
    """Return one IPC symbol (国际专利分类号) without blanks or edition, else None.

    >>> read_ipc("g06f 16/33 (2019.01)"), read_ipc("H01M"), read_ipc("X99")
    ('G06F16/33', 'H01M', None)
    """
    if len(text) > 40:
        return None
    symbol = "".join(fold(text).upper().split())
    if "(" in symbol:
        symbol = _IPC_EDITION.sub("", symbol)
    if match := _IPC_LONG.match(symbol):  # G06F0016330000, the form of machine-readable data
        subgroup = match[3].rstrip("0")
        return f"{match[1]}{int(match[2])}/{subgroup.ljust(2, '0')}"
    match = _IPC.match(symbol)
    if match is None:
        return None
    section, number, letter, group, subgroup = match.groups(default="")
    symbol = f"{section}{number}{letter}"
    if group:
        symbol += str(int(group))
    return f"{symbol}/{subgroup}" if subgroup else symbol


def split_ipc(text: str) -> list[str]:
    """Return the written symbols of a list of IPC symbols.

    >>> split_ipc("G06F 16/33; H01M 10/05")
    ['G06F 16/33', 'H01M 10/05']
    """
    return [part.strip() for part in _IPC_SEPARATORS.split(text) if part.strip()]


def show_ipc(symbol: str) -> str:
    """Return a symbol as people write it, with a blank before the group.

    >>> show_ipc("G06F16/33")
    'G06F 16/33'
    """
    return f"{symbol[:4]} {symbol[4:]}" if len(symbol) > 4 else symbol
