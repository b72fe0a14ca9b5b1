import base64
import json
from pathlib import Path

import numpy as np
import pytest

from duijie.index import open_encoder
from duijie.kernel.home import Home

pytest.importorskip("onnxruntime")  # comes with the extra: pip install 'duijie[onnx]'
pytest.importorskip("tokenizers")

# One Gather node over a table of 8 x 6 random numbers: input_ids → token states.
_MODEL = (
    "CAk60wIKHQoDZW1iCglpbnB1dF9pZHMSA291dCIGR2F0aGVyEgFnKs4BCAgIBhABQgNlbWJKwAFsvwA+f0YHvr3yIz"
    "/f1dY9oSEJv/0iuT556aY/5nNyP/4nNL9V+aG/6o4fv25FKT1OzRTA7ApgvgN6n7/gdTu/j1QLvxjyob49wdI+FHGF"
    "P5eeA75G6K4/M0oqvyH5sz7SSWc/hYnAPfhVPr8y9mu/ClvqvtV6YT4rO4G/HzJWvuILI77bdAo/ms9bPmnztT5QYS"
    "e/cLkEvp6ySD/AKL8/Dymhv0HIwT+lRaw/BgRIP7pmhz5+uqC+bKC6P7/p+j9aHQoJaW5wdXRfaWRzEhAKDggHEgoK"
    "AxIBYgoDEgFzWiIKDmF0dGVudGlvbl9tYXNrEhAKDggHEgoKAxIBYgoDEgFzYhsKA291dBIUChIIARIOCgMSAWIKAx"
    "IBcwoCCAZCBAoAEBE="
)
_TOKENIZER = {
    "version": "1.0",
    "pre_tokenizer": {
        "type": "Split",
        "pattern": {"String": ""},
        "behavior": "Isolated",
        "invert": False,
    },
    "model": {
        "type": "WordLevel",
        "vocab": {"[UNK]": 0, "[PAD]": 1, "电": 2, "池": 3},
        "unk_token": "[UNK]",
    },
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "model.onnx").write_bytes(base64.b64decode("".join(_MODEL)))
    (tmp_path / "tokenizer.json").write_text(json.dumps(_TOKENIZER), "utf-8")
    return tmp_path


def test_a_text_is_the_mean_of_its_tokens_whatever_stands_beside_it(folder: Path) -> None:
    encoder = open_encoder(str(folder), Home(folder))
    one, other, both = encoder.encode(["电池", "池电", "电池电池池池"])
    alone = encoder.encode(["电池"])[0]
    assert encoder.dimensions == 6
    assert np.allclose(one, other, atol=1e-6)
    assert np.allclose(one, alone, atol=1e-6)
    assert not np.allclose(one, both, atol=1e-2)


def test_vectors_have_length_one_or_nothing_for_no_text(folder: Path) -> None:
    encoder = open_encoder(str(folder), Home(folder))
    vectors = encoder.encode(["电", "", "\ud800", *["池"] * 70])
    assert np.allclose(np.linalg.norm(vectors, axis=1), [1, 0, *[1] * 71], atol=1e-6)
    assert encoder.encode([]).shape == (0, 6)


def test_the_name_an_index_keeps_opens_the_same_model_again(folder: Path) -> None:
    encoder = open_encoder(str(folder), Home(folder))
    again = open_encoder(encoder.release, Home(folder))
    assert again.release == encoder.release
    assert np.array_equal(again.encode(["电"]), encoder.encode(["电"]))
