"""A mail backend that writes files, for installations without a mail server. Each file is written atomically."""

import os
from collections.abc import Sequence
from tempfile import NamedTemporaryFile
from uuid import uuid4

from django.core.mail import EmailMessage
from django.core.mail.backends import filebased
from django.utils import timezone


class EmailBackend(filebased.EmailBackend):
    """One file for each mail, named after the time. A full disk or a crash leaves no partial file."""

    def open(self) -> bool:
        """Open nothing: each mail has a file of its own."""
        return False

    def close(self) -> None:
        """Leave nothing to close."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write the mails. Raise OSError at the first that cannot be written."""
        for message in email_messages:
            self._write(message.message().as_bytes())
        return len(email_messages)

    def _write(self, mail: bytes) -> None:
        name = f"{timezone.now():%Y%m%d-%H%M%S}-{uuid4().hex[:12]}.log"
        with NamedTemporaryFile(dir=self.file_path, prefix=".", delete=False) as part:
            try:
                part.write(mail)
                part.flush()
            except OSError:
                os.unlink(part.name)
                raise
        os.replace(part.name, os.path.join(self.file_path, name))
