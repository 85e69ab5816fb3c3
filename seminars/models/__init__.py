"""The tables of the room: seminars, registrations, and what is left of them afterwards."""

from .afterwards import Attendance, Certificate, Material, Promise, SurveyAnswer, SurveyMark
from .agenda import AgendaSession, SeminarChange, Speaker
from .questions import Answer, Question
from .registrations import ChangeRequest, DecisionLog, PrivacyNotice, Registration, SensitiveNeeds
from .seminars import Seminar, Series
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
