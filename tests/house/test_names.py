"""One word, one meaning: words the house does not use."""

import ast
import re
from pathlib import Path

SRC = Path(__file__).resolve().parents[2] / "src" / "duijie"
UNUSED = re.compile(
    r"(^|_)(demand|demands|requirement|requirements|handler|processor|util|utils|helper|helpers|misc)(_|$)"
    r"|^(do|process)_|^(common|base|info|item|manager)$|_(data|info)$"
)


def names_in(path: Path) -> set[str]:
    names = {path.stem}
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef):
            names.add(node.name)
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            names.add(node.id)
        elif isinstance(node, ast.arg):
            names.add(node.arg)
    return names


def snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def test_the_code_uses_only_words_of_the_field() -> None:
    found = {
        f"{path.relative_to(SRC)}: {name}"
        for path in sorted(SRC.rglob("*.py"))
        for name in names_in(path)
        if UNUSED.search(snake(name))
    }
    assert found == set()
