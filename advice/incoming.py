"""Letters that come back: what was written, without what it quotes, and to which conversation.

The conversation is named by a token in the address the letter was sent to: `desk+token@host`.
"""

import re
from dataclasses import dataclass, field
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import getaddresses, parseaddr

from django.utils.html import strip_tags

from interact_portal.core.files import MOST, FileRefusedError, SentFile, look_at

# Letters of ours carry this line; what stands above it in a reply is the reply.
REPLY_ABOVE = "##- write your reply above this line -##"
ADDRESSED_BY = ("to", "cc", "delivered-to", "x-original-to", "envelope-to")
TOKEN = re.compile(r"\+([a-z0-9]{24})@", re.IGNORECASE)
LONGEST = 10_000
# “On 3 May 2026 Sofia wrote:”, in the languages of our mail programs.
WROTE = re.compile(
    r"(wrote|schrieb|a écrit|escribió|ha scritto|napsal\(a\)|pisze)\b.{0,80}:$", re.I
)
QUOTE_HEAD = re.compile(r"^(from|von|de|sent|gesendet|envoyé|-----original message-----).*", re.I)


@dataclass(frozen=True)
class IncomingLetter:
    """A letter, read: who says it sent it, to which tokens, what it says."""

    sender: str
    tokens: list[str]
    text: str
    letter_id: str
    is_automatic: bool
    files: list[SentFile] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def read_letter(raw: bytes) -> IncomingLetter:
    """Return what a message (RFC 5322) holds; raise ValueError where it is no letter."""
    message = BytesParser(policy=policy.default).parsebytes(raw)
    sender = parseaddr(str(message.get("from", "")))[1].lower()
    if not sender:
        raise ValueError("The letter has no sender.")
    addresses = [
        address.lower()
        for _name, address in getaddresses(
            [str(value) for name in ADDRESSED_BY for value in message.get_all(name, [])]
        )
    ]
    tokens = [found[1] for address in addresses if (found := TOKEN.search(address))]
    files, refused = _files_of(message)
    return IncomingLetter(
        sender=sender,
        tokens=list(dict.fromkeys(tokens)),
        text=own_words(_text_of(message))[:LONGEST],
        letter_id=str(message.get("message-id", "")).strip()[:300],
        is_automatic=_is_automatic(message),
        files=files,
        refused=refused,
    )


def own_words(text: str) -> str:
    """Return what was written, without the letter it answers and without empty lines around."""
    text = text.replace("\r\n", "\n").replace("\x00", "")
    marker = text.find(REPLY_ABOVE)
    lines = (text if marker < 0 else text[:marker]).rstrip("> \n").split("\n")
    if marker < 0:
        for at, line in enumerate(lines):
            if WROTE.search(line.strip()) and _is_quoted(lines[at + 1 :]):
                lines = lines[:at]
                break
    while lines and _is_left_over(lines[-1]):
        lines.pop()
    return "\n".join(lines).strip()


def _is_quoted(lines: list[str]) -> bool:
    written = [line for line in lines if line.strip()]
    return bool(written) and all(line.lstrip().startswith(">") for line in written[:3])


def _is_left_over(line: str) -> bool:
    line = line.strip()
    if not line or line.startswith(">") or line == "--":
        return True
    return bool(WROTE.search(line) or QUOTE_HEAD.match(line))


def _text_of(message: EmailMessage) -> str:
    body = message.get_body(preferencelist=("plain", "html"))
    if body is None:
        return ""
    try:
        text = body.get_content()
    except (LookupError, UnicodeDecodeError):
        text = body.get_payload(decode=True).decode("utf-8", "replace")
    if body.get_content_type() == "text/html":
        text = strip_tags(re.sub(r"(?i)<(br|/p|/div|/li)[^>]*>", "\n", text))
    return text


def _files_of(message: EmailMessage) -> tuple[list[SentFile], list[str]]:
    files, refused = [], []
    for part in message.iter_attachments():
        name = part.get_filename() or "file"
        content = part.get_payload(decode=True) or b""
        try:
            if len(files) == MOST:
                raise FileRefusedError("too many")
            files.append(look_at(name, content))
        except FileRefusedError:
            refused.append(name[:100])
    return files, refused


def _is_automatic(message: EmailMessage) -> bool:
    """RFC 3834: out-of-office notes and other machines say so in Auto-Submitted."""
    automatic = str(message.get("auto-submitted", "no")).lower() != "no"
    bulk = str(message.get("precedence", "")).lower() in ("bulk", "junk", "auto_reply")
    return automatic or bulk or str(message.get("return-path", "")).strip() == "<>"
