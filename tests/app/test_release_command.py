"""`duijie release`: what is live changes by proof only, and one command takes it back."""

import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from duijie.index import live_models
from duijie.kernel.home import Home
from duijie.kernel.live import Models
from duijie.learn.releases import Journal
from tests.app.calls import Call, Said
from tests.app.stores import copied_home, lose_database
from tests.app.test_match_command import agrees

NEEDS = 12


@dataclass(frozen=True)
class Scene:
    """A home of its own with an index, a live encoder and a trained candidate."""

    home: Path
    duijie: Call
    live: str
    candidate: str

    def __call__(self, *arguments: str | Path) -> Said:
        return self.duijie(self.home, *arguments)

    @property
    def models(self) -> Models:
        return live_models(Home(self.home).index)

    def state(self, name: str) -> str:
        listed = self("release", "list", "--json").json["releases"]
        return str({one["name"]: one["state"] for one in listed}[name])


@pytest.fixture(scope="session")
def trained(library: Path, duijie: Call, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("trained") / "home"
    copied_home(library, home)
    assert duijie(home, "train", "encoder", "--seed", "7", "--dimensions", "32").code == 0
    return home


@pytest.fixture
def scene(trained: Path, duijie: Call, tmp_path: Path) -> Scene:
    home = tmp_path / "home"
    copied_home(trained, home)
    listed = duijie(home, "release", "list", "--json").json
    names = {one["state"]: one["name"] for one in listed["releases"]}
    return Scene(home, duijie, names["live"], names["candidate"])


@pytest.fixture
def judged(tmp_path: Path) -> tuple[Path, Path]:
    """Return qrels and needs in which the one good achievement is always A2."""
    qrels, needs = tmp_path / "qrels.txt", tmp_path / "needs.jsonl"
    qrels.write_text("".join(f"q{n} 0 achievement:A2 3\n" for n in range(NEEDS)), "utf-8")
    rows = ({"id": f"q{n}", "title": "防爆锂离子电池", "text": f"第{n}种"} for n in range(NEEDS))
    needs.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return qrels, needs


def test_a_build_keeps_the_live_encoder_although_a_newer_one_was_trained(scene: Scene) -> None:
    assert scene("index", "build").code == 0
    assert scene.models == Models(scene.live, "")


def test_without_any_proof_a_release_stays_where_it_is(scene: Scene) -> None:
    said = scene("release", "promote", scene.candidate)
    assert said.code == 1
    assert "no feedback is stored" in said.err
    said = scene("release", "promote", scene.candidate, "--without-proof")
    assert said.code == 2
    assert "--because" in said.err
    assert (scene.models.encoder, scene.state(scene.candidate)) == (scene.live, "candidate")


def test_a_release_that_is_not_better_by_judgements_is_refused_with_reasons(
    scene: Scene, judged: tuple[Path, Path]
) -> None:
    qrels, needs = judged
    ask = ("release", "promote", scene.candidate, "--qrels", qrels, "--needs", needs)
    said = scene(*ask)
    assert said.code == 1
    assert "at least 30 are asked for" in " ".join(said.out.split())
    assert "Not better" in said.out
    assert scene.models.encoder == scene.live
    assert not (scene.home / "index" / "trial").exists()
    decision = scene(*ask, "--json").json["decision"]
    assert decision["ruling"] == "stop"
    refused = Journal(scene.home / "releases").entries()[-1]
    assert refused.proof is not None
    assert refused.step.value == "given_up"


def test_a_first_release_goes_live_with_a_reason_and_one_command_takes_it_back(
    scene: Scene,
) -> None:
    reason = "the first one"
    said = scene("release", "promote", scene.candidate, "--without-proof", "--because", reason)
    assert said.code == 0, said.err
    assert scene.models.encoder == scene.candidate
    assert scene("match", "防爆锂离子电池", "--json").json["release"].startswith(scene.candidate)
    shown = scene("release", "show", scene.candidate).out
    assert reason in shown
    assert "without a proof" in shown
    said = scene("release", "rollback", "--because", "a test", "--json")
    assert said.code == 0, said.err
    assert said.json["after"]["encoder"] == scene.live
    assert (scene.state(scene.live), scene.state(scene.candidate)) == ("live", "rolled_back")
    assert scene("release", "rollback").code == 2
    assert scene("index", "verify").code == 0


def test_both_rollbacks_undo_the_same_switch_and_both_write_it_down(scene: Scene) -> None:
    scene("release", "promote", scene.candidate, "--without-proof", "--because", "x")
    assert scene("index", "rollback").code == 0
    assert (scene.models.encoder, scene.state(scene.candidate)) == (scene.live, "rolled_back")


def test_a_rollback_of_releases_passes_over_mere_rebuilds(scene: Scene) -> None:
    scene("release", "promote", scene.candidate, "--without-proof", "--because", "x")
    assert scene("index", "build").code == 0
    assert scene("index", "build").code == 0
    assert scene.models.encoder == scene.candidate
    assert scene("release", "rollback").code == 0
    assert scene.models.encoder == scene.live


def test_a_setting_that_names_another_encoder_is_not_contradicted(scene: Scene) -> None:
    (scene.home / "settings.toml").write_text(f'[index]\nencoder = "{scene.live}"\n', "utf-8")
    said = scene("release", "promote", scene.candidate, "--without-proof", "--because", "x")
    assert said.code == 1
    assert "index.encoder" in said.err


def test_names_that_lead_nowhere_are_wrong_calls(scene: Scene) -> None:
    for command in (
        ("show", "nothing"),
        ("show", "../releases"),
        ("promote", "static-000000000000", "--without-proof", "--because", "x"),
        ("shadow", "ranker-000000000000"),
    ):
        said = scene("release", *command)
        assert said.code == 2
        assert "duijie release list" in said.err


def test_a_damaged_release_is_listed_and_never_put_in_use(scene: Scene) -> None:
    (scene.home / "releases" / scene.candidate / "vocabulary.txt").write_text("x", "utf-8")
    said = scene("release", "promote", scene.candidate, "--without-proof", "--because", "x")
    assert said.code == 2
    assert "duijie train encoder" in said.err
    (scene.home / "releases" / scene.candidate / "card.json").unlink()
    said = scene("release", "list")
    assert said.code == 0
    assert "cannot be used" in said.out


def test_only_a_ranker_can_be_a_shadow(scene: Scene) -> None:
    said = scene("release", "shadow", scene.candidate)
    assert (said.code, "only a ranker" in said.err) == (1, True)


def test_the_same_library_and_seed_give_the_same_release(scene: Scene) -> None:
    again = scene("train", "encoder", "--seed", "7", "--dimensions", "32", "--json").json
    assert again["release"] == scene.candidate


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_list_and_card_are_readable_in_both_languages(scene: Scene, lang: str) -> None:
    said = scene("release", "list", "--lang", lang)
    assert scene.live in said.out
    said = scene("release", "show", scene.live, "--lang", lang)
    assert (said.code, said.err) == (0, "")
    assert "%(" not in said.out


def test_the_first_build_stands_in_the_journal(scene: Scene, home: Home) -> None:
    del home
    entry = Journal(scene.home / "releases").entries()[0]
    assert (entry.action.value, entry.after.encoder) == ("build", scene.live)
    assert [(c.before.value, c.after.value) for c in entry.changes] == [("candidate", "live")]


def test_what_is_live_needs_no_database(scene: Scene) -> None:
    lose_database(scene.home)
    assert scene("release", "list").code == 0
    assert not (scene.home / "duijie.sqlite3").exists()


def test_what_is_printed_for_machines_obeys_the_reference(
    scene: Scene, judged: tuple[Path, Path]
) -> None:
    qrels, needs = judged
    promote = ("release", "promote", scene.candidate)
    refused = scene(*promote, "--qrels", qrels, "--needs", needs, "--json").json
    assert agrees(refused, "release-promote")
    assert refused["is_live"] is False
    assert agrees(
        scene(*promote, "--without-proof", "--because", "x", "--json").json, "release-promote"
    )
    assert agrees(scene("release", "list", "--json").json, "release-list")
    assert agrees(scene("release", "show", scene.candidate, "--json").json, "release")
    assert agrees(scene("release", "rollback", "--json").json, "release-entry")


def test_every_look_at_the_log_is_written_down_and_a_short_log_proves_nothing(
    scene: Scene, tmp_path: Path
) -> None:
    rows = (f"L{n},防爆锂离子电池{n},需要第{n}种防爆锂离子电池\n" for n in range(12))
    file = tmp_path / "needs.csv"
    file.write_text("需求编号,需求名称,需求内容\n" + "".join(rows), "utf-8")
    assert scene("import", file, "--kind", "need", "--yes").code == 0
    assert scene("index", "update").code == 0
    for n in range(3):
        assert scene("match", "--need", f"L{n}", "--log").code == 0
    few = scene("release", "promote", scene.candidate)
    assert (few.code, "only 3 logged requests" in few.err) == (1, True)
    for n in range(3, 12):
        assert scene("match", "--need", f"L{n}", "--log").code == 0
    for look in (1, 2):
        said = scene("release", "promote", scene.candidate, "--json")
        assert said.code == 1
        decision = said.json["decision"]
        assert decision["look"] == look
        assert decision["ruling"] in ("wait", "stop")
        assert any("The log is too short" in sentence for sentence in decision["sentences"])
    assert scene.models.encoder == scene.live


def test_the_setting_logs_matches_without_being_asked(scene: Scene, tmp_path: Path) -> None:
    (scene.home / "settings.toml").write_text('[feedback]\nlog = "on"\n', "utf-8")
    assert scene("match", "--need", "N2").code == 0
    said = scene("feedback", "export", tmp_path / "out.jsonl", "--json")
    assert said.json["impressions"] > 0
