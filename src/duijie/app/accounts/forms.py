"""What people write about themselves and their organisations."""

from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet

from duijie.app.accounts.actions.organizations import Registration
from duijie.app.accounts.models import Membership, RegisteredOrganization, User
from duijie.app.accounts.naming import LineField
from duijie.app.accounts.queries import technology_managers
from duijie.app.shared.scopes import SCOPE_LABELS, Scope
from duijie.app.shared.words import later
from duijie.kernel.codes import read_region
from duijie.kernel.identifiers import read_uscc
from duijie.kernel.words import N_

Kind = RegisteredOrganization.Kind
REGISTERED_KINDS = [(kind.value, later(kind.label)) for kind in Kind if kind != Kind.OPERATOR]
LASTING = [
    (days, later(words))
    for days, words in (
        (30, N_("30 days")),
        (90, N_("90 days")),
        (180, N_("half a year")),
        (365, N_("a year")),
    )
]


class OrganizationForm(forms.Form):
    """Asks which organisation somebody acts for."""

    uscc = forms.CharField(
        label=later("Unified social credit code"),
        max_length=40,
        help_text=later("18 characters, as on the licence."),
    )
    name = LineField(label=later("Name of the organisation"), max_length=200)
    kind = forms.ChoiceField(label=later("Kind"), choices=REGISTERED_KINDS)
    region_code = forms.CharField(
        label=later("District"),
        max_length=30,
        required=False,
        help_text=later("Name or six digits, such as 330402. May stay empty."),
    )

    def clean_uscc(self) -> str:
        """Return the code in its one spelling."""
        code = read_uscc(self.cleaned_data["uscc"])
        if code is None:
            raise forms.ValidationError(
                later("The check character does not agree: compare the code with the licence.")
            )
        return code

    def clean_region_code(self) -> str:
        """Return the code of the district."""
        written = self.cleaned_data["region_code"].strip()
        code = read_region(written) if written else ""
        if code is None:
            raise forms.ValidationError(later("There is no such district; write its six digits."))
        return code

    @property
    def registration(self) -> Registration:
        """Return what was written."""
        return Registration(**self.cleaned_data)


class ReasonForm(forms.Form):
    """Asks why."""

    reason = forms.CharField(
        label=later("Reason"), max_length=1000, widget=forms.Textarea({"rows": 3})
    )


class InvitationForm(forms.Form):
    """Asks who is invited, and as what."""

    email = forms.EmailField(label=later("E-mail"), max_length=254)
    role = forms.ChoiceField(
        label=later("Role"),
        choices=[(role.value, later(role.label)) for role in Membership.Role],
    )


class RoleForm(forms.Form):
    """Asks for the role of a member."""

    role = forms.ChoiceField(choices=Membership.Role.choices)


class _PersonField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Any) -> str:
        """Return the name of a person; an address is nobody else's business."""
        return str(obj.name or later("(no name)"))


class ManagerForm(forms.Form):
    """Asks which technology manager is to look after an organisation."""

    person = _PersonField(
        label=later("Technology manager"),
        queryset=User.objects.none(),
        empty_label=later("Choose…"),
    )

    def __init__(self, *args: Any, **settings: Any) -> None:
        super().__init__(*args, **settings)
        known: QuerySet[User] = technology_managers()
        self.fields["person"].queryset = known  # type: ignore[attr-defined]


class ProfileForm(forms.Form):
    """Asks for name and language."""

    name = LineField(
        label=later("Name"), max_length=100, widget=forms.TextInput({"autocomplete": "name"})
    )
    language = forms.ChoiceField(
        label=later("Language"), choices=[("zh-hans", "简体中文"), ("en", "English")]
    )


class TokenForm(forms.Form):
    """Asks what a token is for, what it may do and how long."""

    name = LineField(
        label=later("Name"),
        max_length=100,
        help_text=later("What uses it, such as: nightly export."),
    )
    scopes = forms.MultipleChoiceField(
        label=later("What it may do"),
        choices=[(scope.value, later(SCOPE_LABELS[scope])) for scope in Scope],
        widget=forms.CheckboxSelectMultiple,
    )
    days = forms.TypedChoiceField(label=later("Lasts"), choices=LASTING, coerce=int)

    @property
    def lasting(self) -> timedelta:
        """Return how long the token lasts."""
        return timedelta(days=self.cleaned_data["days"])
