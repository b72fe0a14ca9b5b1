"""The encoder that comes with the package: small, whole, and of some use in technical Chinese."""

from pathlib import Path

import numpy as np
import pytest

from duijie.index import GENERAL, StaticEncoder, general_encoder, open_encoder, read_card
from duijie.index.encoders import general as general_module
from duijie.index.encoders.nibbles import packed_nibbles, unpacked_nibbles
from duijie.kernel.errors import ReleaseError
from duijie.kernel.home import Home


def test_it_fits_into_eight_megabytes_with_notice_and_card() -> None:
    files = [file for file in general_module.FOLDER.rglob("*") if file.is_file()]
    assert sum(file.stat().st_size for file in files) <= 8_000_000
    assert (general_module.FOLDER / "NOTICE").is_file()
    assert len(list(general_module.FOLDER.glob("*/card.json"))) == 1


@pytest.mark.parametrize(
    ("text", "near", "far"),
    [
        ("锂离子电池正极材料", "储能用磷酸铁锂电极", "小麦抗病育种"),
        ("污水处理", "印染废水中重金属的去除", "机器人路径规划"),
        ("人脸识别", "深度学习的图像分类", "铝合金铸造工艺"),
        ("水稻病虫害防治", "农药与种植密度", "高炉炼钢节能"),
    ],
)
def test_it_knows_what_belongs_together(text: str, near: str, far: str) -> None:
    asked, good, bad = general_encoder().encode([text, near, far])
    assert asked @ good > asked @ bad + 0.1


@pytest.mark.parametrize("named", [GENERAL, "its release"])
def test_it_is_opened_by_name_without_anything_in_the_home(named: str, tmp_path: Path) -> None:
    release = general_encoder().release
    opened = open_encoder(named if named == GENERAL else release, Home(tmp_path))
    assert opened.release == release
    assert opened.dimensions == 112
    texts = ["锂电池隔膜"]
    assert np.array_equal(opened.encode(texts), general_encoder().encode(texts))


def test_its_first_numbers_can_be_used_alone(tmp_path: Path) -> None:
    opened = open_encoder(f"{GENERAL}:64", Home(tmp_path))
    assert opened.dimensions == 64
    assert open_encoder(opened.release, Home(tmp_path)).release == opened.release


def test_its_card_says_what_it_is_for_and_claims_no_scores() -> None:
    card = read_card(general_module.general_folder())
    assert "too small" in card.intended_use or "cannot tell" in card.intended_use
    assert any("English" in fault for fault in card.known_faults)
    assert not card.scores


def test_a_package_without_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(general_module, "FOLDER", tmp_path)
    with pytest.raises(ReleaseError, match="installed without it"):
        general_module.general_folder()
    with pytest.raises(ReleaseError):
        open_encoder(GENERAL, Home(tmp_path))


@pytest.mark.parametrize("wrong", ["cut short", "changed"])
def test_a_damaged_copy_is_refused(wrong: str, tmp_path: Path) -> None:
    whole = general_module.general_folder()
    copy = tmp_path / whole.name
    copy.mkdir()
    for file in whole.iterdir():
        (copy / file.name).write_bytes(file.read_bytes())
    content = bytearray((copy / "vectors.npy").read_bytes())
    content[-5] ^= 1
    (copy / "vectors.npy").write_bytes(content[:-9] if wrong == "cut short" else content)
    with pytest.raises(ReleaseError):
        StaticEncoder.load(copy)


def test_four_bits_are_read_as_they_were_written() -> None:
    numbers = np.random.default_rng(1).integers(-8, 8, (50, 6)).astype(np.int8)
    assert np.array_equal(unpacked_nibbles(packed_nibbles(numbers)), numbers)
