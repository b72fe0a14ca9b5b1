"""The template of a kind: a workbook with its headers, what belongs into them, and code lists."""

from io import BytesIO

from duijie.kernel.kinds import FieldSpec, FieldType, kind_named
from duijie.kernel.spreadsheets import neutralised
from duijie.kernel.words import N_, Lang, say

HINTS = {
    FieldType.TEXT: N_("Text, at most %(longest)s characters"),
    FieldType.LONG_TEXT: N_("Text, at most %(longest)s characters"),
    FieldType.KEYWORDS: N_("Words, separated by semicolons"),
    FieldType.CHOICE: N_("One of the values below"),
    FieldType.TRL: N_("A number from 1 to 9"),
    FieldType.MONEY: N_("An amount in yuan, such as 200万元 or 2000000"),
    FieldType.DATE: N_("A day, such as 2024-03-05"),
    FieldType.USCC: N_("The 18 characters of the business licence"),
    FieldType.PATENT_NUMBER: N_("Such as CN109876543A or 202110123456.3"),
    FieldType.REGION: N_("Six digits such as 330402, or province, city and county"),
    FieldType.INDUSTRY: N_("A code of GB/T 4754-2017, such as C26"),
    FieldType.IPC: N_("Such as H01M 10/05; G06F 16/33"),
    FieldType.DISCIPLINE: N_("A code of GB/T 13745-2009, such as 520"),
}
WIDEST = 40
ROWS_CHECKED = 5000


def template_workbook(kind_name: str, lang: Lang) -> bytes:
    """Return the workbook to fill in for a kind: an empty table, and a sheet that explains it."""
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.worksheet.datavalidation import DataValidation

    kind = kind_named(kind_name)
    book = Workbook()
    table = book.worksheets[0]
    table.title = (kind.zh if lang == "zh" else kind.en)[:31]
    table.freeze_panes = "A2"
    for place, spec in enumerate(kind.fields, 1):
        cell = table.cell(1, place, _header(spec, lang))
        cell.font = Font(bold=spec.is_required)
        letter = cell.column_letter
        table.column_dimensions[letter].width = min(WIDEST, 8 + 2 * len(str(cell.value)))
        codes = ",".join(choice.zh if lang == "zh" else choice.en for choice in spec.choices)
        if codes and len(codes) < 250 and '"' not in codes:
            allowed = DataValidation(type="list", formula1=f'"{codes}"', allow_blank=True)
            allowed.showErrorMessage = False  # another spelling may be known too
            table.add_data_validation(allowed)
            allowed.add(f"{letter}2:{letter}{ROWS_CHECKED}")
    notes = book.create_sheet(say(lang, "How to fill it in")[:31])
    notes.append([say(lang, word) for word in (N_("Field"), N_("Needed"), N_("What to write"))])
    for spec in kind.fields:
        notes.append([neutralised(text) for text in _explained(spec, lang)])
    for letter, width in (("A", 24), ("B", 10), ("C", 80)):
        notes.column_dimensions[letter].width = width
    told = BytesIO()
    book.save(told)
    return told.getvalue()


def hint_of(spec: FieldSpec, lang: Lang) -> str:
    """Return what belongs into a field."""
    hint = say(lang, HINTS[spec.type], longest=f"{spec.max_length:,}")
    if not spec.choices:
        return hint
    codes = "; ".join(choice.zh if lang == "zh" else choice.en for choice in spec.choices)
    return f"{hint}: {codes}"


def _header(spec: FieldSpec, lang: Lang) -> str:
    label = spec.zh if lang == "zh" else spec.en
    return f"{label} *" if spec.is_required else label


def _explained(spec: FieldSpec, lang: Lang) -> tuple[str, str, str]:
    label = spec.zh if lang == "zh" else spec.en
    needed = say(lang, "yes") if spec.is_required else ""
    return label, needed, hint_of(spec, lang)
