"""Forms: what to change in many records."""

from typing import Any

from django import forms

from duijie.app.libraries.actions import What
from duijie.app.shared.words import lang_now, later
from duijie.kernel.kinds import VISIBILITIES

CHOICES = (
    (What.SUBMIT, later("Hand in for review")),
    (What.PUBLISH, later("Publish what was handed in")),
    (What.WITHDRAW, later("Withdraw")),
    (What.RENEW, later("Renew, valid until…")),
    (What.VISIBILITY, later("Change who may see it")),
    (What.ADD_KEYWORDS, later("Add keywords")),
    (What.REMOVE_KEYWORDS, later("Take keywords away")),
)
# What a change needs to know besides, by the name of the field.
NEEDED = {
    What.VISIBILITY: "visibility",
    What.ADD_KEYWORDS: "keywords",
    What.REMOVE_KEYWORDS: "keywords",
}
_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ChangeForm(forms.Form):
    """One change, for all records that were selected."""

    what = forms.ChoiceField(label=later("What shall change"), choices=CHOICES)
    visibility = forms.ChoiceField(label=later("Who may see it"), required=False)
    keywords = forms.CharField(
        label=later("Keywords"),
        max_length=500,
        required=False,
        help_text=later("Separate them by commas or semicolons."),
    )
    valid_until = forms.DateField(label=later("Valid until"), required=False, widget=_DAY)
    reason = forms.CharField(
        label=later("Reason"),
        max_length=1000,
        required=False,
        help_text=later("It stands in the history of each record."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lang = lang_now()
        named = [(one.code, one.zh if lang == "zh" else one.en) for one in VISIBILITIES]
        self.fields["visibility"].choices = [("", ""), *named]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Return what was filled in; what the change needs must be among it."""
        given: dict[str, Any] = super().clean() or {}
        needed = NEEDED.get(given.get("what", ""))
        if needed and not given.get(needed) and needed not in self.errors:
            self.add_error(needed, later("This is needed for the change."))
        return given

    def asked(self) -> tuple[What, dict[str, str]]:
        """Return the change with what it needs to know, as it is stored."""
        given = dict(self.cleaned_data)
        what = What(given.pop("what"))
        return what, {name: str(value) for name, value in given.items() if value}
