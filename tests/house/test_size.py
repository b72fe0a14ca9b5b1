"""No file and no function grows beyond what one can read at a glance."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted(
    path
    for folder in ("src", "tests", "benchmarks", "examples")
    for path in (ROOT / folder).rglob("*.py")
)


def test_no_file_is_longer_than_400_lines() -> None:
    assert [p for p in SOURCES if len(p.read_text("utf-8").splitlines()) > 400] == []


def functions_longer_than(lines: int, path: Path) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (node.end_lineno or node.lineno) - node.lineno + 1 > lines
    ]


def test_no_function_is_longer_than_60_lines() -> None:
    assert [name for path in SOURCES for name in functions_longer_than(60, path)] == []


@pytest.mark.parametrize("folder", ["src", "tests"])
def test_the_sources_are_found(folder: str) -> None:
    assert any(path.is_relative_to(ROOT / folder) for path in SOURCES)
