"""What hostile people write, and what of it must never come out of a page."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlsplit

# Every payload that could become an element or attribute names it "hostile"; every one that could
# be computed by a template becomes "hostile-computed".
MARK = "hostile"
COMPUTED = "hostile-computed"
PAYLOADS = {
    "a tag": "<hostile-a>x</hostile-a><script>hostile(1)</script>",
    "an image": '<img src="hostile:1" onerror="hostile(2)">',
    "out of a quoted attribute": '"><hostile-b hostile="1"> " hostile-attribute="1',
    "out of a single-quoted attribute": "'><hostile-c hostile='1'> ' hostile-attribute='1",
    "out of a bare attribute": "x hostile-attribute=1 onfocus=hostile(3) autofocus",
    "out of a script": "</script><hostile-d></script>-hostile(4)-'",
    "out of a textarea": "</textarea></title></style></select><hostile-e>",
    "out of a comment": "--><hostile-f><!--",
    "a link": "javascript:hostile(5)//",
    "a hidden link": "java\tscript:hostile(6)",
    "a template": '{{ "hostile"|add:"-computed" }}{% firstof "hostile-computed" %}${hostile}{#x#}',
    "a format": "%(hostile)s %s {0} {hostile.__class__} %(code)d %",
    "a drawing": '<svg><hostile-g/><animate onbegin="hostile(7)"/></svg>',
    "half a tag": "<hostile-h ",
    "wide brackets": "＜hostile-i＞\u2028\u2029\u202e<hostile-j>\u200b",
    "encoded": "&lt;hostile-k&gt;&#60;hostile-l&#62;%3Chostile-m%3E\\u003chostile-n\\u003e",
    "markup of typst": '#import "x"; #hostile() $hostile$ *a* _b_ @c <hostile-o> `raw`',
    "a header": "a\r\nSet-Cookie: hostile=1\r\n\r\n<hostile-p>",
    "a formula": '=HYPERLINK("http://hostile.example","x")',
}
# A browser would load or run what such an attribute says.
ADDRESSES = {"href", "src", "action", "formaction", "data", "srcdoc", "poster", "xlink:href"}
ASKING = {"hx-get", "hx-post", "hx-put", "hx-patch", "hx-delete"}
SCHEMES = {"", "http", "https", "mailto", "tel"}


def all_in_one(longest: int = 10_000) -> str:
    """Return as many payloads as fit, in one text of one line."""
    told = ""
    for payload in PAYLOADS.values():
        line = " ".join(payload.split("\r\n")).replace("\t", " ")
        if len(told) + len(line) + 1 <= longest:
            told += line + " "
    return told.strip()


@dataclass
class Form:
    """A form of a page (表单): where it leads, and what a browser would send."""

    action: str
    method: str
    fields: dict[str, str] = field(default_factory=dict)
    # The names of what somebody types, with the type of the control and the longest text it takes.
    typed: dict[str, tuple[str, int]] = field(default_factory=dict)
    chosen: dict[str, list[str]] = field(default_factory=dict)
    needed: set[str] = field(default_factory=set)
    has_token: bool = False


class Page(HTMLParser):
    """A page as a browser reads it: what came from a payload, and the forms."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self.forms: list[Form] = []
        self.links: list[str] = []
        self._form: Form | None = None
        self._area: str | None = None
        self._select = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if MARK in tag:
            self.faults.append(f"<{tag}>")
        self.faults += [
            f"<{tag} {name}>"
            for name in given
            if MARK in name or name.startswith("on") or name in {"style", "srcdoc"}
        ]
        for name in (ADDRESSES | ASKING) & set(given):
            if not _is_harmless(given[name], tag):
                self.faults.append(f"<{tag} {name}={given[name]!r}>")
        if tag == "script" and not given.get("src") and given.get("type") != "application/json":
            self.faults.append("<script> in the page")
        if tag == "a" and given.get("href"):
            self.links.append(given["href"])
        self._of_form(tag, given)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        if tag == "textarea":
            self._area = None

    def handle_data(self, data: str) -> None:
        if self._area is not None and self._form is not None:
            self._form.fields[self._area] += data

    def _of_form(self, tag: str, given: dict[str, str]) -> None:
        name = given.get("name", "")
        if tag == "form":
            self._form = Form(given.get("action", ""), given.get("method", "get").lower())
            self.forms.append(self._form)
        form = self._form
        if form is None or not (name or tag == "option"):
            return
        if tag == "textarea":
            self._area = name
            form.fields[name], form.typed[name] = "", ("textarea", _longest(given))
        elif tag == "select":
            self._select = name
            form.needed |= {name} if "required" in given else set()
        elif tag == "option":
            values = form.chosen.setdefault(self._select, [])
            values.append(given.get("value", ""))
            if "selected" in given or self._select not in form.fields:
                form.fields[self._select] = given.get("value", "")
        elif tag == "input":
            self._of_input(form, name, given)

    def _of_input(self, form: Form, name: str, given: dict[str, str]) -> None:
        kind, value = given.get("type", "text"), given.get("value", "")
        if name == "csrfmiddlewaretoken":
            form.has_token = True
        elif kind in {"radio", "checkbox"}:
            form.chosen.setdefault(name, []).append(value)
            form.needed.add(name)
            if "checked" in given:
                form.fields[name] = value
        elif kind not in {"submit", "button", "file"}:
            form.fields[name] = value
            if kind != "hidden":
                form.typed[name] = (kind, _longest(given))


def _longest(given: dict[str, str]) -> int:
    return int(given.get("maxlength", 0)) or 20_000


def _is_harmless(address: str, tag: str) -> bool:
    squeezed = "".join(address.split()).lower()
    try:
        scheme = urlsplit(squeezed).scheme
    except ValueError:
        return False
    return scheme in SCHEMES or (tag == "img" and squeezed.startswith("data:image/"))


def faults_of(html: str) -> list[str]:
    """Return what in a page came from a payload."""
    found = Page(html).faults
    return [*found, "a template was computed"] if COMPUTED in _outside(html) else found


def _outside(html: str) -> str:
    """Return a page without the payload itself, in which the computed word stands quoted."""
    for quote in ("&quot;", '"', "&#x27;", '\\"', "\\u0022", "%22"):
        html = html.replace(f"{quote}{COMPUTED}{quote}", "")
    return html
