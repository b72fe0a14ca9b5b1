"""A prepared home: `python -m tests.browser.prepared FOLDER` fills it and prints what is in it.

It runs in a process of its own, before the site is started: the site then has the home alone.
"""

import json
import os
import sys
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

COOKIES = "cookies"
NEED = "在线检测含氟聚合物颗粒的缺陷，能检测40微米的缺陷，检出率不低于95%。"
HOPELESS = "大熊猫人工育幼与野化放归训练的成套方案，含幼崽配方奶和圈舍设计。"


def prepare(folder: Path) -> dict[str, Any]:
    """Fill a home with a small library and everybody; return their cookies and what is there."""
    os.environ["DUIJIE_HOME"] = str(folder)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duijie.app.django_settings")
    import django

    django.setup()
    from tests.app.calls import call_inside
    from tests.app.conftest import LIBRARY

    for kind, text in LIBRARY.items():
        file = folder.parent / f"{kind}.csv"
        file.write_text(text.strip() + "\n", "utf-8")
        said = call_inside(folder, "import", file, "--kind", kind, "--yes")
        assert said.code == 0, said.err
    said = call_inside(folder, "index", "build")
    assert said.code == 0, said.err
    from duijie.app.records.opening import open_records
    from duijie.kernel.home import Home
    from tests.app.web import make_people

    open_records(Home(folder))
    people = make_people()
    told: dict[str, Any] = {COOKIES: {}}
    for name, persona in people.all.items():
        browser = persona.browser()
        told[COOKIES][name] = browser.cookies["sessionid"].value
        if persona.organization is not None:
            told[f"organization_of_{name}"] = persona.organization.pk
    return told | _used(people)


def _used(people: Any) -> dict[str, Any]:
    """Use the site a little, by its own pages, so that lists hold something."""
    told: dict[str, Any] = {}
    manager = people.wang.browser()
    for name, text in (("list_id", NEED), ("hopeless_id", HOPELESS)):
        answer = manager.post("/match/", {"text": text})
        assert answer.status_code == 302, (answer.status_code, answer.content.decode()[-2000:])
        told[name] = answer["Location"].strip("/").split("/")[-1]
    return told


if __name__ == "__main__":
    with redirect_stdout(sys.stderr):
        found = prepare(Path(sys.argv[1]))
    sys.stdout.write(json.dumps(found))
