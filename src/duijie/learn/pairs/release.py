"""A model of pairs as a release (配对模型版本): arrays, trees as text and words; no pickle.

Needs and titles it learned from are part of it, since new pairs are compared with them: a release
is as confidential as they are.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

import numpy as np

from duijie.index import analysis_fingerprint
from duijie.kernel.errors import ReleaseError
from duijie.kernel.matching import Level
from duijie.kernel.ports import Clock
from duijie.kernel.releases import (
    FileMark,
    card_text,
    file_marks,
    read_fields,
    verify_files,
    write_release,
)
from duijie.kernel.words import N_
from duijie.learn.pairs.adapters.lightgbm import Trees
from duijie.learn.pairs.features import Scaling
from duijie.learn.pairs.heads import Head, Heads
from duijie.learn.pairs.kernels import Points
from duijie.learn.pairs.model import PairModel
from duijie.learn.pairs.process import Process
from duijie.learn.pairs.reading import Need, Pair
from duijie.learn.pairs.space import Space

PREFIX: Final = "pairs"
FORMAT: Final = "duijie-pairs"
FORMAT_VERSION: Final = 2
TRAIN_AGAIN: Final = N_("Train the model of pairs again.")
_WORDS, _SPACE, _TEXTS, _HEADS = "vocabulary.txt", "space.npz", "pairs.json", "heads.json"


def write_pair_release(
    model: PairModel, releases: Path, *, clock: Clock, seed: int, scores: Mapping[str, float]
) -> str:
    """Write a model as a release and return its name; equal models have equal names."""

    def card(name: str, files: Mapping[str, FileMark]) -> str:
        fields = {
            "name": name,
            "created_at": clock(),
            "analysis": analysis_fingerprint(),
            "seed": seed,
            "needs": len(model.needs),
            "pairs": len(model.pairs),
            "scores": dict(scores),
            "files": {file: asdict(mark) for file, mark in files.items()},
        }
        return card_text(fields, form=FORMAT, version=FORMAT_VERSION)

    return write_release(releases, PREFIX, lambda folder: _fill(folder, model), card)


def load_pair_model(folder: Path) -> PairModel:
    """Return the model of a release folder, after checking every file of it.

    Raises:
        ReleaseError: the release is missing, corrupt, cut short or incompatible.
    """
    fields = read_fields(folder, form=FORMAT, version=FORMAT_VERSION, remedy=TRAIN_AGAIN)
    try:
        files = file_marks(fields)
        analysis = str(fields["analysis"])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _refused(folder, N_("its card is incomplete")) from error
    if analysis != analysis_fingerprint():
        raise _refused(folder, N_("it was made with another way of cutting texts into words"))
    verify_files(folder, files, remedy=TRAIN_AGAIN)
    try:
        return _read(folder)
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise _refused(folder, N_("its files do not agree with its card")) from error


def _fill(folder: Path, model: PairModel) -> None:
    space = model.space
    (folder / _WORDS).write_text("".join(f"{term}\n" for term in space.vocabulary), "utf-8")
    np.savez(
        folder / _SPACE,
        idf=space.idf,
        topics=space.topics,
        encoded=space.encoded,
        general=space.general,
        means=model.scaling.means,
        deviations=model.scaling.deviations,
    )
    for n, process in enumerate(model.committee):
        np.savez(
            folder / f"regression-{n}.npz",
            needs=process.points.needs,
            titles=process.points.titles,
            figures=process.points.figures,
            dual=process.dual,
            means=process.means,
            parameters=process.parameters,
        )
    texts = {
        "needs": [[need.need_id, need.title, need.text] for need in model.needs],
        "pairs": [_row(pair) for pair in model.pairs],
        "judged_needs": sorted(model.judged_needs),
    }
    (folder / _TEXTS).write_text(json.dumps(texts, ensure_ascii=False), "utf-8")
    weights: dict[str, list[list[float]]] = {}
    for kind, heads in (("known", model.known), ("new", model.new)):
        if heads is None:
            continue
        weights[kind] = [list(head.weights) for head in heads.heads]
        for n, head in enumerate(heads.heads):
            if head.trees is not None:
                (folder / f"trees-{kind}-{n}.txt").write_text(head.trees.text, "utf-8")
    (folder / _HEADS).write_text(json.dumps(weights), "utf-8")


def _read(folder: Path) -> PairModel:
    terms = (folder / _WORDS).read_text("utf-8").split("\n")[:-1]
    with np.load(folder / _SPACE, allow_pickle=False) as arrays:
        space = Space(
            {term: n for n, term in enumerate(terms)},
            arrays["idf"],
            arrays["topics"],
            arrays["encoded"],
            arrays["general"],
        )
        scaling = Scaling(arrays["means"], arrays["deviations"])
    committee = []
    for n in range(len(list(folder.glob("regression-*.npz")))):
        with np.load(folder / f"regression-{n}.npz", allow_pickle=False) as arrays:
            points = Points(arrays["needs"], arrays["titles"], arrays["figures"])
            process = Process(points, arrays["dual"], arrays["means"], arrays["parameters"])
            committee.append(process)
    texts: dict[str, Any] = json.loads((folder / _TEXTS).read_text("utf-8"))
    weights: dict[str, Any] = json.loads((folder / _HEADS).read_text("utf-8"))
    return PairModel(
        needs=tuple(Need(*row) for row in texts["needs"]),
        pairs=tuple(_pair(*row) for row in texts["pairs"]),
        judged_needs=frozenset(texts["judged_needs"]),
        space=space,
        scaling=scaling,
        committee=tuple(committee),
        known=_heads(folder, "known", weights),
        new=_heads(folder, "new", weights),
    )


def _heads(folder: Path, kind: str, weights: Mapping[str, Any]) -> Heads | None:
    if kind not in weights:
        return None
    found = []
    for n, (constant, said, by_trees) in enumerate(weights[kind]):
        file = folder / f"trees-{kind}-{n}.txt"
        trees = Trees(file.read_text("utf-8")) if file.is_file() else None
        found.append(Head(trees, (float(constant), float(said), float(by_trees))))
    return Heads(tuple(found))


def _row(pair: Pair) -> list[object]:
    level = None if pair.level is None else int(pair.level)
    return [pair.pair_id, pair.achievement_id, pair.need_id, level, pair.title]


def _pair(pair_id: str, achievement_id: str, need_id: str, level: int | None, title: str) -> Pair:
    return Pair(pair_id, achievement_id, need_id, None if level is None else Level(level), title)


def _refused(folder: Path, why: str) -> ReleaseError:
    return ReleaseError(release=folder.name, why=why, remedy=TRAIN_AGAIN)
