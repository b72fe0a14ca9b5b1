"""Hostile workbooks, and files that unpack to far more than they seem."""

import gzip
import random
import zipfile
from collections.abc import Callable, Iterable
from datetime import date, datetime
from pathlib import Path

from openpyxl import Workbook

from tests.ingest.hostile.case import GOOD, HEADER, MAPPING, SOURCE, HostileFile

HEADERS = HEADER.strip().split(",")
CELLS = ["N1", "防爆电池", "不起火", 200, 6, date(2026, 12, 31), "嘉兴市"]
MEGABYTE = 1024 * 1024


def saved(fill: Callable[[Workbook], None]) -> Callable[[Path], None]:
    def build(path: Path) -> None:
        book = Workbook()
        fill(book)
        book.save(path)

    return build


def _plain(book: Workbook) -> None:
    for row in (HEADERS, CELLS):
        book.active.append(row)


def _merged(book: Workbook) -> None:
    sheet = book.active
    sheet.append(["2026 年技术需求汇总表"])
    sheet.merge_cells("A1:G1")
    sheet.append([])
    sheet.append([*HEADERS[:3], "条件", None, *HEADERS[5:]])
    sheet.append([None, None, None, HEADERS[3], HEADERS[4], None, None])
    sheet.append(CELLS)


def _second_sheet(book: Workbook) -> None:
    book.active.title = "说明"
    sheet = book.create_sheet("数据")
    for row in (HEADERS, CELLS):
        sheet.append(row)


def _notes_first(book: Workbook) -> None:
    book.active.title = "填写说明"
    for note in ("请逐行填写", "带 * 的为必填", "日期写作 2026-12-31"):
        book.active.append([note, "见下"])
    sheet = book.create_sheet("数据")
    for row in (HEADERS, CELLS):
        sheet.append(row)


def _formulas(book: Workbook) -> None:
    book.active.append(HEADERS)
    book.active.append(["N1", "电池", '=HYPERLINK("http://x")', "=1+1", 6, "=TODAY()", "嘉兴"])


def _typed(book: Workbook) -> None:
    book.active.append(HEADERS)
    book.active.append([1.0, "电池", True, 200.5, 6.0, datetime(2026, 12, 31, 8, 30), 330402])  # noqa: DTZ001
    book.active.append(["N2", "膜", "#N/A", "200-300", "七级", 45356, "浙江省杭州市"])


def _far_cell(book: Workbook) -> None:
    _plain(book)
    book.active.cell(row=20_000, column=16_000, value="x")


def _blank_book(book: Workbook) -> None:
    book.active.title = "空"


def _no_title(book: Workbook) -> None:
    book.active.append(["甲", "乙"])
    book.active.append([1, 2])


def archive(parts: Iterable[tuple[str, bytes | int]]) -> Callable[[Path], None]:
    """Return what writes a zip; a number stands for that many packed blanks."""

    def build(path: Path) -> None:
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
            for name, content in parts:
                with packed.open(name, "w", force_zip64=True) as part:
                    if isinstance(content, bytes):
                        part.write(content)
                        continue
                    for _ in range(content // MEGABYTE):
                        part.write(b" " * MEGABYTE)

    return build


def shared_strings(path: Path) -> None:
    """Write a workbook as spreadsheet programs do: texts in a part of their own."""
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    packages = "http://schemas.openxmlformats.org/package/2006"
    sheets = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    texts = [*HEADERS[:3], "N1", "防爆电池", "不起火 " * 300]
    rows = "".join(
        f'<row r="{row}">'
        + "".join(f'<c r="{"ABC"[c]}{row}" t="s"><v>{3 * (row - 1) + c}</v></c>' for c in range(3))
        + "</row>"
        for row in (1, 2)
    )
    office = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    overrides = "".join(
        f'<Override PartName="/xl/{part}.xml" ContentType="{office}.{kind}+xml"/>'
        for part, kind in (
            ("workbook", "sheet.main"),
            ("worksheets/sheet1", "worksheet"),
            ("sharedStrings", "sharedStrings"),
        )
    )
    relations = "".join(
        f'<Relationship Id="r{number}" Type="{kinds}/{kind}" Target="{target}"/>'
        for number, kind, target in (
            (1, "worksheet", "worksheets/sheet1.xml"),
            (2, "sharedStrings", "sharedStrings.xml"),
        )
    )
    strings = "".join(f"<si><t>{text}</t></si>" for text in texts)
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{packages}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{overrides}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{packages}/relationships"><Relationship Id="r1" '
        f'Type="{kinds}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{sheets}" xmlns:r="{kinds}"><sheets>'
        '<sheet name="需求" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{packages}/relationships">{relations}'
        "</Relationships>",
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{sheets}"><sheetData>{rows}</sheetData>'
        "</worksheet>",
        "xl/sharedStrings.xml": f'<sst xmlns="{sheets}">{strings}</sst>',
    }
    archive((name, content.encode()) for name, content in parts.items())(path)


