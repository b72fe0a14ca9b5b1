"""Walking through the wizard as a person does: the job of each step is worked off."""

import re
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from duijie.app.imports.models import FileImport
from duijie.app.jobs.models import Job
from duijie.app.jobs.running import run
from tests.app.jobs.works import Clock
from tests.app.web import Persona

TABLE = """登记号,名称,简介,成熟度,完成日期,持有方,备注
A1,高速颗粒缺陷在线检测机,能检测出40微米的颗粒缺陷。,7,2024-05-01,示范大学,x
A2,,没有名称的一行。,8,2024-05-01,示范大学,x
A3,水性环氧防腐涂料,耐盐雾2000小时。,12,2024-02-30,示范大学,x
"""
BETTER = TABLE.replace("A1,高速颗粒缺陷在线检测机", "A1,更快的检测机")


def work_off() -> list[Job]:
    """Run every waiting job; return them as they ended."""
    waiting = list(Job.objects.filter(state="queued").values_list("pk", flat=True))
    for job_id in waiting:
        run(job_id, Clock())
    return list(Job.objects.filter(pk__in=waiting))


@dataclass
class Walk:
    """One person in the wizard."""

    persona: Persona
    browser: Client
    what: FileImport | None = None

    @classmethod
    def of(cls, persona: Persona, **headers: str) -> "Walk":
        return cls(persona, persona.browser(**headers))

    def upload(
        self, content: str | bytes = TABLE, *, name: str = "成果.csv", kind: str = "achievement"
    ) -> Any:
        given = content.encode() if isinstance(content, str) else content
        fields = {"kind": kind, "file": SimpleUploadedFile(name, given)}
        answer = self.browser.post("/imports/new/", fields)
        if answer.status_code == 302:
            self.what = FileImport.objects.get(pk=answer["Location"].split("/")[2])
        return answer

    def address(self, page: str = "") -> str:
        assert self.what is not None
        return f"/imports/{self.what.pk}/{page}"

    def page(self, page: str = "") -> str:
        answer = self.browser.get(self.address(page))
        assert answer.status_code == 200, answer.status_code
        return str(answer.content.decode())

    def post(self, page: str, **fields: str) -> Any:
        return self.browser.post(self.address(page), fields)

    def proposed(self) -> dict[str, str]:
        """Return what the page of the columns has filled in."""
        page = self.page("columns/")
        chosen = {}
        for name, options in re.findall(r'<select name="([^"]+)"[^>]*>(.*?)</select>', page, re.S):
            found = re.search(r'<option value="([^"]*)" selected', options)
            chosen[name] = found[1] if found else ""
        return chosen

    def accept(self, **changes: str) -> Any:
        answer = self.post("columns/", **({"visibility": "public"} | self.proposed() | changes))
        work_off()
        return answer

    def run(self, **fields: str) -> "Walk":
        assert self.post("run/", **fields).status_code == 302
        work_off()
        return self

    def undo(self) -> "Walk":
        assert self.post("undo/").status_code == 302
        work_off()
        return self

    @property
    def now(self) -> FileImport:
        assert self.what is not None
        return FileImport.objects.get(pk=self.what.pk)


def imported(persona: Persona, content: str | bytes = TABLE, **fields: str) -> Walk:
    """Return a walk of which the file is imported."""
    walk = Walk.of(persona)
    answer = walk.upload(content)
    assert answer.status_code == 302, answer.content.decode()
    assert walk.accept().status_code == 302
    return walk.run(**fields)
