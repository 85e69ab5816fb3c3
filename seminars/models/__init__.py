"""The tables of the room: seminars, registrations, and what is left of them afterwards."""

from .afterwards import Attendance, Certificate, Material, Promise, SurveyAnswer, SurveyMark
from .agenda import AgendaSession, SeminarChange, Speaker
from .decisions import ChangeRequest, DecisionLog, SensitiveNeeds
from .privacy import PrivacyNotice
from .questions import Answer, Question
from .registrations import Registration
from .seminars import Seminar
from .series import Series
from .tickets import CalendarSubscription, Invitation, Substitution

__all__ = [
    "AgendaSession",
    "Answer",
    "Attendance",
    "CalendarSubscription",
    "Certificate",
    "ChangeRequest",
    "DecisionLog",
    "Invitation",
    "Material",
    "PrivacyNotice",
    "Promise",
    "Question",
    "Registration",
    "Seminar",
    "SeminarChange",
    "SensitiveNeeds",
    "Series",
    "Speaker",
    "Substitution",
    "SurveyAnswer",
    "SurveyMark",
]
