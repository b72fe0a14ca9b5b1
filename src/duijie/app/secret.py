"""The secret key of an installation: made once, kept in its data folder, never in code."""

import os
import secrets

from duijie.kernel.home import Home


def secret_key(home: Home) -> str:
    """Return the secret key (密钥) of an installation, making it at first use with mode 600.

    Where there is no installation (type checks, tests of other rooms) it is one of the moment:
    looking at the settings must not create a data folder.
    """
    if not home.path.is_dir():
        return secrets.token_urlsafe(48)
    file = home.path / "secret_key"
    if not file.exists():
        draft = file.with_name(f"secret_key.{os.getpid()}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT, 0o600), "w") as stream:
            stream.write(secrets.token_urlsafe(48))
        try:
            # A link appears whole or not at all, and the first of two processes wins.
            os.link(draft, file)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return file.read_text("ascii").strip()
