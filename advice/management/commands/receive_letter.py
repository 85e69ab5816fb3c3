"""Takes in one letter from standard input: `manage.py receive_letter < message`.

Letters of the room are answered to `desk+token@host`, the portal's contact address with a token.
Let the mail server hand letters to such addresses to this command, for example in Postfix, with
`recipient_delimiter = +` and an alias `desk: "|/…/python /…/manage.py receive_letter"`; or feed it
from a mailbox. The exit code tells the mail server what to do (sysexits.h).
"""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from advice.incoming import read_letter
from advice.workflow.letters import UnknownConversationError, take_in

NO_LETTER = 65
NOBODY_HERE = 67
LARGEST = 40 * 1024 * 1024


class Command(BaseCommand):
    """Put a letter into the conversation it answers."""

    help = "Takes in one letter (RFC 5322) from standard input and puts it into its conversation."

    def handle(self, *args: Any, **options: Any) -> None:
        """Read the letter, and say what became of it; exit 65 or 67 where it is refused."""
        raw = sys.stdin.buffer.read(LARGEST + 1)
        try:
            if len(raw) > LARGEST:
                raise ValueError("The letter is too large.")
            message = take_in(read_letter(raw))
        except ValueError as error:
            self.stderr.write(str(error))
            sys.exit(NO_LETTER)
        except UnknownConversationError:
            self.stderr.write("No conversation has this address.")
            sys.exit(NOBODY_HERE)
        if message is None:
            self.stdout.write("Nothing to take in.")
        else:
            self.stdout.write(f"Taken in: {message.question.reference}, {message.kind}.")
