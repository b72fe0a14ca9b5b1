"""Phone numbers (手机号): one spelling, as E.164."""

import re

from django import forms

from duijie.app.shared.words import later
from duijie.kernel.folding import fold

_SEPARATORS = re.compile(r"[\s()\-.]+")
_MAINLAND = re.compile(r"(?:\+?86)?(1[3-9]\d{9})")
_ELSEWHERE = re.compile(r"\+(?!86)[1-9]\d{5,14}")


def read_phone(text: str) -> str | None:
    """Return a phone number in its one spelling, else None; without a country it is Chinese.

    >>> read_phone("138 0013 8000"), read_phone("＋86-13800138000"), read_phone("12345")
    ('+8613800138000', '+8613800138000', None)
    """
    if len(text) > 40:
        return None
    number = _SEPARATORS.sub("", fold(text))
    if match := _MAINLAND.fullmatch(number):
        return f"+86{match[1]}"
    return number if _ELSEWHERE.fullmatch(number) else None


class PhoneField(forms.CharField):
    """Asks for a phone number."""

    widget = forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"})

    def __init__(self, **settings: object) -> None:
        settings.setdefault("label", later("Mobile phone"))
        super().__init__(**settings)  # type: ignore[arg-type]

    def clean(self, value: object) -> str:
        """Return the number in its one spelling."""
        written = super().clean(value)
        if not written:
            return ""
        number = read_phone(written)
        if number is None:
            raise forms.ValidationError(
                later("Write a mobile number such as 13800138000, or with its country: +44…")
            )
        return number
