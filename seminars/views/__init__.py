"""The pages of seminars."""

from .afterwards import (
    certificate_check,
    certificate_file,
    certificate_verify,
    registration_promise,
    registration_survey,
)
from .asking import seminar_invited, seminar_nominate, seminar_register
from .detail import material_open, privacy_notice, seminar_detail
from .lists import seminar_list
from .mine import my_seminars, renew_calendar, revoke_calendar
from .status import (
    offer_accept,
    offer_decline,
    registration_change,
    registration_complete,
    registration_status,
    registration_wish,
    registration_withdraw,
)
from .substitutes import ask_colleague, stop_asking, substitution_answer, substitution_decline

__all__ = [
    "ask_colleague",
    "certificate_check",
    "certificate_file",
    "certificate_verify",
    "material_open",
    "my_seminars",
    "offer_accept",
    "offer_decline",
    "privacy_notice",
    "registration_change",
    "registration_complete",
    "registration_promise",
    "registration_status",
    "registration_survey",
    "registration_wish",
    "registration_withdraw",
    "renew_calendar",
    "revoke_calendar",
    "seminar_detail",
    "seminar_invited",
    "seminar_list",
    "seminar_nominate",
    "seminar_register",
    "stop_asking",
    "substitution_answer",
    "substitution_decline",
]
