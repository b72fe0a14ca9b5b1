"""Forms: what is asked, what it is narrowed by, and what is said of a match."""

from typing import Any

from django import forms

from duijie.app.matching.filters import ListFilters
from duijie.app.matching.models import LONGEST_NOTE, LONGEST_TEXT, REASON_WORDS
from duijie.app.shared.words import later, say_now
from duijie.kernel.codes import read_industry, read_region
from duijie.kernel.kinds import ORGANIZATION_KINDS

FIRST_YEAR, LAST_YEAR = 1950, 2100
AGES = (1, 2, 3, 5, 10)


def _levels() -> list[tuple[str, str]]:
    return [("", say_now("any")), *((str(n), str(n)) for n in range(1, 10))]


def _ages() -> list[tuple[str, str]]:
    several = [(str(n), say_now("%(years)s years", years=n)) for n in AGES[1:]]
    return [("", say_now("any age")), ("1", say_now("one year")), *several]


def _holders() -> list[tuple[str, str]]:
    from duijie.app.shared.words import lang_now

    is_zh = lang_now() == "zh"
    kinds = [(one.code, one.zh if is_zh else one.en) for one in ORGANIZATION_KINDS]
    return [("", say_now("any")), *kinds]


class FiltersForm(forms.Form):
    """What a list is narrowed by."""

    region = forms.CharField(
        required=False, max_length=60, label=later("Region"),
        help_text=later("A name or code, e.g. Jiaxing or 3304."),
    )  # fmt: skip
    industry = forms.CharField(
        required=False, max_length=60, label=later("Industry"),
        help_text=later("A name or code of the national classification, e.g. C26."),
    )  # fmt: skip
    trl_from = forms.TypedChoiceField(
        required=False, choices=_levels, coerce=int, empty_value=None,
        label=later("Readiness level at least"),
    )  # fmt: skip
    trl_to = forms.TypedChoiceField(
        required=False, choices=_levels, coerce=int, empty_value=None,
        label=later("Readiness level at most"),
    )  # fmt: skip
    year_from = forms.IntegerField(
        required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR, label=later("From year")
    )
    year_to = forms.IntegerField(
        required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR, label=later("To year")
    )
    newer_than = forms.TypedChoiceField(
        required=False, choices=_ages, coerce=int, empty_value=None,
        label=later("Not older than"),
    )  # fmt: skip
    holder_kind = forms.ChoiceField(required=False, choices=_holders, label=later("Kind of holder"))

    def clean_region(self) -> str:
        """Return the code of the region that was meant."""
        return self._code("region", read_region)

    def clean_industry(self) -> str:
        """Return the code of the industry that was meant."""
        return self._code("industry", read_industry)

    def clean(self) -> dict[str, Any]:
        """Refuse ranges that end before they begin."""
        cleaned: dict[str, Any] = super().clean() or {}
        for low, high in (("trl_from", "trl_to"), ("year_from", "year_to")):
            ends = cleaned.get(low), cleaned.get(high)
            if ends[0] and ends[1] and ends[0] > ends[1]:
                self.add_error(high, say_now("The range ends before it begins."))
        return cleaned

    def _code(self, name: str, read: Any) -> str:
        typed = self.cleaned_data[name].strip()
        code = read(typed) if typed else ""
        if code is None:
            raise forms.ValidationError(
                say_now("“%(typed)s” is not a name or code that is known here.", typed=typed)
            )
        return str(code)

    @property
    def filters(self) -> ListFilters:
        """Return the filters of a checked form."""
        return ListFilters.of(self.cleaned_data)


class AskForm(FiltersForm):
    """A need in one's own words, or a stored record, with what narrows the list."""

    text = forms.CharField(
        required=False,
        strip=True,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 6}),
        label=later("What is needed, in your own words"),
        help_text=later("Material, effect, numbers and use: whatever matters to you."),
        error_messages={
            "max_length": later("That is too long: at most 20,000 characters can be matched.")
        },
    )
    source = forms.CharField(required=False, max_length=520, widget=forms.HiddenInput())

    def clean(self) -> dict[str, Any]:
        """Refuse to match nothing."""
        cleaned = super().clean()
        if not self.errors.get("text") and not cleaned.get("text") and not cleaned.get("source"):
            self.add_error("text", say_now("Write what is needed, or pick one of your needs."))
        return cleaned


class SetAsideForm(forms.Form):
    """Why a match is not suitable."""

    reason = forms.ChoiceField(
        choices=lambda: [(code, say_now(words)) for code, words in REASON_WORDS.items()],
        label=later("Why is it not suitable?"),
    )
    note = forms.CharField(required=False, max_length=LONGEST_NOTE, label=later("Note"))


class NoteForm(forms.Form):
    """A note on something kept, and where it stands."""

    note = forms.CharField(required=False, max_length=LONGEST_NOTE, label=later("Note"))


class ShareForm(forms.Form):
    """With whom something is shared; whom one may choose is for the action to check."""

    person = forms.IntegerField(label=later("Share with"))
    note = forms.CharField(required=False, max_length=LONGEST_NOTE, label=later("Note"))
