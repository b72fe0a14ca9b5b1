"""How long until changed records are found: 1,000 upserts seen by a reader in another handle.

python -m benchmarks.speed.freshness HOME OUT.json
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from dataclasses import replace
from pathlib import Path

from duijie.index import open_encoder, open_index
from duijie.ingest.generate import synthetic_documents
from duijie.kernel.filters import Filter
from duijie.kernel.home import Home
from duijie.kernel.matching import TextQuery


def main() -> None:
    """Measure and write the figures."""
    parser = argparse.ArgumentParser()
    parser.add_argument("home", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    home = Home(asked.home)
    writer = open_index(home.index)
    encoder = open_encoder(writer.stats().encoder_release, home)
    writer.close()
    writer, reader = open_index(home.index, encoder), open_index(home.index)
    revision = writer.stats().revision
    times: list[float] = []
    for turn in range(asked.rounds):
        word = f"zzfresh{turn}"
        changed = [
            # Half of them replace what is there, half are new.
            replace(
                document,
                record_id=document.record_id if place % 2 else f"achievement:new-{turn}-{place}",
                text=f"{document.text} {word}",
            )
            for place, document in enumerate(synthetic_documents(asked.count, seed=500 + turn))
        ]
        start = time.perf_counter()
        writer.upsert(changed, revision=revision)
        reader.refresh()
        query = TextQuery(((word, 1.0),))
        hits = reader.search_text([query], where=Filter(), limit=asked.count + 1)[0]
        times.append(time.perf_counter() - start)
        assert len(hits) == asked.count, f"{len(hits)} of {asked.count} are visible"
    figures = {
        "upserts": asked.count,
        "seconds_until_visible": [round(t, 3) for t in times],
        "median_seconds": round(statistics.median(times), 3),
    }
    asked.out.write_text(json.dumps(figures), "utf-8")


if __name__ == "__main__":
    main()
