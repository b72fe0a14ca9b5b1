"""Screenshots of every page: `python -m tests.browser.screenshots [FOLDER]`.

Each page as a desktop shows it in English and a phone in Chinese, in few colours, and a page of the
documentation in each language that lists them.
"""

import argparse
import base64
import os
import sys
import tempfile
from pathlib import Path

from tests.browser.kit import (
    DESKTOP_EN,
    PHONE_ZH,
    Device,
    Kind,
    prepared_home,
    running_browser,
    running_site,
    why_not,
)
from tests.browser.pages import VISITS, Visit

ROOT = Path(__file__).resolve().parents[2]
SHOTS = ROOT / "docs" / "screenshots"
MOST_BYTES = 4_000_000
QUALITY = 40  # of WebP: text stays sharp, 30 KB a page
TALLEST = {"desktop-en": 2000, "phone-zh": 2600}
WORDS = {
    "en": (
        "Pages",
        "As a desktop shows them in English and a phone in Chinese; the records are made up.",
        ("Page", "Address", "Seen by", "Desktop", "Phone"),
    ),
    "zh": (
        "页面",
        "网站的每个页面：电脑上的英文界面，手机上的中文界面；其中的记录均为虚构。",
        ("页面", "地址", "查看者", "电脑", "手机"),
    ),
}
PERSONAS = {
    "": ("a visitor", "访客"),
    "ning": ("someone who has just signed up", "刚注册的用户"),
    "wei": ("a company", "企业"),
    "li": ("a researcher", "科研人员"),
    "wang": ("a technology manager", "技术经理人"),
    "zhao": ("a district officer", "区科技局工作人员"),
    "olga": ("the operator", "平台运营方"),
}


def shot_of(visit: Visit, kind: Kind) -> str:
    """Return the name of the file of a screenshot."""
    return f"{visit.label.replace('_', '-')}.{kind.name}.webp"


def take(device: Device, visit: Visit, kind: Kind, known: dict[str, object], folder: Path) -> None:
    """Write one screenshot."""
    page = device.open(visit.path(known), visit.persona, device_scale_factor=1).page
    tall = page.evaluate("document.documentElement.scrollHeight")
    wide = kind.settings["viewport"]["width"]
    page.set_viewport_size({"width": wide, "height": min(int(tall), TALLEST[kind.name])})
    # Chromium's own encoder, by its debugging protocol: no picture library is needed.
    shot = page.context.new_cdp_session(page).send(
        "Page.captureScreenshot", {"format": "webp", "quality": QUALITY}
    )
    (folder / shot_of(visit, kind)).write_bytes(base64.b64decode(shot["data"]))


def listing(lang: str) -> str:
    """Return the page of the documentation that lists the screenshots."""
    title, about, heads = WORDS[lang]
    lines = [f"# {title}", "", about, "", f"| {' | '.join(heads)} |", "|---" * 5 + "|"]
    at = 0 if lang == "en" else 1
    for visit in VISITS:
        shots = [
            f"[{kind.name}](../../screenshots/{shot_of(visit, kind)})"
            for kind in (DESKTOP_EN, PHONE_ZH)
        ]
        row = (visit.label, f"`{visit.url_name}`", PERSONAS[visit.persona][at], *shots)
        lines.append(f"| {' | '.join(row)} |")
    return "\n".join(lines) + "\n"


def main() -> int:
    """Write all screenshots; return what the shell is told."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=SHOTS)
    parser.add_argument("--only", default="", help="pages whose name holds this")
    chosen = parser.parse_args()
    if why_not():
        sys.stderr.write(why_not() + "\n")
        return 1
    chosen.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        home, known = prepared_home(Path(folder))
        with running_site(home, known, Path(folder) / "log") as site, running_browser() as browser:
            for kind in (DESKTOP_EN, PHONE_ZH):
                device = Device(browser, site, kind)
                for visit in VISITS:
                    if chosen.only in visit.label:
                        take(device, visit, kind, known, chosen.folder)
                device.close()
    if chosen.folder == SHOTS and not chosen.only:
        for lang in WORDS:
            (ROOT / "docs" / lang / "reference" / "pages.md").write_text(listing(lang), "utf-8")
    size = sum(file.stat().st_size for file in chosen.folder.iterdir())
    sys.stdout.write(f"{size / 1e6:.1f} MB in {chosen.folder}\n")
    return 0 if size < MOST_BYTES else 1


def setup_django() -> None:
    """Make the addresses known to this process, whatever home it has."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duijie.app.django_settings")
    django.setup()


if __name__ == "__main__":
    setup_django()
    sys.exit(main())
