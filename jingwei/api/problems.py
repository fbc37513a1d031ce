"""Refusals of the API as problem details (RFC 9457): declared once, said in the caller's language."""

import logging
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from http import HTTPStatus
from math import ceil

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.core.exceptions import ValidationError as DjangoValidationError
from django.core.signals import got_request_exception
from django.http import Http404, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext_lazy as _
from ninja.errors import HttpError, ValidationError

from jingwei.core import clock
from jingwei.gate.doors import Denied
from jingwei.gate.flow import WrongState
from jingwei.gate.pace import TooMany

from .wording import sentence_of

log = logging.getLogger(__name__)
MEDIA_TYPE = "application/problem+json"
ABOUT = "/api/v1/docs"  # where each kind is explained, under its code


@dataclass(frozen=True)
class Kind:
    status: HTTPStatus
    detail: str  # what is said where nothing closer is known
    meaning: str  # for the reference


KINDS = {
    "bad-request": Kind(
        HTTPStatus.BAD_REQUEST, _("读不懂这个请求"), "The body is not JSON, or the request cannot be read."
    ),
    "key-wanted": Kind(
        HTTPStatus.BAD_REQUEST,
        _("写操作要带 Idempotency-Key：8 到 100 个可见字符"),
        "A write came without an Idempotency-Key of 8 to 100 visible characters.",
    ),
    "sign-in-needed": Kind(HTTPStatus.UNAUTHORIZED, _("请先登录，或带上令牌"), "Neither a token nor a session."),
    "token-void": Kind(
        HTTPStatus.UNAUTHORIZED,
        _("这个令牌不能用了"),
        "The token is unknown, expired, revoked, or its account changed.",
    ),
    "factor-wanted": Kind(
        HTTPStatus.FORBIDDEN, _("请先在页面上通过两步验证"), "The session has yet to show a second factor, on a page."
    ),
    "not-yours": Kind(
        HTTPStatus.FORBIDDEN, _("你现在的职务做不了这件事"), "No post of the caller grants the capability."
    ),
    "not-for-tokens": Kind(
        HTTPStatus.FORBIDDEN, _("这个令牌做不了这件事"), "The token lacks the scope, or the data are closer than C2."
    ),
    "forged": Kind(
        HTTPStatus.FORBIDDEN, _("页面过期了，请刷新再试"), "A write by session came without its CSRF token."
    ),
    "not-found": Kind(
        HTTPStatus.NOT_FOUND, _("没有这一项"), "Not there for the caller: foreign and missing look alike."
    ),
    "method-not-allowed": Kind(
        HTTPStatus.METHOD_NOT_ALLOWED, _("这个地址不这么用"), "The address answers other methods."
    ),
    "moved-on": Kind(HTTPStatus.CONFLICT, _("这件事已经往下走了"), "Another was quicker; read the thing again."),
    "too-large": Kind(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, _("太大了"), "The body is larger than the server reads."),
    "media-type": Kind(
        HTTPStatus.UNSUPPORTED_MEDIA_TYPE, _("不收这种格式"), "Another content type than the endpoint takes."
    ),
    "invalid": Kind(
        HTTPStatus.UNPROCESSABLE_ENTITY, _("有几处要改"), "What was sent does not fit; `errors` says where."
    ),
    "key-reused": Kind(
        HTTPStatus.UNPROCESSABLE_ENTITY,
        _("这个 Idempotency-Key 已经用在别的请求上"),
        "The key came before with another request.",
    ),
    "too-many": Kind(
        HTTPStatus.TOO_MANY_REQUESTS, _("请求太密了，请稍候"), "Too many requests in a minute; see Retry-After."
    ),
    "server-error": Kind(
        HTTPStatus.INTERNAL_SERVER_ERROR, _("出错了，没有写入任何内容"), "A fault of ours; nothing was written."
    ),
}


