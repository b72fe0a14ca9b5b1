"""A browser without a screen: cookies, forms as they stand on the page, and their sending."""

from __future__ import annotations

import re
import urllib.error
import urllib.request
from html.parser import HTMLParser
from http.client import HTTPException
from urllib.parse import urlencode
from uuid import uuid4


class SiteAwayError(Exception):
    """The site did not answer: whether it did what was asked is not known."""


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *given: object) -> None:
        """Follow no redirect: it says that a form was taken."""


class _Fields(HTMLParser):
    """What a page would send back unchanged."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self._area = self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name = given.get("name", "")
        if tag == "input" and name and given.get("type") not in ("file", "submit", "button"):
            is_choice = given.get("type") in ("checkbox", "radio")
            if not is_choice or "checked" in given:
                self.values[name] = given.get("value", "")
        elif tag == "textarea" and name:
            self._area, self.values[name] = name, ""
        elif tag == "select" and name:
            self._select = name
            self.values.setdefault(name, "")
        elif tag == "option" and self._select and "selected" in given:
            self.values[self._select] = given.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = ""
        elif tag == "select":
            self._select = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self.values[self._area] += data


class Browser:
    """Somebody signed in at a site (浏览器)."""

    def __init__(self, url: str, session: str) -> None:
        self._url = url
        self._cookies = {"sessionid": session, "lang": "en"}
        self._opener = urllib.request.build_opener(_Stay)

    def get(self, path: str) -> str:
        """Return a page.

        Raises:
            SiteAwayError: the site did not answer.
        """
        return self._send(path, None, "")[1]

    def fields(self, path: str, marker: str) -> dict[str, str]:
        """Return what the form of a page would send unchanged; the form that has a marker in it."""
        page = self.get(path)
        for form in re.findall(r"<form\b.*?</form>", page, re.DOTALL):
            if marker in form:
                read = _Fields()
                read.feed(form)
                return read.values
        return {}

    def post(self, path: str, fields: dict[str, str], *, file: bytes | None = None) -> str:
        """Send a form; return where it leads, "" when it was not taken.

        Raises:
            SiteAwayError: the site did not answer.
        """
        fields = {"csrfmiddlewaretoken": self._cookies.get("csrftoken", "")} | fields
        if file is None:
            kind, body = "application/x-www-form-urlencoded", urlencode(fields).encode()
        else:
            kind, body = _multipart(fields, file)
        return self._send(path, body, kind)[0]

    def _send(self, path: str, body: bytes | None, kind: str) -> tuple[str, str]:
        request = urllib.request.Request(self._url + path, data=body)  # noqa: S310  (our own)
        request.add_header("Cookie", "; ".join(f"{k}={v}" for k, v in self._cookies.items()))
        if kind:
            request.add_header("Content-Type", kind)
        try:
            with self._opener.open(request, timeout=20) as answer:
                self._keep(answer.headers.get_all("Set-Cookie") or [])
                return "", answer.read().decode()
        except urllib.error.HTTPError as error:
            self._keep(error.headers.get_all("Set-Cookie") or [])
            if error.code >= 500:
                raise SiteAwayError from error
            return error.headers.get("Location", ""), error.read().decode()
        except (OSError, HTTPException) as error:
            raise SiteAwayError from error

    def _keep(self, cookies: list[str]) -> None:
        for cookie in cookies:
            name, _, rest = cookie.partition("=")
            self._cookies[name] = rest.partition(";")[0]


def _multipart(fields: dict[str, str], file: bytes) -> tuple[str, bytes]:
    edge = uuid4().hex
    parts = [
        f'--{edge}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    head = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'
    body = b"".join([*parts, head.encode(), file, f"\r\n--{edge}--\r\n".encode()])
    return f"multipart/form-data; boundary={edge}", body
