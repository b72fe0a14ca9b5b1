"""The coach in the browser: a need, one question, an answer, what it changed."""

import re
from collections.abc import Iterator

import pytest

from duijie.app.coach.queries import coaching
from duijie.app.engine import ROOM
from duijie.app.records.models import Achievement
from duijie.app.wiring import home_in_use
from duijie.kernel.errors import DeniedError
from duijie.kernel.home import Home
from duijie.kernel.matching import MatchRequest
from tests.app.calls import Call
from tests.app.matching.conftest import asked
from tests.app.web import People, make_people

NEED = "需要含氟聚合物薄膜"
ROWS = "成果登记号,成果名称,成果简介,持有单位\n" + "\n".join(
    f"F{n},含氟聚合物薄膜,含氟聚合物薄膜，透光率≥{70 + 2 * n}%。,研究院{n}" for n in range(14)
)


@pytest.fixture
def films(home: Home, duijie: Call, django_db_blocker: pytest.FixtureRequest) -> Iterator[People]:
    """Return the people of a site whose library holds films that differ in one figure."""
    from django.db import connection

    file = home.path.parent / "films.csv"
    file.write_text(ROWS, "utf-8")
    assert duijie(home.path, "import", file, "--kind", "achievement", "--yes").code == 0
    assert duijie(home.path, "index", "build").code == 0
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        yield make_people()
        ROOM.close()
        connection.close()


def test_one_question_is_asked_with_answers_to_choose(films: People) -> None:
    page = films.wei.browser().post("/coach/", {"text": NEED}).content.decode()
    assert "What 透光率 do you need?" in page
    assert len(re.findall(r'name="answer" value="透光率 ≥ \d+ %"', page)) == 3


def test_an_answer_goes_into_the_need_and_its_effect_is_told(films: People) -> None:
    said = {"text": NEED, "answer": "透光率 ≥ 95 %", "asked": "quantity:透光率"}
    page = films.wei.browser().post("/coach/", said).content.decode()
    assert "需要含氟聚合物薄膜。透光率 ≥ 95 %。</textarea>" in page
    with ROOM.engine(home_in_use()) as engine:
        before, after = (
            [match.record_id for match in engine.match(MatchRequest(text)).matches]
            for text in (NEED, f"{NEED}。透光率 ≥ 95 %。")
        )
    assert before[0] != after[0]
    assert set(before) == set(after)
    assert "Another one stands first now." in page
    told = "Your answer brought no new match among the first ten."
    assert told in page
    assert "What 透光率 do you need?" not in page


def test_a_question_that_does_not_matter_is_not_asked_again(films: People) -> None:
    said = {"text": NEED, "answer": "", "asked": "quantity:透光率"}
    page = films.wei.browser().post("/coach/", said).content.decode()
    assert "What 透光率 do you need?" not in page
    assert f"{NEED}</textarea>" in page


def test_with_scripts_only_the_part_that_changes_is_sent(films: People) -> None:
    browser = films.wei.browser(**{"hx-request": "true"})
    page = browser.post("/coach/", {"text": NEED}).content.decode()
    assert "What 透光率 do you need?" in page
    assert "<html" not in page


def test_an_empty_need_is_asked_for_and_nothing_is_lost(films: People) -> None:
    answer = films.wei.browser().post("/coach/", {"text": " ", "asked": "trl:"})
    assert answer.status_code == 422
    assert 'href="#id_text"' in answer.content.decode()


def test_a_need_that_was_matched_can_be_sharpened_by_its_owner_alone(films: People) -> None:
    shown = asked(films.wei.browser(), NEED)
    page = films.wei.browser().get(f"/coach/{shown.pk}/")
    assert f"{NEED}</textarea>" in page.content.decode()
    assert films.mallory.browser().get(f"/coach/{shown.pk}/").status_code == 404


def test_who_belongs_to_no_organisation_is_not_coached(films: People) -> None:
    assert films.ning.browser().post("/coach/", {"text": NEED}).status_code == 403
    with pytest.raises(DeniedError):
        coaching(films.ning.actor, NEED, "en")


def test_a_withdrawn_record_is_not_shown_although_the_index_has_it(films: People) -> None:
    before = coaching(films.wei.actor, NEED, "en").places
    Achievement.objects.filter(record_id=before[0].record_id).update(state="withdrawn")
    after = coaching(films.wei.actor, NEED, "en").places
    assert before[0].record_id not in {place.record_id for place in after}


def test_what_people_write_is_never_markup(films: People) -> None:
    said = {"text": '</textarea><script>alert(1)</script>薄膜"', "asked": '"><script>'}
    page = films.wei.browser().post("/coach/", said).content.decode()
    assert "<script>alert" not in page
    assert '"><script>' not in page


def test_a_page_of_the_coach_takes_a_fixed_number_of_queries(
    films: People, django_assert_max_num_queries: pytest.FixtureRequest
) -> None:
    browser = films.wei.browser()
    browser.get("/coach/")
    with django_assert_max_num_queries(12):  # type: ignore[operator]
        browser.post("/coach/", {"text": NEED})
