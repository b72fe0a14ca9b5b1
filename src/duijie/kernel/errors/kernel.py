"""Errors of settings, names and values."""

from duijie.kernel.errors.tree import DuijieError
from duijie.kernel.words import N_


class SettingError(DuijieError):
    """A setting has a wrong value (设置有误)."""

    code = "E-KERNEL-002"
    what = N_("The setting %(name)s has the value %(value)s: %(why)s.")
    remedy = N_("Correct it in %(source)s.")


class UnknownNameError(DuijieError):
    """A name is not one of those that exist (名称不存在)."""

    code = "E-KERNEL-003"
    what = N_("There is no %(thing)s called “%(name)s”.")
    remedy = N_("Use one of: %(known)s.")


class MissingDependencyError(DuijieError):
    """An optional package is not installed (缺少可选组件)."""

    code = "E-KERNEL-004"
    what = N_("%(feature)s needs the Python package %(package)s, which is not installed.")
    remedy = N_("Please run: pip install '%(install)s'")


class MissingLibraryError(DuijieError):
    """A library of the system is missing (缺少系统库)."""

    code = "E-KERNEL-005"
    what = N_("%(feature)s needs the system library %(library)s, which is not there.")
    remedy = N_("Install it with your system's packages, on Debian: apt install %(package)s")
