"""An encoder behind an OpenAI-compatible embedding endpoint."""

import http.client
import json
import os
import socket
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from duijie.index.adapters.checks import unit_vectors
from duijie.kernel.errors import EncoderError, ReleaseError
from duijie.kernel.ports import Vectors
from duijie.kernel.words import N_, Phrase

SCHEME = "openai"
KEY_VARIABLES = ("DUIJIE_EMBEDDING_KEY", "OPENAI_API_KEY")
_BATCH = 64
_LONGEST_CHARACTERS = 8000
_TRIES = 3
# 64 vectors of 8192 numbers take 12 MB as text: whoever sends far more is no such service.
_MOST_MEGABYTES = 32
_CHECK_ALL = N_("Check the address, the model name and DUIJIE_EMBEDDING_KEY.")
_IS_IT_ONE = N_("Check that the address is that of an OpenAI-compatible service.")
_TRY_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """Follows no redirect: the key would go along, to whatever host is named."""

    def redirect_request(self, *_: object, **__: object) -> None:
        """Return nothing: the answer itself becomes the error."""


_opener = urllib.request.build_opener(_NoRedirects)


class OpenAICompatibleEncoder:
    """Texts → vectors over HTTP (接口编码器); the key comes only from the environment.

    Named `openai:URL#model`, e.g. `openai:http://127.0.0.1:8000/v1#bge-m3`.
    """

    def __init__(
        self,
        place: str,
        *,
        timeout_seconds: float = 30.0,
        environment: Mapping[str, str] | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        url, _, self._model = place.partition("#")
        if not url.startswith(("http://", "https://")) or not self._model:
            raise ReleaseError(
                release=f"{SCHEME}:{place}",
                why=N_("it does not name an address and a model"),
                remedy=N_("Write for example: openai:http://127.0.0.1:8000/v1#bge-m3"),
            )
        self.release = f"{SCHEME}:{place}"
        self._url = url.rstrip("/") + "/embeddings"
        self._timeout = timeout_seconds
        self._sleep = sleep
        environment = os.environ if environment is None else environment
        self._key = next((environment[v] for v in KEY_VARIABLES if environment.get(v)), "")
        self.dimensions = 0
        self.dimensions = self._ask(["对接"]).shape[1]

    def encode(self, texts: Sequence[str], *, is_query: bool = False) -> Vectors:
        """Return one vector of length 1 per text, asking for 64 at a time."""
        del is_query
        vectors = np.zeros((len(texts), self.dimensions), np.float32)
        # Endpoints refuse empty texts: such a text has nothing known and keeps its zeros.
        filled = [place for place, text in enumerate(texts) if text.strip()]
        for start in range(0, len(filled), _BATCH):
            places = filled[start : start + _BATCH]
            vectors[places] = self._ask([texts[place] for place in places])
        return vectors

    def _ask(self, texts: Sequence[str]) -> Vectors:
        clean = [t[:_LONGEST_CHARACTERS].encode(errors="replace").decode() for t in texts]
        answer = self._post({"model": self._model, "input": clean})
        try:
            entries = sorted(answer["data"], key=lambda entry: entry["index"])
            raw = np.array([entry["embedding"] for entry in entries], np.float32)
        except (KeyError, TypeError, ValueError) as error:
            raise self._failed(N_("its answer is not a list of embeddings")) from error
        vectors = unit_vectors(raw, len(texts), self.release)
        if self.dimensions and vectors.shape[1] != self.dimensions:
            raise self._failed(N_("its vectors changed their length"))
        return vectors

    def _post(self, question: Mapping[str, object]) -> Any:
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if self._key:
            headers["Authorization"] = f"Bearer {self._key}"
        request = urllib.request.Request(  # noqa: S310  (the scheme was checked)
            self._url, json.dumps(question).encode(), headers
        )
        for attempt in range(1, _TRIES + 1):
            try:
                with _opener.open(request, timeout=self._timeout) as answer:
                    return json.loads(self._content(answer))
            except urllib.error.HTTPError as error:
                if error.code not in _TRY_AGAIN or attempt == _TRIES:
                    raise self._failed(*_refusal(error.code)) from error
            except (OSError, http.client.HTTPException) as error:
                if attempt == _TRIES:
                    raise self._failed(*_disconnection(error)) from error
            except (ValueError, RecursionError) as error:
                raise self._failed(N_("its answer is not JSON"), _IS_IT_ONE) from error
            self._sleep(2.0 ** (attempt - 1))
        raise AssertionError

    def _content(self, answer: http.client.HTTPResponse) -> bytes:
        """Return the whole of an answer, when it is no longer than an answer can be."""
        content: bytes = answer.read(_MOST_MEGABYTES * 2**20 + 1)
        if len(content) > _MOST_MEGABYTES * 2**20:
            why = Phrase("its answer is longer than %(most)d MB", most=_MOST_MEGABYTES)
            raise self._failed(why, _IS_IT_ONE)
        if answer.length:  # `read` with a number does not say so itself
            raise http.client.IncompleteRead(content, answer.length)
        return content

    def _failed(self, why: str | Phrase, remedy: str = _CHECK_ALL) -> EncoderError:
        return EncoderError(encoder=self.release, why=why, remedy=remedy)


def _refusal(status: int) -> tuple[Phrase, str]:
    """Return what an HTTP status says went wrong, and what to do."""
    if status in (401, 403):
        why, remedy = N_("it refused the key (HTTP %(status)d)"), N_("Check DUIJIE_EMBEDDING_KEY.")
    elif status == 404:
        why = N_("it does not know this address or this model (HTTP %(status)d)")
        remedy = N_("Check the path in the address, often /v1, and the name of the model.")
    elif status == 429:
        why = N_("it had too many questions or the account is used up (HTTP %(status)d)")
        remedy = N_("Wait a while and run the command again, or look at the account.")
    elif status >= 500:
        why = N_("it has a fault of its own (HTTP %(status)d)")
        remedy = N_("Look at the log of the service, then run the command again.")
    elif 300 <= status < 400:
        why, remedy = N_("it points to another address (HTTP %(status)d)"), N_("Name that address.")
    else:
        why, remedy = N_("it refused the question (HTTP %(status)d)"), _CHECK_ALL
    return Phrase(why, status=status), remedy


def _disconnection(error: Exception) -> tuple[str | Phrase, str]:
    """Return why there was no whole answer, and what to do."""
    reason = getattr(error, "reason", error)
    if isinstance(reason, ConnectionRefusedError):
        return N_("nothing answers at its address"), N_("Check that the service runs there.")
    if isinstance(reason, TimeoutError):
        return N_("it did not answer in time"), N_(
            "Check that the service runs and is not too slow."
        )
    if isinstance(reason, socket.gaierror):
        return N_("the name of its machine is not known"), N_("Check the address and the network.")
    if isinstance(reason, ssl.SSLError):
        return N_("its certificate is not trusted"), N_("Check the address, https or http.")
    if isinstance(reason, ConnectionError | http.client.HTTPException):
        return N_("it broke the connection off"), _IS_IT_ONE
    detail = getattr(reason, "strerror", "") or type(reason).__name__
    return Phrase("it cannot be reached (%(detail)s)", detail=detail), _CHECK_ALL
