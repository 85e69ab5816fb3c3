"""The desk: the queue of questions, answers to approve, and the lists the desk keeps.

The pages are Django's own back office with views of ours; every act goes through `workflow`.
"""

from .answers import PublishedVersionAdmin
from .lists import CannedPassageAdmin, HolidayAdmin, TermAdmin
from .questions import QuestionAdmin

__all__ = [
    "CannedPassageAdmin",
    "HolidayAdmin",
    "PublishedVersionAdmin",
    "QuestionAdmin",
    "TermAdmin",
]
