"""Requests of an evaluation (评测请求): what is asked, in words, from a JSON Lines or TSV file."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from duijie.kernel.words import N_
from duijie.learn.evaluation.noise import Labelled
from duijie.learn.evaluation.slices import Slices, age_slice, industries, slices_by_text
from duijie.learn.evaluation.tables import read_table

# How files of pairs write a title without any content word.
NO_TITLE: Final = "N"


@dataclass(frozen=True, slots=True)
class AskedRequest:
    """One request in words (评测请求), with what slices are made of."""

    request_id: str
    title: str
    text: str
    industry_code: str = ""
    dated_on: date | None = None

    @property
    def full_text(self) -> str:
        """Return title and text as one."""
        return f"{self.title}\n{self.text}".strip()


def read_requests(path: Path) -> list[AskedRequest]:
    """Return the requests of a file: `id`, `title`, `text`; also `industry_code` and `dated_on`.

    Raises:
        LearnFileError: a request comes twice, has no words, or a date is none.
    """
    found: dict[str, AskedRequest] = {}
    for row in read_table(path, ("id",)):
        request_id, day = row.text("id").strip(), row.optional("dated_on").strip()
        try:
            dated_on = date.fromisoformat(day) if day else None
        except ValueError as error:
            raise row.error(
                N_("the field %(field)s holds “%(value)s”, which is no date"),
                N_("Write dates as 2026-05-01."),
                field="dated_on",
                value=day,
            ) from error
        request = AskedRequest(
            request_id,
            row.optional("title").strip(),
            row.optional("text").strip(),
            row.optional("industry_code").strip(),
            dated_on,
        )
        if not request.full_text:
            raise row.error(
                N_("request %(id)s has neither title nor text"),
                N_("Fill one of them in, or take the row out."),
                id=request_id,
            )
        if request_id in found:
            raise row.error(
                N_("request %(id)s comes a second time"),
                N_("Keep one row for each request."),
                id=request_id,
            )
        found[request_id] = request
    return list(found.values())


def slices_of(requests: Iterable[AskedRequest], today: date) -> tuple[Slices, ...]:
    """Return the slices that the requests themselves give: length, language, industry, age."""
    asked = list(requests)
    made = [*slices_by_text({one.request_id: one.full_text for one in asked})]
    if any(one.industry_code for one in asked):
        made.append(industries((one.request_id, one.industry_code) for one in asked))
    if any(one.dated_on for one in asked):
        ages = {one.request_id: age_slice(one.dated_on, today) for one in asked}
        made.append(Slices("age", ages))
    return tuple(made)


def read_labelled(path: Path) -> list[Labelled]:
    """Return the (need, title, level) rows of a file of judged pairs, for the noise ceiling.

    Columns: `rid`, `ach_title_tokens`, `level`; a row without a title or a level is passed over.

    Raises:
        LearnFileError: a column is missing or a level is wrong.
    """
    labelled = []
    for row in read_table(path, ("rid", "ach_title_tokens")):
        title = row.optional("ach_title_tokens").strip()
        if row.optional("level").strip() and title and title != NO_TITLE:
            level = row.whole("level", least=1, most=4)
            labelled.append((row.text("rid").strip(), title, level))
    return labelled
