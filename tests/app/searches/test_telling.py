"""What is told: only what is new, fits and may be seen; never twice, and to nobody who has left."""

from datetime import timedelta
from unittest import mock

import pytest

from duijie.app.accounts.models import Membership, RegisteredOrganization
from duijie.app.libraries.selection import Selection
from duijie.app.notices.models import Notice
from duijie.app.searches import finding
from duijie.app.searches.actions import Wanted, save_library, save_matches, set_state
from duijie.app.searches.letters import post
from duijie.app.searches.models import SavedSearch, Telling, ToldRecord
from duijie.app.searches.tasks import look, send_again
from duijie.app.wiring import home_in_use, system_clock
from duijie.kernel.errors import CallError, DeniedError
from tests.app.matching.conftest import withdraw
from tests.app.searches.conftest import SITE, indexed, letters, looked, moment, new_battery, watched
from tests.app.web import People, Persona

DAY = timedelta(days=1)


def told_to(who: Persona) -> list[str]:
    rows = ToldRecord.objects.filter(search__owner=who.user).order_by("pk")
    return list(rows.values_list("record_id", flat=True))


def test_a_new_record_that_fits_is_told_on_the_site_and_by_one_letter(public: People) -> None:
    search = watched(public.wei)
    new = new_battery(public)
    assert looked() == 1
    assert told_to(public.wei) == [new]
    notice = Notice.objects.get(user=public.wei.user)
    assert notice.link == f"/searches/{search.pk}/"
    (letter,) = letters()
    assert letter.to == ["wei@example.org"]
    assert "矿用防爆锂离子电池组" in str(letter.body)
    assert f"{SITE}/records/{new}/" in str(letter.body)


def test_the_same_record_is_never_told_twice(public: People) -> None:
    watched(public.wei)
    new_battery(public)
    looked()
    new_battery(public, title="又一种防爆锂离子电池")
    assert looked() == 1
    assert looked() == 0
    assert len(set(told_to(public.wei))) == len(told_to(public.wei)) == 2
    assert len(letters()) == 2


def test_what_was_there_before_or_does_not_fit_is_not_told(public: People) -> None:
    new_battery(public)
    indexed()
    watched(public.wei)
    new_battery(public, title="大熊猫育幼配方奶", summary="用于大熊猫幼崽的人工喂养。")
    assert looked() == 0
    assert Notice.objects.filter(user=public.wei.user).count() == 0
    assert letters() == []


def test_where_nothing_changed_nothing_is_matched(public: People) -> None:
    watched(public.wei)
    looked()
    with mock.patch("duijie.app.searches.tasks.find", side_effect=AssertionError) as match:
        assert look(moment(DAY)) == 0
        assert match.call_count == 0
        new_battery(public)
        indexed()
        look(moment(DAY))
        assert match.call_count == 1


def test_a_record_that_is_withdrawn_meanwhile_is_not_told(public: People) -> None:
    watched(public.wei)
    withdraw(new_battery(public))
    assert looked() == 0


def test_a_record_withdrawn_before_the_letter_leaves_is_not_in_it(public: People) -> None:
    watched(public.wei)
    new = new_battery(public)
    looked()
    withdraw(new)
    assert letters() == []
    assert Telling.objects.get().mail == Telling.Mail.LEFT_OUT


def test_a_private_record_is_told_to_nobody_but_whom_it_is_open_to(public: People) -> None:
    watched(public.wei)
    new_battery(public, visibility="private")
    assert looked() == 0


def test_a_restricted_record_is_told_but_its_title_stands_in_no_letter(public: People) -> None:
    watched(public.wei)
    new_battery(public, visibility="restricted")
    assert looked() == 1
    (letter,) = letters()
    assert "矿用防爆锂离子电池组" not in str(letter.body)
    assert "/searches/" in str(letter.body)


def test_the_letter_is_in_the_language_of_its_reader(public: People) -> None:
    public.wei.user.language = "en"
    public.wei.user.save()
    watched(public.wei)
    new_battery(public)
    looked()
    (letter,) = letters()
    assert letter.subject == "One new record fits what you watch"


@pytest.mark.parametrize("how", ["suspended", "left", "closed"])
def test_who_has_left_is_told_nothing(public: People, how: str) -> None:
    watched(public.wei)
    new_battery(public)
    if how == "suspended":
        RegisteredOrganization.objects.filter(pk=public.wei.organization.pk).update(  # type: ignore[union-attr]
            state=RegisteredOrganization.State.SUSPENDED
        )
    elif how == "left":
        Membership.objects.filter(user=public.wei.user).delete()
    else:
        public.wei.user.is_active = False
        public.wei.user.save()
    assert looked() == 0
    assert Notice.objects.filter(user=public.wei.user).count() == 0
    assert letters() == []


def test_who_leaves_before_the_letter_does_gets_none(public: People) -> None:
    watched(public.wei)
    new_battery(public)
    looked()
    Membership.objects.filter(user=public.wei.user).delete()
    assert letters() == []


def test_a_daily_search_waits_for_its_day(public: People) -> None:
    watched(public.wei, "daily")
    new_battery(public)
    assert looked(timedelta(hours=23)) == 0
    assert looked(timedelta(hours=25)) == 1


