"""Letters on the console, for the demo: as a person reads them, not as machines send them."""

import sys
from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

LINE = "-" * 72


class ReadableBackend(BaseEmailBackend):
    """Writes each letter to standard output instead of sending it."""

    def send_messages(self, letters: Sequence[EmailMessage]) -> int:
        """Write the letters; return how many."""
        for letter in letters:
            files = [getattr(file, "filename", None) or file[0] for file in letter.attachments]
            enclosed = [f"Enclosed: {', '.join(files)}"] if files else []
            lines = [
                LINE,
                f"Letter to: {', '.join(letter.to)}",
                f"Subject: {letter.subject}",
                *enclosed,
                "",
                letter.body.rstrip(),
                LINE,
            ]
            sys.stdout.write("\n".join(lines) + "\n")
        sys.stdout.flush()
        return len(letters)
