"""What is declared is imported, what is imported is declared, and the page names it all."""

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src" / "duijie"
PAGE = ROOT / "docs" / "en" / "reference" / "dependencies.md"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
# Functions that load a package whose name is given as a text.
LOADERS = {"import_module", "load_package"}
# Files that name what others load: apps and middleware of Django, the module that a process runs.
NAMING = {"django_settings.py", "database.py", "serving.py"}
# What Django imports by itself for a database that is named.
DRIVERS = {"django.db.backends.postgresql": "psycopg"}
# The kits that ship run under pytest, in the tests of whoever has a backend of their own.
TEST_KIT, TEST_TOOL = "conformance.py", "pytest"


def named(line: str) -> str:
    """Return the name in a line such as `Name>=1.2 ; marker`, in its one spelling."""
    return re.sub(r"[-_.]+", "-", re.split(r"[\s\[<>=!~;]", line.strip(), maxsplit=1)[0]).lower()


def declared(*, with_extras: bool) -> set[str]:
    lines = list(PROJECT["dependencies"])
    if with_extras:
        lines += [line for extra in PROJECT["optional-dependencies"].values() for line in extra]
    return {named(line) for line in lines} - {PROJECT["name"]}


def pinned(file: str) -> set[str]:
    text = (ROOT / "requirements" / file).read_text("utf-8")
    return {named(line) for line in text.splitlines() if re.match(r"[A-Za-z0-9]", line)}


def imported_packages(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
        elif isinstance(node, ast.Call) and node.args:
            name = getattr(node.func, "id", getattr(node.func, "attr", ""))
            package = node.args[0]
            if name in LOADERS and isinstance(package, ast.Constant):
                found.add(str(package.value))
    roots = {name.split(".")[0] for name in found}
    return roots - sys.stdlib_module_names - {PROJECT["name"]}


def packages_named(path: Path) -> set[str]:
    """Return the packages that a file names in texts, as `whitenoise.middleware.…` in settings."""
    texts = {
        node.value
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    roots = {DRIVERS.get(text, text.split(".")[0]) for text in texts}
    return roots & packages_distributions().keys() - {PROJECT["name"]}


def imported() -> dict[str, set[str]]:
    """Return package → files of src that import it, the test tool of the kits aside."""
    places: dict[str, set[str]] = {}
    for path in sorted(SRC.rglob("*.py")):
        named_here = packages_named(path) if path.name in NAMING else set()
        for package in imported_packages(path) | named_here:
            if (path.name, package) != (TEST_KIT, TEST_TOOL):
                places.setdefault(package, set()).add(str(path.relative_to(SRC)))
    return places


def distributions_of(package: str) -> set[str]:
    """Return which distributions give a package; its own name where none is installed."""
    installed = packages_distributions().get(package, [package])
    return {named(distribution) for distribution in installed}


def test_every_import_is_declared() -> None:
    known = declared(with_extras=True)
    strays = {
        package: places
        for package, places in imported().items()
        if not distributions_of(package) & known
    }
    assert strays == {}


def test_every_declared_dependency_is_imported() -> None:
    given = {name for package in imported() for name in distributions_of(package)}
    assert declared(with_extras=True) - given == set()


def test_the_page_names_exactly_the_declared_dependencies() -> None:
    rows = re.findall(r"^\| ([\w.-]+) \|", PAGE.read_text("utf-8"), flags=re.MULTILINE)
    named_on_page = sorted(named(row) for row in rows if row != "package")
    assert named_on_page == sorted(declared(with_extras=True))


def test_the_page_names_exactly_the_tools_of_development() -> None:
    _, _, tools = PAGE.read_text("utf-8").partition("For development: ")
    without_remarks = re.sub(r"\s*\([^)]*\)", "", tools.partition(".\n")[0])
    lines = (ROOT / "requirements" / "dev.in").read_text("utf-8").splitlines()
    asked = {named(line) for line in lines if not line.startswith("-")}
    assert {named(name) for name in without_remarks.split(",")} == asked


def test_every_declared_dependency_is_pinned() -> None:
    assert declared(with_extras=False) - pinned("runtime.txt") == set()
