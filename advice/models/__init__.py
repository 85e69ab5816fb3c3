"""The tables of the room: questions and their threads, published answers, glossary, desk."""

from .answers import PublishedAnswer, PublishedVersion
from .desk import CannedPassage, Holiday
from .glossary import Term, TermName
from .questions import Question
from .readers import LegalBasis, SavedAnswer, Vote
from .threads import Answer, Attachment, Invitation, Message

__all__ = [
    "Answer",
    "Attachment",
    "CannedPassage",
    "Holiday",
    "Invitation",
    "LegalBasis",
    "Message",
    "PublishedAnswer",
    "PublishedVersion",
    "Question",
    "SavedAnswer",
    "Term",
    "TermName",
    "Vote",
]
