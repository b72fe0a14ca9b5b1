"""A model field for lists of words."""

from typing import Any

import orjson
from django.db import models


class WordsField(models.JSONField):
    """A list of words (词表), kept as a JSON array and given back as a tuple."""

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> tuple[str, ...]:
        """Return the words as a tuple; nothing stored is no words."""
        del expression, connection
        return tuple(orjson.loads(value)) if value and value != "[]" else ()
