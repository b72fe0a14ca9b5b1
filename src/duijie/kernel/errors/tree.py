"""The root of the one tree of errors."""

from typing import ClassVar

from duijie.kernel.words import N_, Lang, translation, worded


class DuijieError(Exception):
    """An error with a code, what happened and what to do (错误), in zh and en.

    Subclasses set `code`, `what` and `remedy`: English source strings with named places,
    filled from the keyword arguments of the constructor. A value that is itself words for people
    is an `N_` string or a `Phrase`, so that the message is in one language.

    >>> DuijieError(detail="disk full").message("en")[:46]
    'E-KERNEL-001 Something went wrong: disk full. '
    """

    code: ClassVar[str] = "E-KERNEL-001"
    what: ClassVar[str] = N_("Something went wrong: %(detail)s.")
    remedy: ClassVar[str] = N_("Please run the command again; if it stays, report it.")
    exit_code: ClassVar[int] = 2

    def __init__(self, **values: object) -> None:
        self.values = values
        super().__init__(self.message("en"))

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (type(self), self.values))

    def message(self, lang: Lang) -> str:
        """Return code, what and what to do as one line in a language."""
        catalogue = translation(lang)
        values = worded(self.values, lang)
        what = catalogue.gettext(self.what) % values
        remedy = catalogue.gettext(self.remedy) % values
        space = "" if what.endswith("。") else " "  # Chinese sentences stand without a space
        return f"{self.code} {what}{space}{remedy}"


def _rebuild(cls: type[DuijieError], values: dict[str, object]) -> DuijieError:
    return cls(**values)
