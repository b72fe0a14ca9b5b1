"""Fixtures of accounts: nothing counted from an earlier test, messages in a file."""

import re
from collections.abc import Callable, Iterator

import orjson
import pytest
from django.core import mail
from django.core.cache import cache

from duijie.app.accounts.models import User
from duijie.kernel.home import Home


@pytest.fixture(autouse=True)
def fresh_limits(settings: object) -> Iterator[None]:
    """Let every test start with no tries counted, and with text messages in a file."""
    settings.SMS_SENDER = "file"  # type: ignore[attr-defined]
    # Slow on purpose is for thieves: seven personas a test would hash for half a second.
    settings.PASSWORD_HASHERS = [  # type: ignore[attr-defined]
        "django.contrib.auth.hashers.MD5PasswordHasher"
    ]
    cache.clear()
    mail.outbox.clear()
    yield
    cache.clear()


@pytest.fixture
def texted(records: Home) -> Callable[[], list[dict[str, str]]]:
    """Return what reads the text messages that were sent."""

    def read() -> list[dict[str, str]]:
        file = records.path / "outbox" / "sms.jsonl"
        lines = file.read_bytes().splitlines() if file.exists() else []
        return [orjson.loads(line) for line in lines]

    return read


def code_in(text: str) -> str:
    """Return the code in a message."""
    found = re.search(r"code is ([0-9A-Z-]{4,})", text)
    assert found is not None, text
    return found[1].rstrip(".")


def prove_address(user: User) -> None:
    """Let the address of a persona be confirmed."""
    from allauth.account.models import EmailAddress

    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
