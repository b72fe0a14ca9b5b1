"""Cells for spreadsheets: what a file says must not be computed when it is opened."""

# The wide signs too: spreadsheets set to Chinese or Japanese read them as the plain ones.
_FORMULA_STARTS = tuple("=+-@＝＋－＠\t\r\n")
_ON_ONE_LINE = str.maketrans({"\x00": None, "\n": " ", "\r": " "})


def neutralised(cell: str) -> str:
    """Return a cell on one line that no spreadsheet computes: with an apostrophe where needed.

    >>> neutralised("=1+1"), neutralised(" ＝1+1"), neutralised("1+1")
    ("'=1+1", "' ＝1+1", '1+1')
    """
    is_formula = cell.lstrip(" \u3000\x00").startswith(_FORMULA_STARTS)
    shown = cell.translate(_ON_ONE_LINE)
    return f"'{shown}" if is_formula else shown
