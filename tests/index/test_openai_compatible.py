import http.client
import json
import re
import socket
import ssl
import threading
import urllib.error
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from duijie.index import open_encoder
from duijie.index.adapters.openai_compatible import OpenAICompatibleEncoder
from duijie.kernel.errors import EncoderError, ReleaseError
from duijie.kernel.home import Home


class FakeEndpoint:
    """A fake of an embedding endpoint that speaks real HTTP on this machine."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.keys: list[str | None] = []
        self.statuses: list[int] = []  # what to answer first, before answering properly
        self.body: bytes | None = None
        self.length = 3
        self.announced: list[int] = []  # how many bytes to promise first, before being honest
        self.moved_to = ""
        self.followed: list[str] = []
        fake = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                fake.asked.append(question | {"path": self.path})
                fake.keys.append(self.headers.get("Authorization"))
                status = fake.statuses.pop(0) if fake.statuses else 200
                body = fake.body if fake.body is not None else fake.answer(question["input"])
                self.send_response(status)
                if fake.moved_to:
                    self.send_header("Location", fake.moved_to)
                length = fake.announced.pop(0) if fake.announced else len(body)
                self.send_header("Content-Length", str(length))
                self.end_headers()
                self.wfile.write(body)

            def do_GET(self) -> None:
                fake.followed.append(self.path)
                self.send_response(200)
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.place = f"http://127.0.0.1:{self.server.server_port}/v1#toy"

    def answer(self, texts: list[str]) -> bytes:
        entries = [
            {"index": n, "embedding": [float(len(text)), 1.0, 0.0][: self.length]}
            for n, text in enumerate(texts)
        ]
        return json.dumps({"data": entries[::-1]}).encode()  # any order is allowed


@pytest.fixture
def endpoint() -> Iterator[FakeEndpoint]:
    fake = FakeEndpoint()
    thread = threading.Thread(target=fake.server.serve_forever, args=(0.02,))
    thread.start()
    yield fake
    fake.server.shutdown()
    thread.join()
    fake.server.server_close()


def open_fake(endpoint: FakeEndpoint, **environment: str) -> OpenAICompatibleEncoder:
    return OpenAICompatibleEncoder(
        endpoint.place, timeout_seconds=5, environment=environment, sleep=lambda _: None
    )


def test_texts_become_unit_vectors_in_their_order(endpoint: FakeEndpoint) -> None:
    vectors = open_fake(endpoint).encode(["a", "", "四个字呀"])
    assert vectors.shape == (3, 3)
    assert np.allclose(np.linalg.norm(vectors, axis=1), [1, 0, 1])
    assert vectors[2, 0] > vectors[0, 0]
    assert endpoint.asked[-1] == {
        "model": "toy",
        "input": ["a", "四个字呀"],
        "path": "/v1/embeddings",
    }


def test_many_texts_are_asked_in_batches(endpoint: FakeEndpoint) -> None:
    assert open_fake(endpoint).encode(["x"] * 150).shape == (150, 3)
    assert [len(asked["input"]) for asked in endpoint.asked[1:]] == [64, 64, 22]


def test_the_key_comes_from_the_environment_only(endpoint: FakeEndpoint) -> None:
    open_fake(endpoint)
    open_fake(endpoint, DUIJIE_EMBEDDING_KEY="secret")
    assert endpoint.keys == [None, "Bearer secret"]


def test_an_overloaded_endpoint_is_asked_again(endpoint: FakeEndpoint) -> None:
    encoder = open_fake(endpoint)
    endpoint.statuses = [503, 429]
    assert encoder.encode(["a"]).shape == (1, 3)
    assert len(endpoint.asked) == 4


def test_a_refused_key_is_a_clear_error_at_once(endpoint: FakeEndpoint) -> None:
    encoder = open_fake(endpoint)
    endpoint.statuses = [401]
    with pytest.raises(EncoderError, match="401"):
        encoder.encode(["a"])
    assert len(endpoint.asked) == 2


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed_with_the_key(endpoint: FakeEndpoint, status: int) -> None:
    encoder = open_fake(endpoint, DUIJIE_EMBEDDING_KEY="secret")
    endpoint.statuses = [status]
    endpoint.moved_to = f"http://127.0.0.1:{endpoint.server.server_port}/elsewhere"
    with pytest.raises(EncoderError, match=str(status)):
        encoder.encode(["a"])
    assert endpoint.followed == []


@pytest.mark.parametrize(
    "body",
    [
        b"not json",
        b"{}",
        b"[]",
        b"[" * 100_000,
        b'{"data": [{"index": 0}]}',
        b'{"data": [{"index": 0, "embedding": [1, null, 2]}]}',
        b'{"data": [{"index": 0, "embedding": "base64"}]}',
        b'{"data": []}',
        b'{"data": [{"index": 0, "embedding": [1.0, 2.0]}]}',
    ],
)
def test_nonsense_is_a_clear_error(endpoint: FakeEndpoint, body: bytes) -> None:
    encoder = open_fake(endpoint)
    endpoint.body = body
    with pytest.raises(EncoderError):
        encoder.encode(["a"])


def test_an_answer_without_end_is_given_up(endpoint: FakeEndpoint) -> None:
    encoder = open_fake(endpoint)
    endpoint.body = b" " * (33 * 2**20) + endpoint.answer(["x"])
    with pytest.raises(EncoderError, match="longer than 32 MB"):
        encoder.encode(["锂电池"])
    assert len(endpoint.asked) == 2  # asking again would not make it shorter


def test_an_answer_that_breaks_off_is_asked_for_again(endpoint: FakeEndpoint) -> None:
    encoder = open_fake(endpoint)
    endpoint.announced = [1000]
    assert encoder.encode(["锂电池"]).shape == (1, 3)
    assert len(endpoint.asked) == 3


def test_an_endpoint_that_is_not_there_is_a_clear_error(endpoint: FakeEndpoint) -> None:
    place = endpoint.place.replace(str(endpoint.server.server_port), "9")  # nobody listens there
    with pytest.raises(EncoderError, match="failed"):
        OpenAICompatibleEncoder(place, timeout_seconds=2, environment={}, sleep=lambda _: None)


@pytest.mark.parametrize("status", [302, 400, 401, 404, 429, 503])
def test_a_refusal_is_worded_in_chinese_with_its_status(
    endpoint: FakeEndpoint, status: int
) -> None:
    encoder = open_fake(endpoint)
    endpoint.statuses = [status] * 3
    with pytest.raises(EncoderError) as failed:
        encoder.encode(["a"])
    assert is_chinese(failed.value, endpoint.place, f"HTTP {status}")


def test_an_answer_that_is_not_json_is_worded_in_chinese(endpoint: FakeEndpoint) -> None:
    encoder = open_fake(endpoint)
    endpoint.body = b"<html>"
    with pytest.raises(EncoderError) as failed:
        encoder.encode(["a"])
    assert is_chinese(failed.value, endpoint.place)


@pytest.mark.parametrize(
    "error",
    [
        urllib.error.URLError(ConnectionRefusedError(111, "Connection refused")),
        urllib.error.URLError(TimeoutError("timed out")),
        TimeoutError("timed out"),
        urllib.error.URLError(socket.gaierror(-2, "Name or service not known")),
        urllib.error.URLError(ssl.SSLError("certificate verify failed")),
        http.client.RemoteDisconnected("Remote end closed connection"),
    ],
)
def test_a_lost_connection_is_worded_in_chinese(
    endpoint: FakeEndpoint, error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    encoder = open_fake(endpoint)

    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("duijie.index.adapters.openai_compatible._opener.open", fail)
    with pytest.raises(EncoderError) as failed:
        encoder.encode(["a"])
    assert is_chinese(failed.value, endpoint.place)


def is_chinese(error: EncoderError, place: str, *known: str) -> bool:
    """Tell whether nothing in the Chinese message is English but names and `known`."""
    message = error.message("zh")
    for name in ("E-INDEX-007", f"openai:{place}", "DUIJIE_EMBEDDING_KEY", "JSON", *known):
        message = message.replace(name, "")
    for name in ("OpenAI", "https", "http", "/v1"):
        message = message.replace(name, "")
    return not re.search("[A-Za-z]", message)


def test_it_is_opened_by_name(endpoint: FakeEndpoint, tmp_path: Path) -> None:
    named = f"openai:{endpoint.place}"
    encoder = open_encoder(named, Home(tmp_path))
    assert (encoder.release, encoder.dimensions) == (named, 3)


def test_an_address_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="address and a model"):
        open_encoder("openai:http://127.0.0.1:9/v1", Home(tmp_path))
