"""Errors of the app: a call that cannot be carried out as it stands."""

from duijie.kernel.errors.tree import DuijieError
from duijie.kernel.words import N_


class CallError(DuijieError):
    """A call cannot be carried out as it stands (调用无法执行)."""

    code = "E-APP-001"
    what = N_("This cannot be done: %(why)s.")
    remedy = N_("%(remedy)s")
