"""Fine-tune or distil a local transformer on a library, and measure before and after.

    python -m benchmarks.quality.transformer --library FILE.jsonl --model FOLDER
        [--queries FILE.jsonl --qrels FILE] [--documents N] [--epochs N] [--batch N] [--out FILE]

`--library` is JSON lines with `id`, `title`, `text`. Without queries and qrels, titles must find
their texts (known-item search), and no title is read when the texts are encoded; a tenth of the
documents is kept out of the training and asked for. With them (`id`, `title`, `text`; TREC qrels),
the queries are asked and nothing of them is trained on.

Nothing is downloaded: FOLDER holds the transformer, `--model tiny` makes one with random weights.
Besides sentence-transformers and torch it needs what the package itself needs to read texts: numpy,
scipy, threadpoolctl, rjieba, opencc, PyStemmer (`pip install -e .` brings them), and uses a
graphics card when torch sees one.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from duijie.index import StaticEncoder, document_text
from duijie.kernel.documents import Document
from duijie.learn import EncoderOptions, Lessons, train_encoder
from duijie.learn.adapters.sentence_transformers import FineTuning, Teacher, fine_tune
from duijie.learn.encoder.distil import distil_encoder
from duijie.learn.encoder.pairs import library_pairs

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Questions:
    """What is asked of a library (评测问题): texts, and for each the documents that answer it."""

    asked: list[str]
    answers: list[set[int]]
    library: list[str]
    taught: list[Document]


def read_library(file: Path, limit: int) -> list[Document]:
    """Return the documents of a file of JSON lines."""
    found = []
    for line in file.read_text("utf-8").splitlines():
        row = json.loads(line)
        title, text = row.get("title") or row.get("name") or "", row.get("text") or ""
        text = text or row.get("abstract") or ""
        found.append(Document(str(row["id"]), "achievement", title, text))
    return found[:limit] if limit else found


def known_items(documents: Sequence[Document]) -> Questions:
    """Return titles that must find their texts, of documents that are not trained on."""
    titled = [n for n, d in enumerate(documents) if d.title.strip() and d.text.strip()]
    chosen = np.random.default_rng(0).permutation(titled)[: max(1, min(1000, len(titled) // 10))]
    kept_out = set(chosen.tolist())
    return Questions(
        [documents[n].title for n in chosen],
        [{int(n)} for n in chosen],
        [document.text or document.title for document in documents],
        [document for n, document in enumerate(documents) if n not in kept_out],
    )


def judged(documents: Sequence[Document], queries: Path, qrels: Path) -> Questions:
    """Return judged queries over a library."""
    place = {document.record_id: n for n, document in enumerate(documents)}
    answers: dict[str, set[int]] = {}
    for line in qrels.read_text("utf-8").splitlines():
        query, _, document, grade = line.split()
        if int(grade) > 0 and document in place:
            answers.setdefault(query, set()).add(place[document])
    asked = [query for query in read_library(queries, 0) if query.record_id in answers]
    return Questions(
        [document_text(query).strip() for query in asked],
        [answers[query.record_id] for query in asked],
        [document_text(document).strip() for document in documents],
        list(documents),
    )


def scores(asked: Floats, library: Floats, answers: Sequence[set[int]]) -> dict[str, float]:
    """Return nDCG@10, recall@10 and MRR with binary grades."""
    rows = []
    for vector, right in zip(asked, answers, strict=True):
        order = np.argsort(-(library @ vector), kind="stable")[:1000]
        places = [n for n, document in enumerate(order.tolist(), start=1) if document in right]
        ideal = sum(1 / np.log2(n + 1) for n in range(1, min(10, len(right)) + 1))
        gained = sum(1 / np.log2(n + 1) for n in places if n <= 10)
        found = sum(n <= 10 for n in places) / len(right)
        rows.append((gained / ideal, found, 1 / places[0] if places else 0.0))
    names = ("ndcg@10", "recall@10", "mrr")
    return dict(zip(names, np.round(np.mean(rows, axis=0), 4).tolist(), strict=True))


def tiny(folder: Path, texts: Sequence[str]) -> Path:
    """Make a small transformer with random weights and a vocabulary of single characters."""
    import sentence_transformers
    import torch
    import transformers

    signs = sorted({sign for text in texts for sign in text.lower() if not sign.isspace()})
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *signs, *(f"##{s}" for s in signs)]
    raw = folder / "raw"
    raw.mkdir(parents=True)
    (raw / "vocab.txt").write_text("\n".join(dict.fromkeys(words)), "utf-8")
    transformers.BertTokenizerFast(str(raw / "vocab.txt")).save_pretrained(str(raw))
    torch.manual_seed(0)
    shape = transformers.BertConfig(
        vocab_size=len(words), hidden_size=128, num_hidden_layers=2, num_attention_heads=4,
        intermediate_size=512,
    )  # fmt: skip
    transformers.BertModel(shape).save_pretrained(str(raw))
    sentence_transformers.SentenceTransformer(str(raw)).save(str(folder / "tiny"))
    return folder / "tiny"


def compare(questions: Questions, model: Path, options: FineTuning, work: Path) -> dict[str, Any]:
    """Return the figures of the model as it is, fine-tuned, distilled, and of the plain table."""
    report: dict[str, Any] = {"model": model.name}

    def note(name: str, asked: Floats, library: Floats, began: float, **more: Any) -> None:
        seconds = round(time.perf_counter() - began, 1)
        report[name] = {**scores(asked, library, questions.answers), "seconds": seconds, **more}
        print(name, report[name], flush=True)

    def table(name: str, release: str, began: float) -> None:
        encoder = StaticEncoder.load(work / release)
        note(name, encoder.encode(questions.asked), encoder.encode(questions.library), began)

    began = time.perf_counter()
    teacher = Teacher(model, longest=options.longest)
    note("as it is", teacher.encode(questions.asked), teacher.encode(questions.library), began)
    pairs = list(library_pairs(questions.taught, Lessons(), np.random.default_rng(options.seed)))
    began = time.perf_counter()
    tuned = fine_tune(model, pairs, models=work / "models", options=options)
    better = Teacher(tuned.folder, longest=options.longest)
    note(
        "fine-tuned", better.encode(questions.asked), better.encode(questions.library), began,
        losses=[round(loss, 4) for loss in tuned.losses], device=tuned.device, pairs=len(pairs),
    )  # fmt: skip
    began = time.perf_counter()
    release = distil_encoder(questions.taught, better, releases=work, clock=_now)
    table("distilled into a table", release, began)
    began = time.perf_counter()
    release = train_encoder(questions.taught, releases=work, clock=_now, options=EncoderOptions())
    table("table without a transformer", release, began)
    return report


def _now() -> datetime:
    return datetime.now(UTC)


def main() -> int:
    """Measure, print and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--library", type=Path, required=True, help="JSON lines: id, title, text")
    parser.add_argument("--model", required=True, help="folder of a transformer, or: tiny")
    parser.add_argument("--queries", type=Path, help="JSON lines: id, title, text")
    parser.add_argument("--qrels", type=Path, help="TREC qrels of these queries")
    parser.add_argument("--documents", type=int, default=0, help="take so many; 0: all")
    parser.add_argument("--epochs", type=int, default=1)
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--rate", type=float, default=2e-5)
    parser.add_argument("--prefixes", default="", help="lengths trained to do alone: 64,128")
    parser.add_argument("--out", type=Path, help="JSON file to write")
    chosen = parser.parse_args()
    documents = read_library(chosen.library, chosen.documents)
    if chosen.queries and chosen.qrels:
        questions = judged(documents, chosen.queries, chosen.qrels)
    else:
        questions = known_items(documents)
    prefixes = tuple(int(size) for size in chosen.prefixes.split(",") if size)
    options = FineTuning(
        epochs=chosen.epochs, batch=chosen.batch, learning_rate=chosen.rate, prefixes=prefixes
    )
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        is_tiny = chosen.model == "tiny"
        model = tiny(work / "made", questions.library) if is_tiny else Path(chosen.model)
        report = {"documents": len(documents), "questions": len(questions.asked)}
        report |= compare(questions, model, options, work)
    if chosen.out:
        chosen.out.write_text(json.dumps(report, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
