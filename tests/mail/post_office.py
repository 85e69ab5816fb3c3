"""A mail server for tests: speaks just enough SMTP, keeps what it gets, misbehaves on request."""

import email
import email.policy
import socketserver
import threading
from collections.abc import Callable
from email.message import EmailMessage


class PostOffice(socketserver.ThreadingTCPServer):
    """Listens on a free port of 127.0.0.1 while the `with` block lasts.

    `answer(address, attempt)` gives the reply to a letter's reader: 250, or 451, or 550.
    """

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, port: int = 0) -> None:
        super().__init__(("127.0.0.1", port), _Talk)
        self.letters: list[EmailMessage] = []
        self.attempts: dict[str, int] = {}
        self.answer: Callable[[str, int], int] = lambda address, attempt: 250
        self.slowness = 0.0
        self.lock = threading.Lock()

    def __enter__(self) -> "PostOffice":
        threading.Thread(target=self.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *exc: object) -> None:
        self.shutdown()
        self.server_close()

    @property
    def port(self) -> int:
        """The port it listens on."""
        return self.server_address[1]

    @property
    def readers(self) -> list[str]:
        """The address of each letter that arrived, in order."""
        with self.lock:
            return [letter["To"] for letter in self.letters]


class _Talk(socketserver.StreamRequestHandler):
    """One conversation."""

    server: PostOffice

    def handle(self) -> None:
        self._say("220 post office")
        while line := self.rfile.readline().decode(errors="replace").strip():
            word = line.split(":")[0].split(" ")[0].upper()
            if word in {"EHLO", "HELO"}:
                self._say("250 hello")
            elif word == "RCPT":
                self._say(f"{self._reply_to(line)} reader")
            elif word == "DATA":
                self._take_letter()
            elif word == "QUIT":
                self._say("221 goodbye")
                return
            else:
                self._say("250 fine")

    def _reply_to(self, line: str) -> int:
        address = line.partition(":")[2].strip().strip("<>")
        with self.server.lock:
            attempt = self.server.attempts[address] = self.server.attempts.get(address, 0) + 1
        return self.server.answer(address, attempt)

    def _take_letter(self) -> None:
        self._say("354 go on")
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line)
        if self.server.slowness:
            threading.Event().wait(self.server.slowness)
        letter = email.message_from_bytes(b"".join(lines), policy=email.policy.default)
        with self.server.lock:
            self.server.letters.append(letter)
        self._say("250 taken")

    def _say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")
