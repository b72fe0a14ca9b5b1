"""Labels of the fields with which people sign in, in our words."""

from typing import Final

from django import template
from django.forms import BoundField

from duijie.app.shared.words import say_now
from duijie.kernel.words import N_

register = template.Library()

LABELS: Final[dict[str, str]] = {
    "name": N_("Your name"),
    "login": N_("E-mail or mobile phone"),
    "email": N_("E-mail"),
    "phone": N_("Mobile phone"),
    "password": N_("Password"),
    "password1": N_("Password"),
    "password2": N_("Password once more"),
    "oldpassword": N_("Present password"),
    "code": N_("The code we sent"),
    "passwordless": N_("Sign in with it alone, without a password"),
}


@register.filter
def our_label(field: BoundField) -> str:
    """Return the label of a field of allauth's forms in our words."""
    words = LABELS.get(field.name)
    return say_now(words) if words else str(field.label)


@register.filter
def our_input(field: BoundField) -> str:
    """Return the input of a field without the grey example: a label says what belongs there."""
    field.field.widget.attrs.pop("placeholder", None)
    about = [f"{field.auto_id}_error"] if field.errors else []
    return field.as_widget(attrs={"aria-describedby": " ".join(about)} if about else None)