def _with_sheet(change: Callable[[bytes], Iterable[bytes]]) -> Callable[[Path], None]:
    """Return what writes a plain workbook whose sheet is changed, piece by piece."""

    def build(path: Path) -> None:
        saved(_plain)(path)
        with zipfile.ZipFile(path) as packed:
            parts = {name: packed.read(name) for name in packed.namelist()}
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
            sheet = parts.pop("xl/worksheets/sheet1.xml")
            for name, content in parts.items():
                packed.writestr(name, content)
            with packed.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
                for piece in change(sheet):
                    part.write(piece)

    return build


def _noisy(count: int) -> Iterable[bytes]:
    """Yield megabytes that pack less than two hundred times, as a careful bomb does."""
    draw = random.Random(1)
    for _ in range(count):
        yield bytes(draw.choices(b"abcdefgh", k=30_000)).ljust(MEGABYTE, b"a")


def _huge_cell(opened: bytes, closed: bytes) -> Callable[[bytes], Iterable[bytes]]:
    def change(sheet: bytes) -> Iterable[bytes]:
        head, end, tail = sheet.partition(b"</sheetData>")
        yield head + b'<row r="3"><c r="A3" t="inlineStr"><is><t>' + opened
        yield from _noisy(50)
        yield closed + b"</t></is></c></row>" + end + tail

    return change


def _hidden_rows(sheet: bytes) -> Iterable[bytes]:
    """Yield a cell of 50 MB in which <row> stands as words."""
    for piece in _huge_cell(b"<![CDATA[", b"]]>")(sheet):
        yield piece.replace(b"aaaa", b"<row", 1) if len(piece) == MEGABYTE else piece


def _last_row_of_all(sheet: bytes) -> Iterable[bytes]:
    yield sheet.replace(b"</sheetData>", b'<row r="3000000000"><c/></row></sheetData>')


def _long_remark(sheet: bytes) -> Iterable[bytes]:
    yield b"<!--"
    yield from _noisy(30)
    yield b"-->" + sheet[sheet.index(b"<worksheet") :]


def damaged(start: int, length: int) -> Callable[[Path], None]:
    def build(path: Path) -> None:
        saved(_plain)(path)
        content = bytearray(path.read_bytes())
        content[start : start + length] = b"\x00" * length
        path.write_bytes(bytes(content))

    return build


def _half(path: Path) -> None:
    saved(_plain)(path)
    path.write_bytes(path.read_bytes()[:2000])


def _entities(path: Path) -> None:
    """Write a workbook whose sheet expands one word a thousand million times."""
    saved(_plain)(path)
    with zipfile.ZipFile(path) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    laughs = "".join(
        f'<!ENTITY l{n} "{"".join(f"&l{n - 1};" for _ in range(10))}">' for n in range(1, 10)
    )
    sheet = parts["xl/worksheets/sheet1.xml"].decode()
    body = sheet[sheet.index("<worksheet") :].replace("<v>", "<v>&l9;", 1)
    parts["xl/worksheets/sheet1.xml"] = (
        f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY l0 "lol">{laughs}]>{body}'.encode()
    )
    archive(parts.items())(path)


def _packed_bomb(path: Path) -> None:
    with gzip.open(path, "wb", compresslevel=6) as packed:
        packed.write((HEADER + GOOD).encode())
        for _ in range(100):
            packed.write(b"x" * MEGABYTE)


