import sys
from pathlib import Path

import pytest

from duijie.index import open_encoder
from duijie.index.adapters.checks import release_of
from duijie.kernel.errors import MissingDependencyError, ReleaseError
from duijie.kernel.home import Home


@pytest.mark.parametrize("named", ["", "no-such-release", "onnx:/no/folder", "a:b", "."])
def test_an_unknown_encoder_is_refused_by_name(named: str, tmp_path: Path) -> None:
    (tmp_path / "releases").mkdir()
    with pytest.raises(ReleaseError):
        open_encoder(named, Home(tmp_path))


@pytest.mark.parametrize(
    ("files", "package", "extra"),
    [
        (("model.onnx", "tokenizer.json"), "onnxruntime", "duijie[onnx]"),
        (("modules.json",), "sentence_transformers", "duijie[sentence-transformers]"),
    ],
)
def test_a_missing_package_is_named_with_the_command_that_installs_it(
    files: tuple[str, ...],
    package: str,
    extra: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    for name in files:
        (tmp_path / name).write_bytes(b"{}")
    with pytest.raises(MissingDependencyError) as caught:
        open_encoder(str(tmp_path), Home(tmp_path))
    assert f"pip install '{extra}'" in str(caught.value)


@pytest.mark.parametrize("changed", [0, 3 << 20, (8 << 20) - 1])
def test_a_model_is_known_by_its_whole_file(tmp_path: Path, changed: int) -> None:
    file = tmp_path / "model.onnx"
    content = bytearray(8 << 20)
    file.write_bytes(content)
    before = release_of("onnx", tmp_path, file)
    assert release_of("onnx", tmp_path, file) == before
    content[changed : changed + (1 << 18)] = b"x" * min(1 << 18, len(content) - changed)
    file.write_bytes(content)
    assert release_of("onnx", tmp_path, file) != before


def test_a_model_that_was_exchanged_is_refused(tmp_path: Path) -> None:
    for name in ("model.onnx", "tokenizer.json"):
        (tmp_path / name).write_bytes(b"{}")
    with pytest.raises(ReleaseError, match="not the one the index was built with"):
        open_encoder(f"onnx:{tmp_path}@00000000", Home(tmp_path))
