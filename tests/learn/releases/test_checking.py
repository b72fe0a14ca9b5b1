"""Releases that are damaged, foreign or of another version are refused, with what to do."""

import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from duijie.index import analysis_fingerprint
from duijie.kernel.errors import PromotionRefusedError, ReleaseError
from duijie.kernel.releases import FileMark, write_release
from duijie.learn.releases import checked_release, kind_of, read_facts
from tests.learn.releases.conftest import NOW, Scene

Damage = Callable[[Path], None]


def change_card(**fields: Any) -> Damage:
    def change(folder: Path) -> None:
        card = json.loads((folder / "card.json").read_text("utf-8"))
        (folder / "card.json").write_text(json.dumps(card | fields), "utf-8")

    return change


def first_file(folder: Path) -> Path:
    return min(file for file in folder.iterdir() if file.name != "card.json")


def flip_a_byte(folder: Path) -> None:
    content = bytearray(first_file(folder).read_bytes())
    content[-1] ^= 1
    first_file(folder).write_bytes(content)


def cut_a_file(folder: Path) -> None:
    first_file(folder).write_bytes(first_file(folder).read_bytes()[:-1])


def link_a_file(folder: Path) -> None:
    file = first_file(folder)
    file.rename(folder.parent / "outside")
    file.symlink_to(folder.parent / "outside")


def name_a_file_outside(folder: Path) -> None:
    card = json.loads((folder / "card.json").read_text("utf-8"))
    mark = next(iter(card["files"].values()))
    change_card(files={"../outside": mark})(folder)
    shutil.copy(first_file(folder), folder.parent / "outside")


def link_the_card(folder: Path) -> None:
    (folder / "card.json").rename(folder.parent / "card")
    (folder / "card.json").symlink_to(folder.parent / "card")


def remove_the_card(folder: Path) -> None:
    (folder / "card.json").unlink()


def write_bytes_as_card(folder: Path) -> None:
    (folder / "card.json").write_bytes(b"\xff\x00\xfe")


DAMAGES = [
    (flip_a_byte, "changed"),
    (cut_a_file, "wrong size"),
    (lambda folder: first_file(folder).unlink(), "missing"),
    (link_a_file, "link"),
    (name_a_file_outside, "renamed or its card was changed"),
    (link_the_card, "link"),
    (remove_the_card, "no such release"),
    (write_bytes_as_card, "cannot be read"),
    (change_card(format_version=99), "another version"),
    (change_card(format="somebody-else"), "another kind"),
    (change_card(analysis="0"), "another way of cutting"),
    (change_card(name="../x"), "renamed"),
    (change_card(scores=None), "incomplete"),
    (change_card(files={}), "renamed or its card was changed"),
]


@pytest.mark.parametrize("which", ["live", "ranker"])
@pytest.mark.parametrize(("damage", "why"), DAMAGES)
def test_a_damaged_release_is_refused_with_what_to_do(
    scene: Scene, which: str, damage: Damage, why: str
) -> None:
    name = getattr(scene, which)
    damage(scene.home.releases / name)
    with pytest.raises(ReleaseError, match=rf"{why}.*(duijie train|Put a copy)"):
        checked_release(scene.home.releases, name)


def test_a_damaged_release_is_still_listed_with_its_fault(scene: Scene) -> None:
    remove_the_card(scene.home.releases / scene.ranker)
    listed = {one.name: one for one in scene.room.listed()}
    assert listed[scene.ranker].facts is None
    assert "no such release" in str(listed[scene.ranker].fault)
    assert listed[scene.live].fault is None


def test_a_renamed_or_linked_folder_is_refused(scene: Scene) -> None:
    releases = scene.home.releases
    (releases / scene.ranker).rename(releases / "ranker-000000000000")
    with pytest.raises(ReleaseError, match="renamed"):
        read_facts(releases, "ranker-000000000000")
    (releases / scene.ranker).symlink_to(releases / "ranker-000000000000")
    with pytest.raises(ReleaseError, match="link"):
        read_facts(releases, scene.ranker)


@pytest.mark.parametrize(
    "name",
    [
        "",
        ".",
        "../x",
        "ranker-../../../etc",
        "/etc/passwd",
        "static-0123456789AB",
        "x-0123456789ab",
    ],
)
def test_names_that_no_release_has_lead_nowhere(scene: Scene, name: str) -> None:
    assert kind_of(name) is None
    with pytest.raises(ReleaseError, match="duijie release list"):
        checked_release(scene.home.releases, name)


def test_what_cards_say_is_read_alike_for_both_kinds(scene: Scene) -> None:
    encoder, ranker = (read_facts(scene.home.releases, n) for n in (scene.live, scene.ranker))
    assert encoder.learned_from == {"documents": 64, "documents_used": 64}
    assert ranker.learned_from == {"requests": 3, "judgements": 30}
    assert (encoder.encoder, ranker.encoder) == ("", scene.live)
    assert ranker.scores == {"ndcg@10": 0.61}


def test_a_release_of_pair_levels_is_read_and_never_promoted(scene: Scene) -> None:
    fields = {
        "format": "duijie-pairs",
        "format_version": 1,
        "created_at": NOW.isoformat(),
        "analysis": analysis_fingerprint(),
        "seed": 3,
        "needs": 2,
        "pairs": 5,
        "scores": {"mae_score": 0.76},
    }

    def fill(folder: Path) -> None:
        (folder / "heads.json").write_text("{}", "utf-8")

    def card(name: str, files: Mapping[str, FileMark]) -> str:
        return json.dumps(
            fields | {"name": name, "files": {k: asdict(v) for k, v in files.items()}}
        )

    name = write_release(scene.home.releases, "pairs", fill, card)
    facts = checked_release(scene.home.releases, name)
    assert (facts.learned_from, facts.scores) == ({"needs": 2, "pairs": 5}, {"mae_score": 0.76})
    with pytest.raises(PromotionRefusedError, match="by themselves"):
        scene.room.plan(name)
    flip_a_byte(scene.home.releases / name)
    with pytest.raises(ReleaseError, match="changed"):
        checked_release(scene.home.releases, name)
    change_card(scores=None)(scene.home.releases / name)
    with pytest.raises(ReleaseError, match="incomplete"):
        read_facts(scene.home.releases, name)
