"""`duijie demo`: a made-up region by the ordinary paths, never among somebody's records."""

from functools import partial
from pathlib import Path

import pytest

from duijie.app.demo import FOREIGN_NEED
from duijie.ingest import generate
from tests.app.calls import Call, Said
from tests.app.stores import copied_home

SIZES = generate.Sizes(achievements=500, organizations=80, needs=16, experts=20, patents=40)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo") / "home"


@pytest.fixture(scope="module")
def said(home: Path, duijie: Call) -> Said:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(generate, "generate_region", partial(generate.generate_region, sizes=SIZES))
        return duijie(home, "demo", "--lang", "en")


def test_the_demo_ends_well_and_shows_explained_cards(said: Said) -> None:
    assert said.code == 0, said.err
    assert "500 achievements" in said.out
    assert "✓" in said.out
    assert "▮" in said.out


def test_the_data_folder_of_the_demo_is_closed_to_others(said: Said, home: Path) -> None:
    assert said.code == 0
    assert home.stat().st_mode & 0o077 == 0


def test_the_demo_shows_an_honest_no_good_match(said: Said) -> None:
    after = said.out.partition(FOREIGN_NEED[:20])[2]
    assert "No good match" in after
    assert "Next steps" in after


def test_the_recall_is_called_a_smoke_test(said: Said) -> None:
    flat = " ".join(said.out.split())
    assert "Smoke test: of" in flat
    assert "no measure of quality" in flat


def test_every_command_to_try_next_works(said: Said, home: Path, duijie: Call) -> None:
    calls = [line for line in said.out.partition("What to try next")[2].splitlines() if line]
    assert any(" match " in call for call in calls)
    for need in ("XQ000002", "ZJ0000000003"):
        reverse = ["--reverse"] if need.startswith("ZJ") else []
        assert duijie(home, "match", "--need", need, *reverse).code == 0


def test_the_query_to_try_first_has_a_good_answer(said: Said, home: Path, duijie: Call) -> None:
    flat = " ".join(said.out.partition("What to try next")[2].split())
    query = flat.partition('match "')[2].partition('"')[0]
    assert query
    answer = duijie(home, "match", query, "--json").json
    assert answer["no_good_match"] is None
    assert answer["matches"][0]["level"] >= 3


def test_the_demo_may_be_run_again(said: Said, home: Path, duijie: Call) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(generate, "generate_region", partial(generate.generate_region, sizes=SIZES))
        again = duijie(home, "demo", "--lang", "en")
    assert again.code == 0, again.err
    assert "Smoke test" in again.out


def test_the_demo_does_not_get_among_somebodys_records(
    library: Path, tmp_path: Path, duijie: Call
) -> None:
    home = tmp_path / "copy"
    copied_home(library, home)
    said = duijie(home, "demo")
    assert said.code == 2
    assert "E-APP-001" in said.err
    assert not (home / "demo").exists()


def test_generated_files_lie_in_the_data_folder_unless_another_is_named(
    tmp_path: Path, duijie: Call
) -> None:
    few = ("--needs", "2", "--organizations", "10", "--experts", "0", "--patents", "0")
    said = duijie(tmp_path / "home", "generate", "--achievements", "40", *few)
    assert said.code == 0, said.err
    assert (tmp_path / "home" / "generated" / "achievements.csv").is_file()
