"""Fine-tuning and distilling a tiny transformer with random weights, made here."""

import sys
from pathlib import Path

import numpy as np
import pytest

from duijie.index import StaticEncoder, document_text, open_encoder
from duijie.kernel.documents import Document
from duijie.kernel.errors import MissingDependencyError, ReleaseError
from duijie.kernel.home import Home
from duijie.kernel.judgements import Judgement
from duijie.kernel.matching import Level
from duijie.learn import EncoderOptions, Lessons
from duijie.learn.adapters.sentence_transformers import FineTuning, Teacher, fine_tune
from duijie.learn.encoder.distil import distil_encoder
from duijie.learn.encoder.pairs import TextPair, library_pairs
from tests.learn.conftest import clock, made_up_library

LIBRARY = made_up_library(160)


@pytest.fixture(scope="module")
def transformer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    reason = "needs the extra: pip install 'duijie[sentence-transformers]'"
    package = pytest.importorskip("sentence_transformers", reason=reason)
    transformers = pytest.importorskip("transformers", reason=reason)
    folder = tmp_path_factory.mktemp("tiny") / "tiny"
    signs = sorted({sign for document in LIBRARY for sign in document_text(document).lower()})
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *signs]
    words += [f"##{sign}" for sign in signs]
    raw = folder.parent / "raw"
    raw.mkdir()
    (raw / "vocab.txt").write_text("\n".join(dict.fromkeys(words)), "utf-8")
    transformers.BertTokenizerFast(str(raw / "vocab.txt")).save_pretrained(str(raw))
    size = transformers.BertConfig(
        vocab_size=len(words),
        hidden_size=48,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=128,
    )
    import torch

    torch.manual_seed(0)
    transformers.BertModel(size).save_pretrained(str(raw))
    package.SentenceTransformer(str(raw), device="cpu").save(str(folder))
    return folder


def pairs() -> list[TextPair]:
    return list(library_pairs(LIBRARY, Lessons(), np.random.default_rng(0)))


def test_fine_tuning_lowers_the_loss_and_leaves_a_folder_that_opens(
    transformer: Path, tmp_path: Path
) -> None:
    options = FineTuning(epochs=4, batch=16, learning_rate=2e-3, longest=64)
    tuned = fine_tune(transformer, pairs(), models=tmp_path, options=options)
    assert len(tuned.losses) == 4
    assert tuned.losses[-1] < 0.8 * tuned.losses[0]
    assert tuned.folder.parent == tmp_path
    assert [folder.name for folder in tmp_path.iterdir()] == [tuned.folder.name]
    encoder = open_encoder(f"sentence-transformers:{tuned.folder}", Home(tmp_path / "home"))
    vectors = encoder.encode([document_text(document) for document in LIBRARY[:20]])
    assert vectors.shape == (20, 48)
    before = open_encoder(f"sentence-transformers:{transformer}", Home(tmp_path / "home"))
    assert encoder.release != before.release


def test_fine_tuning_again_gives_the_same_weights_on_a_processor(
    transformer: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "")
    options = FineTuning(batch=16, longest=64, prefixes=(16, 32))
    one = fine_tune(transformer, pairs()[:64], models=tmp_path / "a", options=options)
    two = fine_tune(transformer, pairs()[:64], models=tmp_path / "b", options=options)
    if one.device == "cpu":
        assert one.folder.name == two.folder.name


def test_a_table_distilled_from_a_transformer_points_where_it_does(
    transformer: Path, tmp_path: Path
) -> None:
    teacher = Teacher(transformer, longest=64)
    options = EncoderOptions(dimensions=32, batch=32, epochs=10)
    name = distil_encoder(LIBRARY, teacher, releases=tmp_path, clock=clock, options=options)
    table = StaticEncoder.load(tmp_path / name)
    texts = [document_text(document) for document in LIBRARY]
    taught, learned = teacher.encode(texts), table.encode(texts)
    pick = np.triu_indices(len(texts), 1)
    agreement = np.corrcoef((taught @ taught.T)[pick], (learned @ learned.T)[pick])[0, 1]
    assert agreement > 0.5
    assert table.card.options["distilled_from"] == "tiny"


def test_a_folder_without_a_transformer_is_refused(tmp_path: Path) -> None:
    pytest.importorskip("sentence_transformers", reason="needs duijie[sentence-transformers]")
    with pytest.raises(ReleaseError, match="no transformer in this folder"):
        Teacher(tmp_path)


def test_without_the_package_the_error_names_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(MissingDependencyError, match=r"pip install 'duijie\[sentence-trans"):
        fine_tune(tmp_path, pairs(), models=tmp_path / "models")


def test_pairs_are_the_views_of_documents_then_what_is_related_then_what_is_judged() -> None:
    library = [
        Document("a:1", "achievement", "锂电池隔膜", "隔膜很薄。它不收缩，也不燃烧。", ("隔膜",)),
        Document("a:2", "achievement", "只有标题"),
        Document("a:3", "achievement", "", "单独一句话没有别的视图。"),
    ]
    lessons = Lessons(
        {"need:1": "要薄的隔膜"},
        [
            Judgement("need:1", "a:1", Level.STRONG),
            Judgement("need:1", "a:2", Level.NONE),
            Judgement("need:1", "a:3", Level.WEAK),
            Judgement("need:1", "a:9", Level.STRONG),
        ],
        [("a:1", "a:2"), ("a:1", "a:9")],
    )
    found = list(library_pairs(library, lessons, np.random.default_rng(0)))
    assert len(found) == 3
    assert "隔膜很薄。它不收缩，也不燃烧。" in found[0].found
    assert found[1].found.startswith("只有标题")
    assert (found[2].asked, found[2].avoided[:4]) == ("要薄的隔膜", "只有标题")
