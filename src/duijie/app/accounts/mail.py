"""Mail that is written to the data folder instead of being sent: to try things out, for tests."""

import os
from collections.abc import Sequence
from uuid import uuid4

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from duijie.kernel.home import Home


class FileMail(BaseEmailBackend):
    """Writes each mail to a file of its own in `outbox/mail`, which only its owner can read."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write the messages; return how many."""
        folder = Home.from_environment().path / "outbox" / "mail"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for message in email_messages:
            file = folder / f"{uuid4().hex}.eml"
            with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
                out.write(message.message().as_bytes())
        return len(email_messages)
