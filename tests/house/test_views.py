"""A view reads a request and answers it: short, and without a query of its own."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

APP = Path(__file__).resolve().parents[2] / "src" / "duijie" / "app"
LONGEST = 15
VIEWS = sorted(
    path
    for path in APP.rglob("*.py")
    if path.name in ("views.py", "health.py", "pwa.py") or path.parent.name == "views"
)
RESOURCES = sorted((APP / "api" / "resources").glob("*.py"))


def functions_in(source: str) -> Iterator[ast.FunctionDef]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef):
            yield node


def lines_of(function: ast.FunctionDef) -> int:
    """Return how many lines the body of a function has, its docstring left out."""
    body = function.body
    if ast.get_docstring(function, clean=False) is not None:
        body = body[1:]
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


def too_long(source: str) -> list[str]:
    return [one.name for one in functions_in(source) if lines_of(one) > LONGEST]


def asks_models(source: str) -> list[int]:
    """Return the lines in which something asks the manager of a model."""
    return [
        node.lineno
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Attribute) and node.attr in ("objects", "_default_manager")
    ]


@pytest.mark.parametrize("path", VIEWS, ids=lambda path: str(path.relative_to(APP)))
def test_no_view_is_longer_than_15_lines_and_none_asks_a_model(path: Path) -> None:
    source = path.read_text("utf-8")
    assert too_long(source) == []
    assert asks_models(source) == []


@pytest.mark.parametrize("path", RESOURCES, ids=lambda path: path.name)
def test_no_operation_of_the_api_is_longer_and_none_asks_a_model(path: Path) -> None:
    source = path.read_text("utf-8")
    operations = [one for one in functions_in(source) if one.decorator_list]
    assert [one.name for one in operations if lines_of(one) > LONGEST] == []
    assert asks_models(source) == []


def test_what_is_forbidden_is_found() -> None:
    source = "def view(request):\n    '''Say.'''\n" + "    x = Need.objects.all()\n" * 16
    assert too_long(source) == ["view"]
    assert asks_models(source)[0] == 3
    assert too_long(source.rsplit("    x", 1)[0]) == []


def test_the_views_of_every_app_are_looked_at() -> None:
    apps = {path.relative_to(APP).parts[0] for path in VIEWS}
    with_pages = {path.parent.name for path in APP.glob("*/urls.py")}
    assert with_pages - apps == set()
