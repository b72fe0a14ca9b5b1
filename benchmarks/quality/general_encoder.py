"""The encoder that comes with the package: `python -m benchmarks.quality.general_encoder --data D`.

Trains it on the abstracts of `csl` in the folder, by the product's own training, cuts it down to
what the package carries, and writes it to the folder named by --write. The same abstracts give the
same release on one machine.
"""

from __future__ import annotations

import argparse
import json
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from duijie.index.encoders.general import FOLDER, GENERAL
from duijie.kernel.documents import Document
from duijie.learn.encoder import EncoderOptions, train_encoder
from duijie.learn.encoder.slim import Slimming, slim_encoder

DIMENSIONS = 112  # the vocabulary is worth more than longer vectors: 114,000 entries in 8 MB
INTENDED_USE = (
    "Telling which technical words in Chinese are near each other, where a library cannot tell."
)
KNOWN_FAULTS = (
    "It was trained on 14,940 abstracts of Chinese papers and knows hardly any English words.",
    "Half the numbers of a vector and half the bits of each were left out to keep it small.",
)


def main() -> int:
    """Train and write."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--data", default="")
    asked.add_argument("--write", type=Path, default=FOLDER, help="folder of releases")
    options = asked.parse_args()
    file = Path(options.data) / "csl" / "results.jsonl"
    if not file.is_file():
        print("skipped: there are no abstracts; say --data <folder>")
        return 0
    with TemporaryDirectory(prefix="duijie-general-") as folder:
        whole = train_encoder(
            abstracts(file),
            releases=Path(folder),
            clock=_now,
            options=EncoderOptions(),
        )
        slimming = Slimming(DIMENSIONS, GENERAL, INTENDED_USE, KNOWN_FAULTS)
        name = slim_encoder(Path(folder) / whole, options.write, slimming, clock=_now)
    size = sum(one.stat().st_size for one in (options.write / name).iterdir())
    print(f"{name}: {size / 1e6:.1f} MB, from {whole}")
    return 0


def abstracts(file: Path) -> list[Document]:
    """Return abstracts with their titles, where there are any, as documents."""
    with file.open(encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [
        Document(f"achievement:{row['id']}", "achievement", row.get("title") or "", row["abstract"])
        for row in rows
    ]


def _now() -> datetime:
    return datetime.now(UTC)


if __name__ == "__main__":
    raise SystemExit(main())
