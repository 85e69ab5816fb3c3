"""The acts on versions of practices. Only the modules here write `PracticeVersion.status`."""

from .adopting import USE_MOVES, OwnPracticeError, confirm_use, declare_use, decline_use
from .asking import (
    TooManyLettersError,
    give_voice,
    mark_answered,
    remind_of_unanswered,
    usual_reply_days,
    write_to_owner,
)
from .attaching import attach, leave_out
from .discussing import (
    answer_outside,
    answer_remark,
    ask_outside,
    outside_review,
    remark_on,
    settle_remark,
)
from .listing import keep, make_list, make_pack, move_up, share, stop_sharing, take_out
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
    "USE_MOVES",
    "EditedMeanwhileError",
    "FactsNotConfirmedError",
    "NotReadyError",
    "OwnPracticeError",
    "TakenError",
    "TooManyLettersError",
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
    "confirm_use",
    "declare_use",
    "decline",
    "decline_use",
    "give_voice",
    "keep",
    "leave_out",
    "make_list",
    "make_pack",
    "mark_answered",
    "move_address",
    "move_up",
    "outside_review",
    "publish",
    "release",
    "remark_on",
    "remind_of_unanswered",
    "request_changes",
    "restore",
    "save",
    "schedule",
    "settle_remark",
    "share",
    "stop_sharing",
    "submit",
    "take_out",
    "usual_reply_days",
    "withdraw",
    "write_to_owner",
]