def _packed_rows(path: Path) -> None:
    with gzip.open(path, "wb", compresslevel=6) as packed:
        packed.write(HEADER.encode())
        for _ in range(2):
            packed.write(b"\n" * MEGABYTE)


def _long_cells(path: Path) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write(HEADER + "N1,电池," + "很长" * 5_000_000 + ",1,6,2026,嘉兴\n" + GOOD)
        file.write('N3,膜,"' + ("很长" * 200 + "\n") * 10_000 + '",1,6,2026,嘉兴\n')


def _long_line(path: Path) -> None:
    with path.open("wb") as file:
        file.write(HEADER.encode())
        for _ in range(20):
            file.write(b"x" * MEGABYTE)


def _long_json(path: Path) -> None:
    with path.open("w", encoding="utf-8") as file:
        file.write('{"id":"1","title":"甲"}\n{"id":"2","title":"' + "x" * 12_000_000 + '"}\n')
        file.write('{"id":"3","title":"乙"}\n')


def heavy(
    name: str, build: Callable[[Path], None], *codes: str, error: str = "",
    accepted: int | None = None,
) -> HostileFile:  # fmt: skip
    return HostileFile(name, build, error, frozenset(codes), accepted, is_heavy=True)


BOOK = ("xl/workbook.xml", b"<workbook/>")
WORKBOOKS: tuple[HostileFile, ...] = (
    HostileFile("plain.xlsx", saved(_plain), accepted=1),
    HostileFile("shared-strings.xlsx", shared_strings, accepted=1),
    HostileFile("workbook-named-csv.csv", saved(_plain), accepted=1),
    HostileFile("merged-headers.xlsx", saved(_merged), accepted=1),
    HostileFile("data-on-the-second-sheet.xlsx", saved(_second_sheet), accepted=1),
    HostileFile("notes-on-the-first-sheet.xlsx", saved(_notes_first), accepted=1),
    HostileFile("formulas.xlsx", saved(_formulas), accepted=1),
    HostileFile("typed-cells.xlsx", saved(_typed), codes=frozenset({"P-DATE-SERIAL"}), accepted=2),
    HostileFile("blank.xlsx", saved(_blank_book), error=SOURCE),
    HostileFile("no-title.xlsx", saved(_no_title), error=MAPPING),
    HostileFile("cut-off.xlsx", _half, error=SOURCE),
    HostileFile("damaged.xlsx", damaged(200, 400), error=SOURCE),
    HostileFile("not-a-workbook.xlsx", archive([("a.txt", b"x")]), error=SOURCE),
    HostileFile("hollow.xlsx", archive([BOOK]), error=SOURCE),
    HostileFile("broken-xml.xlsx", archive([BOOK, ("[Content_Types].xml", b"<Types")]), error=SOURCE),
    heavy("entities.xlsx", _entities, error=SOURCE),
    heavy("far-cell.xlsx", saved(_far_cell), "P-ROW-LONG", accepted=1),
    heavy("bomb.xlsx", archive([BOOK, ("xl/worksheets/sheet1.xml", 80 * MEGABYTE)]), error=SOURCE),
    heavy("strings-bomb.xlsx", archive([BOOK, ("xl/sharedStrings.xml", 40 * MEGABYTE)]),
          error=SOURCE),
    heavy("fifty-megabyte-cell.xlsx", _with_sheet(_huge_cell(b"", b"")), error=SOURCE),
    heavy("rows-in-a-cell.xlsx", _with_sheet(_hidden_rows), error=SOURCE),
    heavy("row-three-thousand-million.xlsx", _with_sheet(_last_row_of_all), error=SOURCE),
    heavy("remark-before-the-sheet.xlsx", _with_sheet(_long_remark), error=SOURCE),
    heavy("bomb.csv.gz", _packed_bomb, error=SOURCE),
    heavy("two-million-blank-lines.csv.gz", _packed_rows, accepted=0),
    heavy("ten-megabyte-cells.csv", _long_cells, "P-CELL-LONG"),
    heavy("one-endless-line.csv", _long_line, "P-CELL-LONG", accepted=0),
    heavy("twelve-megabyte-value.jsonl", _long_json, "P-CELL-LONG", accepted=2),
)  # fmt: skip
