"""Needs and achievements as judges see them (标注文本): read, checked, kept with the round."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from duijie.kernel.documents import Document
from duijie.kernel.errors import LearnFileError
from duijie.kernel.words import N_
from duijie.learn.evaluation.lines import read_lines, row_error, shortened


@dataclass(frozen=True, slots=True)
class ShownText:
    """What a judge sees of a need or an achievement (标注文本): never whose it is.

    A well-known holder must not earn a level, so the holder is left out.
    """

    text_id: str
    title: str
    text: str = ""
    keywords: tuple[str, ...] = ()
    trl: int | None = None
    year: int | None = None


def shown(document: Document, text_id: str = "") -> ShownText:
    """Return what judges see of a document."""
    return ShownText(
        text_id or document.record_id,
        document.title,
        document.text,
        document.keywords,
        document.trl,
        document.dated_on.year if document.dated_on else None,
    )


def read_texts(file: Path) -> list[ShownText]:
    """Return the needs or achievements of a JSON Lines file with `id`, `title` and `text`.

    Raises:
        SourcePathError: there is no file to be read there.
        LearnFileError: a line is no such object, or an id stands twice.
    """
    rows: dict[str, int] = {}
    texts: list[ShownText] = []
    for row, line in read_lines(file):
        text = _checked(file, row, line)
        if text.text_id in rows:
            raise row_error(
                file,
                row,
                N_("the id “%(id)s” stands in row %(first)d already"),
                N_("Remove one of the two rows."),
                id=shortened(text.text_id),
                first=rows[text.text_id],
            )
        rows[text.text_id] = row
        texts.append(text)
    return texts


def _checked(file: Path, row: int, line: str) -> ShownText:
    def wrong(why: str, **values: object) -> LearnFileError:
        remedy = N_('Write each row as {"id": "N1", "title": "…", "text": "…"}.')
        return row_error(file, row, why, remedy, **values)

    try:
        fields = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise wrong(N_("this is no JSON")) from error
    if not isinstance(fields, dict):
        raise wrong(N_("this is no object with id, title and text"))
    if type(fields.get("id")) is int:
        fields["id"] = str(fields["id"])
    for name in ("id", "title", "text"):
        if not isinstance(fields.get(name, None if name == "id" else ""), str):
            raise wrong(N_("the field %(field)s is missing or no text"), field=name)
    text_id = fields["id"].strip()
    if text_id.split() != [text_id]:
        raise wrong(N_("the id “%(id)s” is empty or has spaces in it"), id=shortened(fields["id"]))
    title, text = fields.get("title", ""), fields.get("text", "")
    if not (title.strip() or text.strip()):
        raise wrong(N_("title and text are both empty"))
    return ShownText(text_id, title, text)


def text_fields(text: ShownText) -> dict[str, object]:
    """Return a text as the fields of a line; what it lacks is left out."""
    optional = {"keywords": list(text.keywords), "trl": text.trl, "year": text.year}
    return {
        "id": text.text_id,
        "title": text.title,
        "text": text.text,
        **{name: value for name, value in optional.items() if value},
    }


def text_from(fields: Mapping[str, Any]) -> ShownText:
    """Return a text from the fields of a line that a round keeps."""
    return ShownText(
        str(fields["id"]),
        str(fields["title"]),
        str(fields["text"]),
        tuple(map(str, fields.get("keywords", ()))),
        fields.get("trl"),
        fields.get("year"),
    )


def by_id(texts: Sequence[ShownText]) -> dict[str, ShownText]:
    """Return texts by their id."""
    return {text.text_id: text for text in texts}
