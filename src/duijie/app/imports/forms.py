"""What people choose: the file and its kind, what each column is, and how it is brought in."""

from typing import Any

from django import forms

from duijie.app.imports.actions import Upload
from duijie.app.imports.mapping import is_added, mapping_for
from duijie.app.imports.models import FileImport
from duijie.app.imports.queries import examples_of, kind_names, owners_for
from duijie.app.imports.store import mapping_of, source_of
from duijie.app.shared.actors import Actor
from duijie.app.shared.words import lang_now, later, say_now
from duijie.ingest import ColumnMapping, ColumnUse
from duijie.kernel.kinds import VISIBILITIES, FieldType, kind_named
from duijie.kernel.money import unit_of_header
from duijie.kernel.words import Lang

UNITS = ((1, later("yuan")), (1000, later("thousand yuan")), (10_000, later("万元 (10,000 yuan)")),
         (100_000_000, later("亿元 (100 million yuan)")))  # fmt: skip
ACCEPTED = ".xlsx,.csv,.tsv,.txt,.jsonl,.ndjson,.gz"


class UploadForm(forms.Form):
    """Asks which file holds what, and for whom."""

    kind = forms.ChoiceField(label=later("What the file lists"))
    organization = forms.ChoiceField(label=later("For"), required=False)
    file = forms.FileField(
        label=later("File"),
        help_text=later("Excel (.xlsx), CSV or JSON Lines, also packed as .gz."),
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED}),
    )

    def __init__(self, actor: Actor, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["kind"].choices = kind_names(lang_now())  # type: ignore[attr-defined]
        self._owners = owners_for(actor, lang_now())
        self.fields["organization"].choices = self._owners  # type: ignore[attr-defined]
        if len(self._owners) < 2:
            del self.fields["organization"]

    @property
    def organization_id(self) -> int | None:
        """Return for which organisation the import is; None: for the platform itself."""
        only = self._owners[0][0] if self._owners else ""
        chosen = self.cleaned_data.get("organization", only)
        return int(chosen) if chosen else None

    def upload(self, lang: Lang) -> Upload:
        """Return what was uploaded."""
        file = self.cleaned_data["file"]
        return Upload(
            self.cleaned_data["kind"], self.organization_id, file.name, file.chunks(), lang
        )


class MappingForm(forms.Form):
    """Asks what each column of a file is; built for its headers."""

    visibility = forms.ChoiceField(label=later("Who may see the records"), widget=forms.RadioSelect)

    def __init__(self, what: FileImport, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        lang, source = lang_now(), source_of(what)
        mapping, self.is_remembered = mapping_for(what, source)
        if what.columns:  # assigned before, and come back to
            mapping = mapping_of(what)
        self.sheets = source.sheets if len(source.sheets) > 1 else ()
        self._kind, self._source = kind_named(mapping.kind), source
        self._places: list[int] = []
        self._visibility = what.visibility
        uses = {use.header: use for use in mapping.columns}
        money = {spec.name for spec in self._kind.fields if spec.type is FieldType.MONEY}
        choices = [("", say_now("– do not import –"))] + [
            (spec.name, self._label(spec.name, lang) + (" *" if spec.is_required else ""))
            for spec in self._kind.fields
        ]
        for place, header in enumerate(source.headers):
            if is_added(header):
                continue
            use = uses[header]
            self._places.append(place)
            self.fields[f"column-{place}"] = forms.ChoiceField(
                label=header, choices=choices, required=False, initial=use.field
            )
            if use.field in money or self.data.get(f"column-{place}") in money:
                self.fields[f"unit-{place}"] = forms.TypedChoiceField(
                    label=say_now("A plain number in %(column)s means", column=header),
                    choices=_with(UNITS, use.unit_yuan), coerce=int, required=False,
                    initial=use.unit_yuan,
                )  # fmt: skip
        self._ask_visibility(lang)

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Return the columns as the page shows them: header, examples, choice, unit."""
        examples = examples_of(self._source)
        return [
            {
                "header": self._source.headers[place],
                "example": examples[place],
                "field": self[f"column-{place}"],
                "unit": self[f"unit-{place}"] if f"unit-{place}" in self.fields else None,
            }
            for place in self._places
        ]

    @property
    def needed(self) -> list[str]:
        """Return the labels of the fields that some column must fill."""
        lang = lang_now()
        return [self._label(s.name, lang) for s in self._kind.fields if s.is_required]

    def clean(self) -> dict[str, Any]:
        """Check that no field is filled twice and none that is required by no column."""
        given: dict[str, Any] = super().clean() or {}
        filled: dict[str, int] = {}
        lang = lang_now()
        for place in self._places:
            field = given.get(f"column-{place}", "")
            if field in filled and field:
                first = self._source.headers[filled[field]]
                self.add_error(
                    f"column-{place}",
                    say_now(
                        "%(field)s is filled by the column %(first)s already: choose one of both.",
                        field=self._label(field, lang),
                        first=first,
                    ),
                )
            filled.setdefault(field, place)
        for spec in self._kind.fields:
            if spec.is_required and spec.name not in filled:
                words = say_now(
                    "Choose the column that holds %(field)s: no record can do without it.",
                    field=self._label(spec.name, lang),
                )
                self.add_error(None, words)
        return given

    @property
    def mapping(self) -> ColumnMapping:
        """Return what was chosen as a mapping."""
        given = self.cleaned_data
        uses = tuple(
            ColumnUse(
                header,
                given.get(f"column-{place}", ""),
                given.get(f"unit-{place}") or unit_of_header(header) or 1,
            )
            for place, header in enumerate(self._source.headers)
        )
        return ColumnMapping(self._kind.name, uses)

    def _unit(self, place: int, header: str) -> int:
        """Return what a plain number in a column counts; not asked yet: as its header says."""
        asked = self.cleaned_data.get(f"unit-{place}")
        return int(asked) if asked else unit_of_header(header) or 1

    def _ask_visibility(self, lang: Lang) -> None:
        field = self.fields.pop("visibility")
        field.choices = [(c.code, c.zh if lang == "zh" else c.en) for c in VISIBILITIES]  # type: ignore[attr-defined]
        field.initial = self._visibility or "public"
        field.help_text = say_now("It counts for rows in which no column says so.")
        self.fields["visibility"] = field

    def _label(self, name: str, lang: Lang) -> str:
        spec = self._kind.field(name)
        return spec.zh if lang == "zh" else spec.en


class RunForm(forms.Form):
    """Asks how the records are brought in; only officers are asked."""

    publishes = forms.ChoiceField(
        label=later("The records come in"),
        choices=(("1", later("as published")), ("0", later("as drafts, to be reviewed first"))),
        widget=forms.RadioSelect,
        initial="1",
    )


def _with(units: tuple[tuple[int, Any], ...], unit: int) -> list[tuple[int, Any]]:
    known = list(units)
    return known if unit in dict(known) else [*known, (unit, f"× {unit:,}")]
