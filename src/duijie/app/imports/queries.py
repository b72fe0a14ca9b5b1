"""Reads: imports, and what their pages show."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q

from duijie.app.accounts.models import RegisteredOrganization
from duijie.app.imports import store
from duijie.app.imports.models import FileImport
from duijie.app.imports.permissions import OFFICIALS
from duijie.app.jobs.queries import shown
from duijie.app.records.models import State
from duijie.app.records.queries import titles_of
from duijie.app.records.rows import table_of
from duijie.app.shared.actors import Actor, Role
from duijie.app.shared.permissions import allowed, require
from duijie.ingest import PROBLEM_CODES, Source, preview
from duijie.kernel.errors import GoneError
from duijie.kernel.kinds import KINDS, FieldSpec, Value, kind_named
from duijie.kernel.problems import Problem, Severity
from duijie.kernel.words import N_, Lang, say

SHOWN_ROWS = 50
SHOWN_IMPORTS = 50
LONGEST_CELL = 80
PLATFORM = N_("the platform itself")


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A cell of the preview (单元格): what it will be, and what is wrong with it in words."""

    text: str
    sign: str  # "", wrong or unsure
    said: tuple[str, ...]
    label: str


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row of the preview (预览行)."""

    row: int
    is_rejected: bool
    cells: tuple[ShownCell, ...]
    said: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownPreview:
    """The first rows of a file as they will be (预览)."""

    columns: tuple[str, ...]
    rows: tuple[ShownRow, ...]


@dataclass(frozen=True, slots=True)
class ShownProblem:
    """How often one thing is wrong, and what to do about it (问题统计)."""

    count: int
    what: str
    remedy: str


@dataclass(frozen=True, slots=True)
class ImportLine:
    """An import in a list (导入记录)."""

    what: FileImport
    kind: str
    step: str


def import_of(actor: Actor, import_id: UUID) -> FileImport:
    """Return an import that the actor may see.

    Raises:
        GoneError: there is none, or not for them.
    """
    rows = FileImport.objects.select_related("organization", "asked_by", "job", "job__owner", "run")
    what = rows.filter(pk=import_id).first()
    if what is None or not allowed(actor, "imports.see", what):
        raise GoneError(thing=N_("import"), name=str(import_id))
    return what


def imports_of(actor: Actor, lang: Lang) -> list[ImportLine]:
    """Return the newest imports that the actor may see; one query."""
    require(actor, "imports.list")
    own = Q(organization_id__in=actor.organizations | actor.assigned)
    if actor.has(Role.OPERATOR):
        own |= Q(organization=None)
    if actor.has(*OFFICIALS):
        own |= Q(step__in=(FileImport.Step.DONE, FileImport.Step.UNDONE))
    rows = FileImport.objects.select_related("organization", "asked_by").filter(own)
    names = dict(kind_names(lang))
    newest = rows.order_by("-uploaded_at")[:SHOWN_IMPORTS]
    return [
        ImportLine(what, names[what.kind], say(lang, what.get_step_display())) for what in newest
    ]


def owners_for(actor: Actor, lang: Lang) -> list[tuple[str, str]]:
    """Return for whom the actor may import: key and name, the own organisations first."""
    ids = actor.organizations | actor.assigned
    found = RegisteredOrganization.objects.filter(pk__in=ids).order_by("name")
    owners = [(str(pk), name) for pk, name in found.values_list("pk", "name")]
    owners.sort(key=lambda owner: int(owner[0]) not in actor.organizations)
    if actor.has(Role.OPERATOR):
        owners.append(("", say(lang, PLATFORM)))
    return owners


def kind_names(lang: Lang) -> list[tuple[str, str]]:
    """Return the kinds of record and what they are called."""
    return [(kind.name, kind.zh if lang == "zh" else kind.en) for kind in KINDS.values()]


def kind_name(kind: str, lang: Lang) -> str:
    """Return what a kind of record is called."""
    return dict(kind_names(lang))[kind]


def examples_of(source: Source, most: int = 3) -> list[str]:
    """Return for each column some of its first values."""
    shown = []
    for place in range(len(source.headers)):
        values = (row[place].strip() for row in source.sample if place < len(row))
        some = list(dict.fromkeys(" ".join(value.split())[:40] for value in values if value))
        shown.append(" · ".join(some[:most]))
    return shown


def preview_of(what: FileImport, lang: Lang) -> ShownPreview:
    """Return the first fifty rows as they will be."""
    source, mapping = store.source_of(what), store.mapping_of(what)
    kind = kind_named(what.kind)
    specs = [kind.field(use.field) for use in mapping.used]
    places = [source.headers.index(use.header) for use in mapping.used]
    rows = preview(source, mapping, limit=SHOWN_ROWS, visibility=what.visibility)
    found = []
    for row in rows:
        wrong: dict[str, list[Problem]] = {}
        for problem in row.problems:
            wrong.setdefault(problem.field, []).append(problem)
        cells = tuple(
            _cell(spec, row.values, _raw(row.cells, place), wrong.pop(spec.name, []), lang)
            for spec, place in zip(specs, places, strict=True)
        )
        rest = tuple(_said(problem, lang) for left in wrong.values() for problem in left)
        found.append(ShownRow(row.row, not row.record_id, cells, rest))
    return ShownPreview(tuple(_label(spec, lang) for spec in specs), tuple(found))


def preview_page(actor: Actor, what: FileImport, lang: Lang) -> dict[str, object]:
    """Return what the preview of an import shows."""
    return {
        "what": what,
        "kind": kind_name(what.kind, lang),
        "job": shown(what.job, lang) if what.job else None,
        "preview": preview_of(what, lang),
        "counts": what.checked,
        "problems": problems_of(what.checked, lang),
        "may_publish": allowed(actor, "imports.publish_at_once"),
    }


def outcome_of(actor: Actor, what: FileImport, lang: Lang) -> dict[str, object]:
    """Return what the page of an import that was begun shows."""
    job = shown(what.job, lang) if what.job else None
    is_quiet = job is None or job.is_ended
    states = counts_by_state(what) if what.step == FileImport.Step.DONE and is_quiet else {}
    may_change = allowed(actor, "imports.change", what)
    return {
        "what": what,
        "kind": kind_name(what.kind, lang),
        "job": job,
        "is_quiet": is_quiet,
        "counts": what.report,
        "problems": problems_of(what.report, lang),
        "errors_files": errors_files(what) if may_change else [],
        "drafts": states.get(State.DRAFT, 0) if may_change else 0,
        "handed_in": states.get(State.UNDER_REVIEW, 0) if allowed(actor, "records.review") else 0,
        "kept": kept_records(what) if what.step == FileImport.Step.UNDONE else [],
        "may_change": may_change,
    }


def problems_of(counts: Mapping[str, object], lang: Lang) -> list[ShownProblem]:
    """Return what is wrong in the whole file, the most frequent first."""
    stored = counts.get("problem_counts")
    by_code = Counter(stored if isinstance(stored, Mapping) else {})
    return [
        ShownProblem(count, PROBLEM_CODES[code].what_in(lang), PROBLEM_CODES[code].remedy_in(lang))
        for code, count in by_code.most_common()
        if code in PROBLEM_CODES
    ]


def kept_records(what: FileImport) -> list[tuple[str, str]]:
    """Return the records that a taking back left alone: id and title."""
    ids = [str(name) for name in what.taken_back.get("kept", [])]
    titles = titles_of(ids)
    return [(name, titles.get(name, name)) for name in ids]


def counts_by_state(what: FileImport) -> dict[str, int]:
    """Return how many of the records that an import brought in are drafts and under review."""
    if what.run_id is None:
        return {}
    states = (State.DRAFT, State.UNDER_REVIEW)
    rows = table_of(what.kind).model.objects.filter(first_run_id=what.run_id, state__in=states)  # type: ignore[attr-defined]
    counted = rows.order_by().values_list("state").annotate(many=Count("pk"))
    return {str(state): int(many) for state, many in counted}


def errors_files(what: FileImport) -> list[str]:
    """Return which files of errors there are, by how their names end."""
    folder = store.folder_of(what.pk)
    return [name.rpartition(".")[2] for name in store.ERRORS if (folder / name).exists()]


def errors_file(what: FileImport, ending: str) -> bytes:
    """Return a file of errors.

    Raises:
        GoneError: there is none.
    """
    file = store.folder_of(what.pk) / f"errors.{ending}"
    if ending not in errors_files(what):
        raise GoneError(thing=N_("file"), name=file.name)
    return file.read_bytes()


def _cell(
    spec: FieldSpec, values: Mapping[str, Value], raw: str, wrong: list[Problem], lang: Lang
) -> ShownCell:
    text = _worded(spec, values.get(spec.name), lang) if values else raw
    is_lost = any(problem.severity is not Severity.NOTED and not text for problem in wrong)
    sign = "" if not wrong else "wrong" if is_lost or not values else "unsure"
    shown = (text or raw)[:LONGEST_CELL]
    said = tuple(_said(problem, lang) for problem in wrong)
    return ShownCell(shown, sign, said, _label(spec, lang))


def _said(problem: Problem, lang: Lang) -> str:
    meaning = PROBLEM_CODES[problem.code]
    return f"{meaning.what_in(lang)} {meaning.remedy_in(lang)}"


def _worded(spec: FieldSpec, value: Value, lang: Lang) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple):
        return "; ".join(value)
    if isinstance(value, date):
        return value.isoformat()
    for choice in spec.choices:
        if choice.code == value:
            return choice.zh if lang == "zh" else choice.en
    return f"{value:,}" if isinstance(value, int) and spec.name.endswith("_yuan") else str(value)


def _raw(cells: tuple[str, ...], place: int) -> str:
    return cells[place] if place < len(cells) else ""


def _label(spec: FieldSpec, lang: Lang) -> str:
    return spec.zh if lang == "zh" else spec.en
