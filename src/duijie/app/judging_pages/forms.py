"""Forms: a new round, and what a judge says of an item."""

from typing import Any

from django import forms

from duijie.app.judging_pages.actions import NewRound, Said
from duijie.app.judging_pages.models import LONGEST_NAME
from duijie.app.judging_pages.queries import MOST_JUDGES, possible_judges
from duijie.app.shared.words import later
from duijie.kernel.words import N_

# Why a judge cannot tell: what is stored, and how it is asked.
SKIPS = {
    "cannot tell": N_("I cannot tell"),
    "too little text": N_("There is too little text"),
    "not my field": N_("It is not my field"),
    "not readable": N_("The text cannot be read"),
    "withdrawn": N_("The record was withdrawn"),
}


class RoundForm(forms.Form):
    """A new judging round (新建标注)."""

    name = forms.RegexField(
        r"^\w[\w-]*$",
        max_length=LONGEST_NAME,
        label=later("What the round is called"),
        help_text=later("Letters, digits, - and _ only."),
        error_messages={"invalid": later("Letters, digits, - and _ only.")},
    )
    judges = forms.TypedMultipleChoiceField(
        coerce=int,
        label=later("Who judges"),
        help_text=later("At least two. In files they stand by pseudonyms."),
        widget=forms.CheckboxSelectMultiple,
    )
    needs = forms.IntegerField(
        min_value=1,
        max_value=500,
        initial=20,
        label=later("How many needs"),
        help_text=later("They are drawn from the published needs that every member may read."),
    )
    depth = forms.IntegerField(
        min_value=1,
        max_value=50,
        initial=10,
        label=later("How many places of each list"),
        help_text=later("The lists of three ways to search are put together and mixed."),
    )
    overlap = forms.IntegerField(
        min_value=0,
        max_value=100,
        initial=100,
        label=later("How much of it every judge judges, in per cent"),
        help_text=later("What two judge shows how far they agree."),
    )
    seed = forms.IntegerField(
        min_value=0,
        max_value=1_000_000,
        initial=0,
        label=later("Number that draws needs and order"),
        help_text=later("The same number draws the same again."),
    )

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        people = [(user.pk, str(user)) for user in possible_judges()[:MOST_JUDGES]]
        field = self.fields["judges"]
        assert isinstance(field, forms.TypedMultipleChoiceField)  # noqa: S101
        field.choices = people

    def wanted(self) -> NewRound:
        """Return the round that is wanted."""
        said = self.cleaned_data
        return NewRound(
            name=said["name"],
            judges=tuple(said["judges"]),
            needs=said["needs"],
            depth=said["depth"],
            overlap=said["overlap"] / 100,
            seed=said["seed"],
        )


class AnswerForm(forms.Form):
    """What somebody says of one item: a level, or why they cannot tell."""

    number = forms.IntegerField(min_value=1, max_value=10_000_000)
    level = forms.IntegerField(required=False, min_value=1, max_value=4)
    why = forms.ChoiceField(required=False, choices=list(SKIPS.items()))
    more = forms.CharField(required=False, max_length=300)

    def clean(self) -> dict[str, Any]:
        """Return what was said: a level or a reason must be there."""
        said = super().clean() or {}
        if not said.get("level") and not said.get("why"):
            raise forms.ValidationError(later("Choose a level, or say why you cannot tell."))
        return said

    def said(self) -> Said:
        """Return what was said of which item."""
        given = self.cleaned_data
        if given["level"]:
            return Said(given["number"], given["level"])
        reason = ": ".join(word for word in (given["why"], given["more"]) if word)
        return Said(given["number"], reason=reason)
