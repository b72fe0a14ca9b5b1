"""Forms: derived from the kinds; a value is checked as an import checks a cell."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from duijie.app.accounts.models import RegisteredOrganization
from duijie.app.records.actions import AxisScore, Finding
from duijie.app.records.models import HIGHEST_SCORE, Review
from duijie.app.records.rows import plain_value
from duijie.app.shared.words import lang_now, later, say_now
from duijie.ingest import PROBLEM_CODES, checker_for
from duijie.kernel.kinds import Disclosure, FieldSpec, FieldType, RecordKind, Value
from duijie.kernel.words import N_

# What an import may cut off is an error where somebody sits who can shorten it.
CUT_OFF = {"P-TEXT-LONG", "P-LIST-LONG", "P-ENCODING"}
DISCLOSURE_WORDS = {
    Disclosure.PUBLIC: N_("Open to everybody"),
    Disclosure.MEMBERS: N_("For members of verified organisations"),
    Disclosure.PARTNERS: N_("For partners whose interest was accepted"),
}
AXIS_LABELS = {
    "novelty": later("Novelty: what is new against the state of the art"),
    "maturity": later("Maturity: how far it is proved to work"),
    "market": later("Market: who needs it, and what it is worth to them"),
    "evidence": later("Evidence: tests, patents, customers that bear out what is said"),
}
AXIS_REASONS = {
    "novelty": later("Why this score on novelty"),
    "maturity": later("Why this score on maturity"),
    "market": later("Why this score on the market"),
    "evidence": later("Why this score on evidence"),
}
HINTS = {
    FieldType.KEYWORDS: later("Several are separated by commas."),
    FieldType.MONEY: later("In yuan; 80万 or 2,000,000 are read too."),
    FieldType.REGION: later("Name or six-digit code of a region, e.g. 浙江省嘉兴市."),
    FieldType.INDUSTRY: later("Name or code of the industry, e.g. C2651."),
    FieldType.USCC: later("Unified social credit code, 18 characters."),
    FieldType.IPC: later("Several are separated by commas, e.g. G01N 21/88."),
    FieldType.DISCIPLINE: later("Name or code of the discipline."),
}


class SpecField(forms.CharField):
    """A field of a kind as people type it (表单字段): checked as an import checks a cell."""

    def __init__(self, spec: FieldSpec) -> None:
        label = spec.zh if lang_now() == "zh" else spec.en
        super().__init__(
            label=label,
            required=spec.is_required,
            widget=_widget(spec),
            help_text=HINTS.get(spec.type, ""),
            strip=False,
        )
        self.spec = spec

    def clean(self, value: Any) -> Value:
        """Return the checked value; None when nothing was typed."""
        text = super().clean(value)
        if not text.strip():
            return None
        checked, faults = checker_for(self.spec)(text)
        for fault in faults:
            if checked is None or fault.code in CUT_OFF:
                problem = PROBLEM_CODES[fault.code]
                what, remedy = problem.what_in(lang_now()), problem.remedy_in(lang_now())
                raise ValidationError(
                    "%(what)s %(remedy)s", params={"what": what, "remedy": remedy}
                )
        return checked


class RecordForm(forms.Form):
    """The fields of a record of some kind (记录表单)."""

    kind: RecordKind

    def __init__(
        self, kind: RecordKind, *arguments: Any, is_new: bool = True, **named: Any
    ) -> None:
        self.kind = kind
        super().__init__(*arguments, **named)
        for spec in kind.fields:
            if is_new or spec is not kind.identifier:
                self.fields[spec.name] = SpecField(spec)

    def values(self) -> dict[str, Value]:
        """Return the checked values of the fields of the kind, and of nothing else."""
        return {name: value for name, value in self.cleaned_data.items() if self._is_of(name)}

    def tiers(self) -> list[tuple[str, list[forms.BoundField]]]:
        """Return the fields by who may read them, widest first; tiers without fields left out."""
        tiers = []
        for disclosure in Disclosure:
            names = [s.name for s in self.kind.fields if s.disclosure is disclosure]
            fields = [self[name] for name in names if name in self.fields]
            if fields:
                tiers.append((DISCLOSURE_WORDS[disclosure], fields))
        return tiers

    @property
    def owner_field(self) -> forms.BoundField | None:
        """Return the question for which organisation the record is, where there is a choice."""
        return self["owner"] if "owner" in self.fields else None

    @property
    def reason_field(self) -> forms.BoundField | None:
        """Return the question why something is changed, where it is asked."""
        return self["reason"] if "reason" in self.fields else None

    def _is_of(self, name: str) -> bool:
        return isinstance(self.fields.get(name), SpecField)


class NewRecordForm(RecordForm):
    """A record that is to be made, and for which organisation."""

    def __init__(
        self, kind: RecordKind, owners: list[RegisteredOrganization], *arguments: Any, **named: Any
    ) -> None:
        super().__init__(kind, *arguments, **named)
        if len(owners) > 1:
            self.fields["owner"] = forms.TypedChoiceField(
                label=later("For which organisation"),
                choices=[(one.pk, one.name) for one in owners],
                coerce=int,
            )
        self.only_owner = owners[0].pk if owners else None

    @property
    def owner_id(self) -> int | None:
        """Return for which organisation the record is."""
        return self.cleaned_data.get("owner", self.only_owner)


class EditForm(RecordForm):
    """A record that is edited, as of the revision that was read."""

    def __init__(self, kind: RecordKind, *arguments: Any, **named: Any) -> None:
        super().__init__(kind, *arguments, is_new=False, **named)
        self.fields["revision"] = forms.IntegerField(widget=forms.HiddenInput)
        self.fields["reason"] = forms.CharField(
            label=later("Why you change it"),
            max_length=1000,
            required=False,
            help_text=later("Shown in the history."),
        )

    def at(self, revision: int) -> "EditForm":
        """Return the form with what was typed, as if it had been read at another revision."""
        typed = {name: self.data.get(name, "") for name in self.fields}
        return EditForm(self.kind, typed | {"revision": str(revision)})


class ReviewForm(forms.Form):
    """A score from 0 to 5 with a reason on each axis, and a decision (审核表)."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        scores = [(n, str(n)) for n in range(HIGHEST_SCORE + 1)]
        for axis, label in AXIS_LABELS.items():
            self.fields[axis] = forms.TypedChoiceField(
                label=label,
                choices=scores,
                coerce=int,
                widget=forms.RadioSelect,
                help_text=later("0: nothing to go by; 5: beyond doubt."),
            )
            self.fields[f"{axis}_reason"] = forms.CharField(
                label=AXIS_REASONS[axis],
                max_length=1000,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
        self.fields["advice"] = forms.CharField(
            label=later("What is to be corrected, or what you advise"),
            max_length=2000,
            required=False,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text=later("Whoever wrote the record reads this."),
        )
        self.fields["decision"] = forms.ChoiceField(
            label=later("Decision"),
            choices=[(code, later(label)) for code, label in Review.Decision.choices],
            widget=forms.RadioSelect,
        )
        self.fields["revision"] = forms.IntegerField(widget=forms.HiddenInput)

    def finding(self) -> Finding:
        """Return what was found."""
        sent = self.cleaned_data
        axes = {axis: AxisScore(sent[axis], sent[f"{axis}_reason"]) for axis in AXIS_LABELS}
        return Finding(sent["decision"], axes, sent["advice"])

    def clean(self) -> dict[str, Any]:
        """Ask for advice where a record is returned."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        is_return = cleaned.get("decision") == Review.Decision.RETURN
        if is_return and not cleaned.get("advice", "").strip():
            self.add_error("advice", say_now("Say what is to be corrected."))
        return cleaned


class ReasonForm(forms.Form):
    """A reason in one line."""

    reason = forms.CharField(label=later("Reason"), max_length=1000)


class RenewForm(forms.Form):
    """Until which day a renewed record says it is valid."""

    valid_until = forms.DateField(
        label=later("Valid until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )


class AttachmentForm(forms.Form):
    """A file and who may open it (附件表单)."""

    file = forms.FileField(
        label=later("File"),
        help_text=later("PDF, Word, Excel, PowerPoint, PNG, JPEG or WebP."),
    )
    disclosure = forms.ChoiceField(
        label=later("Who may open it"),
        choices=[
            (Disclosure.PUBLIC.value, later("Everybody who may see the record")),
            (Disclosure.MEMBERS.value, later("Members of verified organisations")),
            (Disclosure.PARTNERS.value, later("Partners whose interest was accepted")),
        ],
        initial=Disclosure.PARTNERS.value,
    )


def initial_of(values: Mapping[str, Value]) -> dict[str, str]:
    """Return values as they stand in a form."""
    return {
        name: ", ".join(value) if isinstance(value, tuple) else str(plain_value(value) or "")
        for name, value in values.items()
    }


def _widget(spec: FieldSpec) -> forms.Widget:
    if spec.type is FieldType.LONG_TEXT:
        return forms.Textarea(attrs={"rows": 6})
    if spec.type is FieldType.CHOICE:
        is_zh = lang_now() == "zh"
        labels = [(one.code, one.zh if is_zh else one.en) for one in spec.choices]
        return forms.Select(choices=[("", "—"), *labels])
    if spec.type is FieldType.TRL:
        return forms.Select(choices=[("", "—"), *((str(n), f"TRL {n}") for n in range(1, 10))])
    if spec.type is FieldType.DATE:
        return forms.DateInput(attrs={"type": "date"})
    return forms.TextInput()
