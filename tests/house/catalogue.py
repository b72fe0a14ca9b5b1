"""The Chinese catalogue: what the sources say and what is translated."""

import io
import re
import sys
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ROOT / "src" / "duijie"
PO = SOURCES / "locale" / "zh" / "LC_MESSAGES" / "duijie.po"
MO = PO.with_suffix(".mo")
KEYWORDS = {
    "N_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "say": (2,),
    "say_now": None,
    "later": None,
    "Phrase": None,
}
# `{% say "..." %}` in a template, in one kind of quotes or the other.
SAID = re.compile(r"""\{%\s*say\s+(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')""")
NO_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)
PLACE = re.compile(r"%\((\w+)\)[#0\- +]*\d*(?:\.\d+)?[a-zA-Z]")


def said_in_sources() -> set[str]:
    """Return every English source string that people may read."""
    found = extract_from_dir(str(SOURCES), [("**.py", "python")], keywords=KEYWORDS)  # type: ignore[arg-type]
    texts = [message for _, _, message, _, _ in found]
    said = {text if isinstance(text, str) else text[0] for text in texts}
    return said | said_in_templates()


def said_in_templates() -> set[str]:
    """Return every English source string of the templates and of the texts beside them."""
    said: set[str] = set()
    for path in sorted(SOURCES.rglob("templates/**/*")):
        if path.is_file():
            found = SAID.findall(path.read_text("utf-8"))
            said |= {(double or single).replace('\\"', '"') for double, single in found}
    return said


def read_catalogue() -> Catalog:
    """Return the Chinese catalogue as it stands in the tree."""
    if not PO.exists():
        return Catalog(locale="zh_Hans_CN", project="Duijie", charset="utf-8")
    with PO.open("rb") as file:
        return read_po(file, locale="zh_Hans_CN")


def translations() -> dict[str, str]:
    """Return source string → Chinese."""
    return {str(m.id): str(m.string) for m in read_catalogue() if m.id}


def places(text: str) -> set[str]:
    """Return the named places of a message."""
    return set(PLACE.findall(text))


def compiled(catalogue: Catalog) -> bytes:
    """Return the bytes of the compiled catalogue: the same at any time."""
    # Babel writes the moment of reading where the catalogue names none.
    catalogue.creation_date = NO_MOMENT
    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def update() -> int:
    """Bring the catalogue in line with the sources; return how many strings lack a translation."""
    known, fresh = translations(), Catalog(locale="zh_Hans_CN", project="Duijie", charset="utf-8")
    for text in sorted(said_in_sources()):
        fresh.add(text, known.get(text, ""))
    PO.parent.mkdir(parents=True, exist_ok=True)
    with PO.open("wb") as file:
        write_po(file, fresh, width=0, ignore_obsolete=True)
    text = re.sub(
        r'^"[^"]*(?:-Date|Generated-By):.*\n|^#(?! -\*-|,).*\n|^#, fuzzy\n',
        "",
        PO.read_text("utf-8"),
        flags=re.MULTILINE,
    )
    PO.write_text(text, "utf-8")
    MO.write_bytes(compiled(read_catalogue()))
    return sum(1 for text in translations().values() if not text)


if __name__ == "__main__":
    missing = update()
    sys.stdout.write(f"{missing} strings without a Chinese translation in {PO.relative_to(ROOT)}\n")
    sys.exit(1 if missing else 0)
