"""Forms: an expression of interest, and why one is declined."""

from typing import Any

from django import forms

from duijie.app.accounts.models import RegisteredOrganization
from duijie.app.interests.actions import Letter
from duijie.app.shared.words import later


class InterestForm(forms.Form):
    """What the sender has in mind (意向表单)."""

    message = forms.CharField(
        label=later("What you have in mind"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=later("What you need it for, by when, and how to reach you."),
    )

    def __init__(
        self,
        senders: list[RegisteredOrganization],
        own: list[tuple[str, str]],
        terms: str,
        *arguments: Any,
        **named: Any,
    ) -> None:
        super().__init__(*arguments, **named)
        self.fields["sender"] = forms.TypedChoiceField(
            label=later("For which organisation"),
            choices=[(one.pk, one.name) for one in senders],
            coerce=int,
        )
        if own:
            self.fields["own_record"] = forms.ChoiceField(
                label=later("A record of yours that you open to them in return"),
                choices=[("", "—"), *own],
                required=False,
                help_text=later("Its part for partners opens to them when they accept."),
            )
        if terms:
            self.fields["agrees"] = forms.BooleanField(label=terms)

    def letter(self, list_id: str) -> Letter:
        """Return what is to be sent."""
        sent = self.cleaned_data
        return Letter(
            sender_id=sent["sender"],
            message=sent["message"],
            own_record_id=sent.get("own_record", ""),
            agrees_to_terms=bool(sent.get("agrees")),
            list_id=list_id,
        )


class DeclineForm(forms.Form):
    """Why it is declined."""

    reason = forms.CharField(
        label=later("Why you decline"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=later("The sender reads it."),
    )
