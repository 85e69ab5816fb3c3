"""What organisers and participants do around the seats: announce, change, write, check in, ask.

Seats themselves are given by `registration` alone.
"""

from .afterwards import (
    answer_promise,
    answer_survey,
    issue_certificate,
    may_answer,
    may_have_certificate,
)
from .announcing import change_seminar, duplicate, publish
from .attendance import (
    ALREADY_IN,
    CheckIn,
    check_in,
    find_by_code,
    note_attendance,
    undo_check_in,
    walk_in,
)
from .writing import invite, write_to

__all__ = [
    "ALREADY_IN",
    "CheckIn",
    "answer_promise",
    "answer_survey",
    "change_seminar",
    "check_in",
    "duplicate",
    "find_by_code",
    "invite",
    "issue_certificate",
    "may_answer",
    "may_have_certificate",
    "note_attendance",
    "publish",
    "undo_check_in",
    "walk_in",
    "write_to",
]