def test_what_came_while_it_was_paused_is_told_when_it_is_taken_up(public: People) -> None:
    search = watched(public.wei)
    set_state(public.wei.actor, search.pk, SavedSearch.State.PAUSED, now=system_clock())
    new_battery(public)
    assert looked() == 0
    set_state(public.wei.actor, search.pk, SavedSearch.State.ACTIVE, now=system_clock())
    assert looked() == 1


def test_cut_off_before_the_notice_nothing_counts_as_told(public: People) -> None:
    watched(public.wei)
    new = new_battery(public)
    indexed()
    with (
        mock.patch("duijie.app.searches.actions.tell", side_effect=SystemExit),
        pytest.raises(SystemExit),
    ):
        look(moment(timedelta(minutes=1)))
    assert (told_to(public.wei), Telling.objects.count()) == ([], 0)
    assert look(moment(timedelta(minutes=2))) == 1
    assert told_to(public.wei) == [new]


def test_a_letter_that_was_cut_off_is_not_sent_again(public: People) -> None:
    watched(public.wei)
    new_battery(public)
    looked()
    telling = Telling.objects.get()
    with (
        mock.patch("django.core.mail.EmailMessage.send", side_effect=SystemExit),
        pytest.raises(SystemExit),
    ):
        post(telling.pk, system_clock())
    post(telling.pk, system_clock())
    send_again(moment(DAY))
    telling.refresh_from_db()
    assert (telling.mail, letters()) == (Telling.Mail.CLAIMED, [])


def test_a_letter_that_a_mail_server_refuses_is_tried_again_and_says_so(public: People) -> None:
    search = watched(public.wei)
    new_battery(public)
    looked()
    telling = Telling.objects.get()
    with mock.patch("django.core.mail.EmailMessage.send", side_effect=ConnectionRefusedError):
        post(telling.pk, system_clock())
    page = public.wei.browser().get(f"/searches/{search.pk}/").content.decode()
    assert "The letter could not be sent" in page
    post(telling.pk, system_clock())
    telling.refresh_from_db()
    assert (telling.mail, telling.tries, len(letters())) == (Telling.Mail.SENT, 2, 1)


def test_a_library_list_tells_what_passes_all_of_its_conditions(public: People) -> None:
    chosen = Selection("achievement", "锂离子电池", {"trl": ("7",)})
    save_library(public.wei.actor, chosen, Wanted("电池", "at_once"), now=system_clock())
    fits = new_battery(public)
    new_battery(public, title="低成熟度的锂离子电池", trl=3)
    new_battery(public, title="燃料堆", summary="氢燃料堆。")
    assert looked() == 1
    assert told_to(public.wei) == [fits]
    assert looked() == 0


def test_a_large_import_is_looked_through_part_by_part(
    public: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "CHUNK", 1)
    wanted = Wanted("全部", "daily")
    save_library(public.wei.actor, Selection("achievement"), wanted, now=system_clock())
    made = {new_battery(public, title=f"第{n}号电池") for n in range(3)}
    later = timedelta(days=2)
    assert [looked(later) for _ in range(4)] == [1, 1, 1, 0]
    assert set(told_to(public.wei)) == made


def test_a_search_whose_need_is_no_longer_shared_says_so_and_stops_no_other(
    public: People,
) -> None:
    broken, sound = watched(public.wei), watched(public.li)
    SavedSearch.objects.filter(pk=broken.pk).update(owner=public.mallory.user)
    new_battery(public)
    looked()
    broken.refresh_from_db()
    assert broken.problem["code"] == "E-APP-002"
    assert told_to(public.mallory) == []
    sound.refresh_from_db()
    assert sound.looked_at is not None


def test_nobody_watches_more_than_is_allowed(public: People) -> None:
    home_in_use().settings_file.write_text("[searches]\nmost = 1\n", "utf-8")
    first = watched(public.wei)
    with pytest.raises(CallError):
        watched(public.wei, text="水性环氧防腐涂料")
    set_state(public.wei.actor, first.pk, SavedSearch.State.STOPPED, now=system_clock())
    assert watched(public.wei).state == SavedSearch.State.ACTIVE
    with pytest.raises(CallError):
        set_state(public.wei.actor, first.pk, SavedSearch.State.ACTIVE, now=system_clock())


def test_the_same_is_not_watched_twice(public: People) -> None:
    first, again = watched(public.wei), watched(public.wei, "weekly")
    assert (first.pk, again.rhythm) == (again.pk, "weekly")
    assert watched(public.mallory).pk != first.pk
    whole = Selection("achievement")
    wanted = Wanted("全部", "daily")
    some = [save_library(public.wei.actor, whole, wanted, now=system_clock()) for _ in range(2)]
    assert some[0].pk == some[1].pk
    assert SavedSearch.objects.filter(owner=public.wei.user).count() == 2


def test_a_list_of_others_cannot_be_watched(public: People) -> None:
    theirs = watched(public.wei).request
    assert theirs is not None
    newest = theirs.lists.first()
    with pytest.raises(DeniedError):
        save_matches(public.mallory.actor, newest, Wanted("x", "daily"), now=system_clock())
