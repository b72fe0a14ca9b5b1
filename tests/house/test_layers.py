"""Engines and drivers stay behind the doors of `backends/` and `adapters/`."""

import ast
import subprocess
import sys
from pathlib import Path

SRC = Path(__file__).resolve().parents[2] / "src" / "duijie"
ENGINES = {
    "tantivy", "turbovec", "faiss", "psycopg", "httpx", "requests", "urllib3", "onnxruntime",
    "sentence_transformers", "tokenizers", "torch", "openai", "ray",
}  # fmt: skip
HEAVY = ENGINES | {"django", "numpy", "scipy", "pint", "openpyxl", "rjieba", "opencc"}


def imports_of(path: Path) -> list[tuple[str, bool]]:
    """Return the packages a file imports, and whether at the top of the module."""
    tree = ast.parse(path.read_text("utf-8"))
    at_top = {id(node) for node in tree.body}
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found += [(alias.name.split(".")[0], id(node) in at_top) for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.append((node.module.split(".")[0], id(node) in at_top))
    return found


def test_engines_are_imported_only_in_backends_and_adapters() -> None:
    strays = [
        f"{path.relative_to(SRC)}: {package}"
        for path in sorted(SRC.rglob("*.py"))
        if not {"backends", "adapters"} & set(path.relative_to(SRC).parts)
        for package, _ in imports_of(path)
        if package in ENGINES
    ]
    assert strays == []


def test_engines_are_imported_only_when_one_is_opened() -> None:
    strays = [
        f"{path.relative_to(SRC)}: {package}"
        for path in sorted(SRC.rglob("*.py"))
        for package, at_top in imports_of(path)
        if package in ENGINES and at_top
    ]
    assert strays == []


def loaded_after(statement: str) -> set[str]:
    code = f"{statement}\nimport sys\nprint(' '.join(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    return {name.split(".")[0] for name in done.stdout.split()}


def test_importing_duijie_loads_nothing_heavy() -> None:
    assert loaded_after("import duijie") & HEAVY == set()
