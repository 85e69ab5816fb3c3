"""The acts on versions of practices. Only the modules here write `PracticeVersion.status`."""

from .attaching import attach, leave_out
from .discussing import (
    answer_outside,
    answer_remark,
    ask_outside,
    outside_review,
    remark_on,
    settle_remark,
)
from .moves import (
    MOVES,
    EditedMeanwhileError,
    FactsNotConfirmedError,
    NotReadyError,
    TakenError,
)
from .publishing import archive, cancel_schedule, move_address, publish, restore, schedule
from .reviewing import claim, confirm_facts, decline, release, request_changes
from .writing import begin, begin_new_version, save, submit, withdraw

__all__ = [
    "MOVES",
    "EditedMeanwhileError",
    "FactsNotConfirmedError",
    "NotReadyError",
    "TakenError",
    "answer_outside",
    "answer_remark",
    "archive",
    "ask_outside",
    "attach",
    "begin",
    "begin_new_version",
    "cancel_schedule",
    "claim",
    "confirm_facts",
    "decline",
    "leave_out",
    "move_address",
    "outside_review",
    "publish",
    "release",
    "remark_on",
    "request_changes",
    "restore",
    "save",
    "schedule",
    "settle_remark",
    "submit",
    "withdraw",
]
