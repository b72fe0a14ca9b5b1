"""Measure the training of an encoder, and how fast it encodes short texts.

    python -m benchmarks.speed.encoder [--documents 100000] [--dry]

The library is made up (`duijie generate` makes the same). Training is a command of its own, watched
from outside: wall clock, processor seconds, highest resident memory. Encoding is measured on one
core over titles of 20 to 40 characters, the analysis of the text included. Processor seconds hold
on a machine that is busy with other work, too.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import tempfile
import time
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any

from benchmarks.measuring import run_step, write_result
from duijie.index import StaticEncoder, analyze
from duijie.ingest.generate import synthetic_documents
from duijie.learn import train_encoder

TITLES = 40_000
ROUNDS = 5


def main() -> int:
    """Measure each part in a process of its own, print and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--dry", action="store_true", help="write no result file")
    parser.add_argument("--train", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--encode", type=Path, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.train:
        print(json.dumps(training(chosen.train, chosen.documents)))
        return 0
    if chosen.encode:
        print(json.dumps(encoding(chosen.encode)))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "benchmarks.speed.encoder"]
        many = ["--documents", str(chosen.documents)]
        trained = run_step([*command, "--train", folder, *many])
        (release,) = Path(folder).glob("static-*")
        encoded = run_step([*command, "--encode", release], core=0)
        report = {
            "training": {**json.loads(trained.output), **trained.figures()},
            "encoding": {**json.loads(encoded.output), **encoded.figures()},
        }
    print(json.dumps(report, indent=1))
    if not chosen.dry:
        print(write_result("encoder-speed", report))
    return 0


def training(releases: Path, many: int) -> dict[str, Any]:
    """Return what training on so many documents took."""
    began = time.perf_counter()
    name = train_encoder(
        synthetic_documents(many, seed=1), releases=releases, clock=lambda: datetime.now(UTC)
    )
    used = resource.getrusage(resource.RUSAGE_SELF)
    return {
        "documents": many,
        "release": name,
        "wall_seconds": round(time.perf_counter() - began, 1),
        "processor_seconds": round(used.ru_utime + used.ru_stime, 1),
        "highest_resident_mib": round(used.ru_maxrss / 1024),
    }


def encoding(release: Path) -> dict[str, Any]:
    """Return how many titles a processor second encodes, and where the time goes."""
    encoder = StaticEncoder.load(release)
    titles = [d.title for d in synthetic_documents(4 * TITLES, seed=2) if 20 <= len(d.title) <= 40]
    titles = list(islice(titles, TITLES))
    encoder.encode(titles[:1000])
    terms = [analyze(title) for title in titles]

    def rate(work: Any) -> int:
        best = 0.0
        for _ in range(ROUNDS):
            began = time.process_time()
            work()
            best = max(best, len(titles) / (time.process_time() - began))
        return round(best)

    return {
        "titles": len(titles),
        "mean_characters": round(sum(map(len, titles)) / len(titles), 1),
        "mean_terms": round(sum(map(len, terms)) / len(terms), 1),
        "texts_a_processor_second": rate(lambda: encoder.encode(titles)),
        "of_it_analysis_alone": rate(lambda: [analyze(title) for title in titles]),
        "of_it_lookup_and_sum_alone": rate(lambda: encoder.encode_tokens(terms)),
    }


if __name__ == "__main__":
    raise SystemExit(main())