@dataclass(frozen=True)
class FieldError:
    """Where something does not fit: `place` is body, query, path or form, `field` the dotted name in it."""

    place: str
    field: str
    detail: str


class Problem(Exception):
    """A refusal. `code` names a kind; `detail` says more where more is known."""

    def __init__(self, code: str, detail: str = "", *, errors: Sequence[FieldError] = (), headers: dict | None = None):
        super().__init__(code)
        self.code, self.detail, self.errors, self.headers = code, detail, errors, headers or {}

    def answer(self) -> JsonResponse:
        kind = KINDS[self.code]
        body = {
            "type": f"{ABOUT}#{self.code}",
            "title": kind.status.phrase,
            "status": int(kind.status),
            "detail": str(self.detail or kind.detail),
            "errors": [asdict(error) for error in self.errors],
        }
        return JsonResponse(
            body,
            status=kind.status,
            content_type=MEDIA_TYPE,
            headers={"Cache-Control": "no-store", **self.headers},
            json_dumps_params={"ensure_ascii": False},
        )


def unauthorised(code: str) -> Problem:
    challenge = 'Bearer realm="jingwei"' + (', error="invalid_token"' if code == "token-void" else "")
    return Problem(code, headers={"WWW-Authenticate": challenge})


def not_fitting(error: DjangoValidationError, place: str = "body") -> Problem:
    """What an action or a form refused, located where it says where."""
    if hasattr(error, "error_dict"):
        found = [
            FieldError(place, "" if name == "__all__" else name, message)
            for name, messages in error.message_dict.items()
            for message in messages
        ]
    else:
        found = [FieldError(place, "", message) for message in error.messages]
    return Problem("invalid", "; ".join(error.detail for error in found if not error.field), errors=found)


def _malformed(error: ValidationError) -> Problem:
    return Problem("invalid", errors=[_located(found) for found in error.errors])


def _located(found: dict) -> FieldError:
    """Ninja's location is (place, parameter, field …) where one parameter stands for the whole body, else (place, field …)."""
    place, *path = found["loc"]
    if place in ("body", "query", "form") and len(path) > 1:
        path = path[1:]
    return FieldError(str(place), ".".join(map(str, path)), sentence_of(found))


def _http(error: HttpError) -> Problem:
    by_status = {kind.status: code for code, kind in KINDS.items()}
    return Problem(by_status.get(error.status_code, "bad-request"))


_PROBLEMS = {
    Problem: lambda error: error,
    Denied: lambda _error: Problem("not-found"),
    Http404: lambda _error: Problem("not-found"),
    TooMany: lambda stopped: Problem("too-many", headers={"Retry-After": _seconds_until(stopped.until)}),
    WrongState: lambda _error: Problem("moved-on"),
    DjangoValidationError: not_fitting,
    ValidationError: _malformed,
    HttpError: _http,
    RequestDataTooBig: lambda _error: Problem("too-large"),
    SuspiciousOperation: lambda _error: Problem("bad-request"),
    MultiPartParserError: lambda _error: Problem("bad-request"),
}
REFUSALS = tuple(_PROBLEMS)


def problem_of(refusal: Exception) -> Problem:
    """What the API answers to a refusal raised anywhere below."""
    return next(_PROBLEMS[kind] for kind in type(refusal).__mro__ if kind in _PROBLEMS)(refusal)


def install(api) -> None:
    """Have the API answer every refusal as a problem."""
    for kind in REFUSALS:
        api.add_exception_handler(kind, lambda _request, refusal: problem_of(refusal).answer())
    api.add_exception_handler(Exception, _fault)


def _seconds_until(moment: datetime) -> str:
    return str(max(1, ceil((moment - clock.now()).total_seconds())))


def _fault(request, error: Exception) -> JsonResponse:
    log.error("fault in %s", request.resolver_match.view_name, exc_info=error)
    got_request_exception.send(sender=None, request=request)
    return Problem("server-error").answer()
