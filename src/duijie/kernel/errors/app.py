"""Errors of the app: a call that cannot be carried out as it stands."""

from duijie.kernel.errors.tree import DuijieError
from duijie.kernel.words import N_


class CallError(DuijieError):
    """A call cannot be carried out as it stands (调用无法执行)."""

    code = "E-APP-001"
    what = N_("This cannot be done: %(why)s.")
    remedy = N_("%(remedy)s")


class DeniedError(DuijieError):
    """Somebody may not do this (没有权限)."""

    code = "E-APP-002"
    what = N_("You may not do this (%(permission)s).")
    remedy = N_("Sign in with another account, or ask an administrator of your organisation.")
    exit_code = 1


class GoneError(DuijieError):
    """What was asked for is not there, or not for this reader (找不到)."""

    code = "E-APP-003"
    what = N_("There is no %(thing)s %(name)s here.")
    remedy = N_("It may have been withdrawn; search for it, or go back.")
    exit_code = 1


class TooManyError(DuijieError):
    """Somebody asks for more than is good for the others (过于频繁)."""

    code = "E-APP-004"
    what = N_("That was too often: at most %(most)s times a minute.")
    remedy = N_("Wait a minute and try again; nothing that you typed is lost.")
    exit_code = 1


class ChangedMeanwhileError(DuijieError):
    """Somebody else changed a record since it was read (记录已被他人修改)."""

    code = "E-APP-005"
    what = N_("The record %(record_id)s was changed by somebody else while you had it open.")
    remedy = N_("Both versions are shown; put them together and save again.")
    exit_code = 1


class FileRefusedError(DuijieError):
    """A file may not be stored here (文件被拒绝)."""

    code = "E-APP-006"
    what = N_("The file %(name)s cannot be taken: %(why)s.")
    remedy = N_("%(remedy)s")
    exit_code = 1


class PlaceTakenError(DuijieError):
    """The site cannot listen where it should (端口被占用)."""

    code = "E-APP-010"
    what = N_("The site cannot listen on %(host)s:%(port)d: %(why)s.")
    remedy = N_("Stop what listens there, or choose another port: duijie serve --port 8080")


class BackupError(DuijieError):
    """A backup cannot be made or used (备份错误)."""

    code = "E-APP-011"
    what = N_("The backup %(file)s cannot be used: %(why)s.")
    remedy = N_("%(remedy)s")
