"""Errors of the API: what a program that calls is told, with a status of HTTP each."""

from typing import ClassVar

from duijie.kernel.errors.tree import DuijieError
from duijie.kernel.words import N_


class ApiError(DuijieError):
    """A call of the API cannot be answered (接口调用出错); `status` is that of HTTP."""

    code = "E-API-001"
    what = N_("Something broke here, and it is not your call.")
    remedy = N_("Send it again; if it stays, report the request id.")
    status: ClassVar[int] = 500


class SignInNeededError(ApiError):
    """Nobody has said who calls (未登录)."""

    code = "E-API-002"
    what = N_("This call needs a token or a session, and there is none that is valid.")
    remedy = N_("Send the header Authorization: Bearer <token>; make a token in your account.")
    status = 401


class ScopeMissingError(ApiError):
    """The token does not allow this (令牌权限不足)."""

    code = "E-API-003"
    what = N_("This token does not have the scope %(scope)s.")
    remedy = N_("Make a token with this scope in your account.")
    status = 403


class ForgeryError(ApiError):
    """A call from a page came without the page's own mark (缺少防伪造标记)."""

    code = "E-API-004"
    what = N_("A call with a session must carry the CSRF token of the page.")
    remedy = N_("Send the header X-CSRFToken, or use a token instead of the session.")
    status = 403


class NoSuchAddressError(ApiError):
    """There is nothing at this address (地址不存在)."""

    code = "E-API-005"
    what = N_("There is nothing at the address %(path)s.")
    remedy = N_("All addresses stand in /api/v1/openapi.json.")
    status = 404


class MethodError(ApiError):
    """The address does not know the method (方法不允许)."""

    code = "E-API-006"
    what = N_("The method %(method)s does not exist at this address.")
    remedy = N_("Use one of: %(known)s.")
    status = 405


class TooLargeError(ApiError):
    """The body is too large (请求体过大)."""

    code = "E-API-007"
    what = N_("The body is larger than %(limit)s bytes, or its length is not said.")
    remedy = N_("Send less at once, with the header Content-Length; many records go to bulk.")
    status = 413


class MediaTypeError(ApiError):
    """The body is of a type that is not read here (媒体类型不支持)."""

    code = "E-API-008"
    what = N_("A body of this type is not read here.")
    remedy = N_("Send Content-Type: %(known)s.")
    status = 415


class BodyError(ApiError):
    """The body cannot be read (请求体无法读取)."""

    code = "E-API-009"
    what = N_("The body is no JSON that can be read: %(why)s.")
    remedy = N_("Send one JSON object in UTF-8, nested at most %(depth)s levels deep.")
    status = 400


class FieldsError(ApiError):
    """Some values cannot be used (字段有误); `errors` of the answer names each."""

    code = "E-API-010"
    what = N_("Some values cannot be used.")
    remedy = N_("See errors: each names a field and what is wrong with it.")
    status = 422


class CursorError(ApiError):
    """A cursor was not made here, or for another list (游标无效)."""

    code = "E-API-011"
    what = N_("This cursor does not belong to this list.")
    remedy = N_("Begin again without a cursor; follow next as it is given.")
    status = 422


class RevisionError(ApiError):
    """Somebody else changed the record in between (版本已变)."""

    code = "E-API-012"
    what = N_("The record was changed since you read it.")
    remedy = N_("Read it again, look at the change, and send yours with the new ETag.")
    status = 412


class KeyReusedError(ApiError):
    """An idempotency key came with another call (幂等键重复使用)."""

    code = "E-API-013"
    what = N_("This Idempotency-Key was used for another call.")
    remedy = N_("Use a new key for each new call, and the same only to repeat one.")
    status = 422


class KeyBusyError(ApiError):
    """The first call with this idempotency key is still running (同键请求处理中)."""

    code = "E-API-014"
    what = N_("The first call with this Idempotency-Key is still being answered.")
    remedy = N_("Wait a second and repeat it.")
    status = 409


class TooManyCallsError(ApiError):
    """Too many calls in a minute (调用过于频繁)."""

    code = "E-API-015"
    what = N_("More than %(limit)s calls came within a minute.")
    remedy = N_("Wait as many seconds as Retry-After says; many records go to bulk.")
    status = 429


class ConflictError(ApiError):
    """It cannot be done to what is there as it is now (状态冲突)."""

    code = "E-API-016"
    what = N_("This cannot be done now: %(why)s.")
    remedy = N_("Read it again and see how far it is.")
    status = 409
