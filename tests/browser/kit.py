"""The kit of the browser tests: the site as a process, two kinds of browsers, what to look at."""

import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

CHROMIUM = Path("/usr/bin/chromium")
START_S = 60
LOOK_MS = 20_000
ENGLISH = re.compile(r"[A-Za-z][A-Za-z'’-]+(?:[ ,]+[A-Za-z'’-]+){3,}")


def why_not() -> str:
    """Return why no browser test can run here; empty when they can."""
    if not CHROMIUM.exists():
        return f"there is no {CHROMIUM}: apt-get install chromium fonts-noto-cjk"
    try:
        import axe_playwright_python  # noqa: F401
        import playwright  # noqa: F401
    except ImportError as error:
        return f"{error.name} is not installed: make test installs it"
    return ""


@dataclass(frozen=True)
class Site:
    """A site that runs (测试站点): its address and what is in it."""

    url: str
    home: Path
    known: dict[str, Any]

    def address(self, path: str) -> str:
        return self.url.rstrip("/") + path


@contextmanager
def running_site(home: Path, known: dict[str, Any], log: Path) -> Iterator[Site]:
    """Run `duijie serve` over a home on a free port until the block ends."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    program = "from duijie.app.cli import main; main()"
    command = [sys.executable, "-c", program, "serve", "--port", str(port)]
    with log.open("wb") as out:
        process = subprocess.Popen(
            command,
            stdout=out,
            stderr=out,
            env=os.environ | {"DUIJIE_HOME": str(home), "DUIJIE_MAIL_SENDER": "file"},
        )
        try:
            site = Site(f"http://127.0.0.1:{port}/", home, known)
            _wait(site, process, log)
            yield site
        finally:
            process.terminate()
            process.wait(30)


def _wait(site: Site, process: "subprocess.Popen[bytes]", log: Path) -> None:
    until = time.monotonic() + START_S
    while time.monotonic() < until and process.poll() is None:
        try:
            with urlopen(site.url, timeout=5):  # noqa: S310
                return
        except (URLError, OSError):
            time.sleep(0.3)
    raise AssertionError(log.read_text("utf-8", "replace")[-3000:])


def prepared_home(folder: Path) -> tuple[Path, dict[str, Any]]:
    """Return a home that was filled by a process of its own, and what is in it."""
    home = folder / "home"
    home.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(
        [sys.executable, "-m", "tests.browser.prepared", str(home)],
        capture_output=True, check=False, timeout=300, cwd=Path(__file__).resolve().parents[2],
        env=os.environ | {"DUIJIE_HOME": str(home)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")[-4000:]
    return home, json.loads(done.stdout)


@dataclass(frozen=True)
class Kind:
    """A kind of device (设备): its screen and its language."""

    name: str
    lang: str
    settings: dict[str, Any]


DESKTOP_EN = Kind(
    "desktop-en", "en", {"viewport": {"width": 1280, "height": 900}, "locale": "en-GB"}
)
PHONE_ZH = Kind(
    "phone-zh",
    "zh-Hans",
    {
        "viewport": {"width": 390, "height": 844},
        "locale": "zh-CN",
        "has_touch": True,
        "is_mobile": True,
        "device_scale_factor": 2,
    },
)


@dataclass
class Opened:
    """A page that was opened (打开的页面), with what the browser said meanwhile."""

    page: Any
    status: int
    kind: Kind
    said: list[str] = field(default_factory=list)

    def serious(self) -> list[str]:
        """Return what axe finds serious or critical."""
        from axe_playwright_python.sync_playwright import Axe

        found = Axe().run(self.page).response["violations"]
        return [
            f"{v['id']}: {v['help']}: {node['html'][:200]}"
            for v in found
            if v["impact"] in {"serious", "critical"}
            for node in v["nodes"]
        ]

    def too_wide(self) -> list[str]:
        """Return what makes the page scroll sideways; empty when it does not."""
        return list(
            self.page.evaluate(
                """() => {
  const root = document.documentElement;
  if (root.scrollWidth <= root.clientWidth) return [];
  const wide = [...document.body.querySelectorAll("*")].filter((one) =>
    one.getBoundingClientRect().right > root.clientWidth + 1 &&
    !one.closest(".table-scroll, .tabs, pre, .skip"));
  return [`${root.scrollWidth} px`, ...wide.slice(0, 5).map((one) => one.outerHTML.slice(0, 160))];
}"""
            )
        )

    def english(self) -> list[str]:
        """Return the English sentences of a page, but for what says it is English or quoted."""
        texts: list[str] = self.page.evaluate(
            """() => {
  const kept = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const place = walker.currentNode.parentElement;
    if (!place.closest("[lang]:not(html), script, style, template, code, pre, kbd, q, textarea"))
      kept.push(walker.currentNode.textContent.trim());
  }
  for (const one of document.querySelectorAll("[placeholder], [aria-label], [title], img[alt]"))
    kept.push(one.placeholder || one.ariaLabel || one.title || one.alt || "");
  return kept.filter(Boolean);
}"""
        )
        return sorted({text for text in texts if ENGLISH.search(text)})


class Device:
    """A device in somebody's hands (测试设备): opens pages as one persona or another."""

    def __init__(self, browser: Any, site: Site, kind: Kind) -> None:
        self._browser, self._site, self._kind = browser, site, kind
        self._contexts: dict[str, Any] = {}
        self._page: Any = None

    def open(self, path: str, persona: str = "", **more: Any) -> Opened:
        """Open a page as a persona; "" is a visitor. The page before is closed."""
        if self._page is not None:
            self._page.close()
        self._page = page = self._context(persona, more).new_page()
        page.set_default_timeout(LOOK_MS)
        opened = Opened(page, 0, self._kind)
        page.on("console", lambda m: opened.said.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: opened.said.append(str(error)))
        answer = page.goto(self._site.address(path), wait_until="load")
        opened.status = answer.status if answer else 0
        return opened

    def _context(self, persona: str, more: dict[str, Any]) -> Any:
        key = json.dumps([persona, more], sort_keys=True)
        if key not in self._contexts:
            context = self._browser.new_context(**self._kind.settings | more)
            if persona in self._site.known["cookies"]:  # another name is somebody new
                cookie = {"name": "sessionid", "url": self._site.url}
                context.add_cookies([cookie | {"value": self._site.known["cookies"][persona]}])
            self._contexts[key] = context
        return self._contexts[key]

    def close(self) -> None:
        for context in self._contexts.values():
            context.close()


@contextmanager
def running_browser() -> Iterator[Any]:
    """Run one Chromium until the block ends."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=str(CHROMIUM),
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        try:
            yield browser
        finally:
            browser.close()
