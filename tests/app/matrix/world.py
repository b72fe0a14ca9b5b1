"""The things of the matrix: each belongs to Wei's company unless its name says otherwise.

A row of `cells.csv` names a subject; its values fill the places of the address.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from duijie.app.accounts.actions import create_token
from duijie.app.accounts.models import (
    Assignment,
    Invitation,
    JoinRequest,
    Membership,
    RegisteredOrganization,
)
from duijie.app.imports.actions import Upload, upload
from duijie.app.interests.models import ExpressionOfInterest
from duijie.app.jobs.models import Job
from duijie.app.jobs.running import run
from duijie.app.judging_pages.actions import NewRound, start_round
from duijie.app.libraries.models import BulkChange
from duijie.app.matching.actions import ask
from duijie.app.matching.asked import Asked
from duijie.app.matching.marking import keep
from duijie.app.notices.models import Notice
from duijie.app.records.actions import create, submit
from duijie.app.records.actions.attachments import attach
from duijie.app.records.models import Need, State
from duijie.app.searches.actions import Wanted, save_matches
from duijie.app.searches.links import token_of
from duijie.app.shared.scopes import Scope
from duijie.kernel.clock import system_clock
from duijie.kernel.kinds import Disclosure
from tests.app.web import People

NOBODY = str(UUID(int=0))
# Addresses whose key is of one kind of thing.
KEYS = {
    "my/tokens/": "token",
    "my/organizations/": "organization",
    "my/assignments/": "assignment",
    "my/members/": "membership",
    "my/requests/": "join_request",
    "my/invitations/": "invitation",
    "verification/": "pending",
}
RECORDS = ("draft", "waiting", "public", "private")


@dataclass
class World:
    """What there is, by name."""

    keys: dict[str, int] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    records: dict[str, str] = field(default_factory=dict)

    def values(self, route: str, subject: str) -> dict[str, str]:
        """Return what fills the places of an address, for a subject."""
        values = dict(self.places)
        kind, _, number = self.records.get(subject, self.records["public"]).partition(":")
        values |= {"kind": kind, "number": number, "record_id": f"{kind}:{number}"}
        values |= SPECIAL.get(route, {})
        for beginning, name in KEYS.items():
            if route.lstrip("^").startswith(beginning):
                values["pk"] = str(self.keys[name])
        if subject == "absent":
            values |= {name: NOBODY for name in values if name.endswith("_id")}
            values |= {
                "record_id": "need:none",
                "number": "none",
                "pk": "999999",
                "entry": "999999",
            }
        return values


def make_world(people: People) -> World:
    world, wei, now = World(), people.wei, system_clock()
    assert wei.organization is not None
    own = wei.organization.pk
    for name in RECORDS:
        visibility = name if name in ("restricted", "private") else ""
        values = {
            "need_number": f"M-{name}",
            "title": f"need {name}",
            "description": "希望在线检测含氟聚合物颗粒的缺陷。",
            "partner_details": "for partners",
            "visibility": visibility,
        }
        made = create(wei.actor, "need", values, owner_id=own, now=now)
        world.records[name] = made.record_id
        if name == "draft":
            _attach(world, people, made.record_id)
        else:
            submit(wei.actor, made.record_id, now=now)
            state = {"waiting": State.UNDER_REVIEW, "withdrawn": State.WITHDRAWN}
            rows = Need.objects.filter(record_id=made.record_id)
            rows.update(state=state.get(name, State.PUBLISHED))
    world.keys |= _accounts(people)
    world.places |= _matching(people) | _work(people, world) | _judging(people) | OTHERS
    return world


SPECIAL = {
    "api/v1/exchange/<name>": {"name": "need"},
    "exchange/v1/<path:name>": {"name": "schema/need.json"},
    "records/new/<kind:kind>/step/<int:step>/": {"step": "1"},
    "api/v1/interests/<uuidstr:interest_id>/<step>": {"step": "accept"},
    "match/<uuid:list_id>/cards/<path:record_id>/": {"record_id": "achievement:A2"},
    "judging/rounds/<str:round_name>/levels.<str:form>": {"form": "qrels"},
}
OTHERS = {
    "name": "all", "provider_id": "none", "step": "verify", "form": "csv", "revision": "1",
    "link": "none", "path": "nowhere", "pk": "999999",
}  # fmt: skip


def _attach(world: World, people: People, record_id: str) -> None:
    pdf = b"%PDF-1.4\n1 0 obj <</Type /Catalog>> endobj\ntrailer <</Root 1 0 R>>\n%%EOF\n"
    made = attach(
        people.wei.actor, record_id, ("a.pdf", pdf), disclosure=Disclosure.PUBLIC,
        now=system_clock(),
    )  # fmt: skip
    world.places["file_id"] = str(made.pk)


def _accounts(people: People) -> dict[str, int]:
    wei, now = people.wei, system_clock()
    assert wei.organization is not None
    token, _ = create_token(
        wei.actor, "t", [Scope.RECORDS_READ], expires_at=now + timedelta(days=1), now=now
    )
    waiting = RegisteredOrganization.objects.create(
        name="Waiting organisation", kind="enterprise", state="pending", registered_at=now
    )
    assert people.li.organization is not None
    return {
        "sender": people.li.organization.pk,
        "token": token.pk,
        "organization": wei.organization.pk,
        "assignment": Assignment.objects.get(organization=wei.organization).pk,
        "membership": Membership.objects.get(user=wei.user).pk,
        "join_request": JoinRequest.objects.create(
            user=people.ning.user, organization=wei.organization, asked_at=now
        ).pk,
        "invitation": Invitation.objects.create(
            organization=wei.organization, email="x@example.org", invited_by=wei.user,
            sent_at=now, expires_at=now + timedelta(days=1),
        ).pk,
        "pending": waiting.pk,
    }  # fmt: skip


def _matching(people: People) -> dict[str, str]:
    now = system_clock()
    shown = ask(people.wei.actor, Asked("防爆锂离子电池，-20℃可用"), now=now)
    kept = keep(people.wei.actor, shown, "achievement:A2", now=now)
    search = save_matches(people.wei.actor, shown, Wanted("x", "daily"), now=now)
    return {
        "list_id": str(shown.pk), "request_id": str(shown.request_id), "entry": str(kept.pk),
        "search_id": str(search.pk), "token": token_of(search.pk),
    }  # fmt: skip


def _judging(people: People) -> dict[str, str]:
    """Make a round that Wang and Zhao judge, and Olga does not."""
    judges = (people.wang.user.pk, people.zhao.user.pk)
    started = start_round(
        people.olga.actor, NewRound("round", judges, needs=1, depth=2), now=system_clock()
    )
    assert started.job is not None
    run(started.job.pk, system_clock)
    return {"round_name": started.name}


def _work(people: People, world: World) -> dict[str, str]:
    wei, now = people.wei, system_clock()
    assert wei.organization is not None
    assert people.li.organization is not None
    job = Job.objects.create(
        id=uuid4(), name="test", title={"message": "x", "values": {}}, owner=wei.user,
        asked_at=now,
    )  # fmt: skip
    rows = "需求编号,需求名称,需求内容\nX1,一,二\n".encode()
    given = Upload("need", wei.organization.pk, "rows.csv", [rows])
    change = BulkChange.objects.create(
        kind="need", what="add_keywords", asked_by=wei.user, asked_at=now
    )
    interest = ExpressionOfInterest.objects.create(
        record_id=world.records["public"], sender=people.li.organization,
        receiver=wei.organization, sent_by=people.li.user, message="x", sent_at=now,
        expires_at=now + timedelta(days=30),
    )  # fmt: skip
    notice: Any = Notice.objects.create(
        user=wei.user, phrase={"message": "x", "values": {}}, told_at=now
    )
    return {
        "job_id": str(job.pk),
        "import_id": str(upload(wei.actor, given, now).pk),
        "change_id": str(change.pk),
        "interest_id": str(interest.pk),
        "notice_id": str(notice.pk),
        "token_id": str(_token_of(people)),
    }


def _token_of(people: People) -> int:
    return int(people.wei.user.tokens.order_by("pk").values_list("pk", flat=True)[0])
