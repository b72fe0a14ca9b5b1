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


def prepare(folder: Path) -> dict[str, Any]:
    """Fill a home with a small library and everybody; return their cookies and what is there."""
    os.environ["DUIJIE_HOME"] = str(folder)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duijie.app.django_settings")
    import django

    django.setup()
    from django.conf import settings

    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]  # as Django's client says
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
    from tests.browser.used import used

    return told | used(people)


if __name__ == "__main__":
    with redirect_stdout(sys.stderr):
        found = prepare(Path(sys.argv[1]))
    sys.stdout.write(json.dumps(found))
