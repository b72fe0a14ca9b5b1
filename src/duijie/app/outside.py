"""What the site reaches outside: the mail server, and who else may say who somebody is."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from duijie.kernel.errors import SettingError
from duijie.kernel.home import Home
from duijie.kernel.settings import Settings
from duijie.kernel.words import N_

MAIL_BACKENDS = {
    "console": "django.core.mail.backends.console.EmailBackend",
    "file": "duijie.app.accounts.mail.FileMail",
    "smtp": "django.core.mail.backends.smtp.EmailBackend",
}


def identity_providers(home: Home, settings: Settings) -> list[dict[str, Any]]:
    """Return allauth's description of the provider that the settings name; nothing is asked of it.

    Raises:
        SettingError: its address is not https, or no client secret is given.
    """
    url = settings.text("oidc.server_url")
    if not url:
        return []

    def wrong(name: str, why: str) -> SettingError:
        return SettingError(
            name=name, value=settings.text(name), why=why, source=home.settings_file
        )

    parts = urlsplit(url)
    if parts.scheme != "https" or not parts.hostname or parts.username or parts.password:
        raise wrong("oidc.server_url", N_("an address that starts with https:// is expected"))
    if not settings.text("oidc.client_id"):
        raise wrong("oidc.client_id", N_("the provider knows this site by a client id"))
    variable = settings.text("oidc.secret_variable")
    secret = os.environ.get(variable, "") if variable else ""
    secret = secret or secret_in(home, settings, "oidc.secret_file")
    if not secret:
        raise wrong("oidc.secret_file", N_("a file or a variable with the client secret is needed"))
    return [
        {
            "provider_id": "oidc",
            "name": settings.text("oidc.name"),
            "client_id": settings.text("oidc.client_id"),
            "secret": secret,
            "settings": {"server_url": url, "oauth_pkce_enabled": True},
        }
    ]


def origin_of(url: str) -> str:
    """Return scheme, host and port of an address: what a form may be sent to.

    >>> origin_of("https://sso.example.cn/realms/one")
    'https://sso.example.cn'
    """
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def secret_in(home: Home, settings: Settings, name: str) -> str:
    """Return what stands in the file that a setting names; "" where it names none.

    Raises:
        SettingError: the file cannot be read.
    """
    path = settings.text(name)
    if not path:
        return ""
    try:
        return (home.path / Path(path).expanduser()).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingError(
            name=name, value=path, why=N_("this file cannot be read"), source=home.settings_file
        ) from error
