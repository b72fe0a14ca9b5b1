"""Encoders are opened by name: a release, a model folder or an endpoint."""

from pathlib import Path

from duijie.index.encoders.card import read_card
from duijie.index.encoders.general import general_folder, is_general
from duijie.index.encoders.static import StaticEncoder
from duijie.kernel.errors import ReleaseError
from duijie.kernel.home import Home
from duijie.kernel.ports import Encoder
from duijie.kernel.releases import CARD
from duijie.kernel.words import N_


def open_encoder(named: str, home: Home) -> Encoder:
    """Return the encoder of a name; an index keeps the name its encoder calls itself.

    A name is a release in the home, `general` for the one that comes with the package,
    `openai:URL#model`, `onnx:FOLDER`, `sentence-transformers:FOLDER`, or just the folder of a model
    of any of these forms. A release named `static-bc0be63fa858:128` gives the first 128 numbers of
    its vectors.

    Raises:
        ReleaseError: there is no such encoder, or it is damaged or not the one that was named.
        MissingDependencyError: it needs a package that is not installed.
        EncoderError: it does not answer.
    """
    scheme, colon, place = named.partition(":")
    if colon and scheme == "openai":
        from duijie.index.adapters.openai_compatible import OpenAICompatibleEncoder

        return OpenAICompatibleEncoder(place)
    if colon and scheme in ("onnx", "sentence-transformers"):
        return _from_folder(place, scheme)
    release, _, dimensions = named.partition(":")
    if not colon or dimensions.isdecimal():
        folder = home.releases / release
        if release and Path(release).name == release and (folder / CARD).is_file():
            return StaticEncoder.load(folder, dimensions=int(dimensions or 0))
        if is_general(release):
            return StaticEncoder.load(general_folder(), dimensions=int(dimensions or 0))
    if named:
        return _from_folder(named, "")
    raise _unknown(named)


def requests_taught(named: str, home: Home) -> frozenset[str]:
    """Return the requests whose judgements an encoder learned from, as far as its card tells.

    Raises:
        ReleaseError: the release is damaged.
    """
    release = named.partition(":")[0]
    if not release or Path(release).name != release:
        return frozenset()
    folder = home.releases / release
    return frozenset(read_card(folder).requests) if (folder / CARD).is_file() else frozenset()


def _from_folder(place: str, scheme: str) -> Encoder:
    from duijie.index.adapters.checks import check_unchanged, split_release
    from duijie.index.adapters.onnx import OnnxEncoder, find_model
    from duijie.index.adapters.sentence_transformers import MARKER, SentenceTransformerEncoder

    folder, mark = split_release(place)
    if not folder.is_dir():
        raise _unknown(place)
    if not scheme and (folder / CARD).is_file():
        encoder = StaticEncoder.load(folder, is_elsewhere=True)
        check_unchanged(encoder.release, mark)
        return encoder
    if scheme == "onnx" or (not scheme and find_model(folder)):
        return OnnxEncoder(folder, mark)
    if scheme or (folder / MARKER).is_file():
        return SentenceTransformerEncoder(folder, mark)
    raise _unknown(place)


def _unknown(named: str) -> ReleaseError:
    return ReleaseError(
        release=named,
        why=N_("there is no such release, model folder or endpoint"),
        remedy=N_("Train one: duijie index build. Or set index.encoder to a model folder."),
    )
