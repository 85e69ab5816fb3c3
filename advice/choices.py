"""The closed lists of the room: where a question stands, how heavy an answer weighs."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    """Where a question stands."""

    NEW = "new", _("New")
    ASSIGNED = "assigned", _("An officer is on it")
    WAITING = "waiting", _("Waiting for the asker")
    ANSWERED = "answered", _("Answered")
    CLOSED = "closed", _("Closed")
    MERGED = "merged", _("Joined with another question")


OPEN = (State.NEW, State.ASSIGNED, State.WAITING)


class Urgency(TextChoices):
    """How soon the asker needs an answer."""

    LOW = "low", _("When you have time")
    NORMAL = "normal", _("Normal")
    HIGH = "high", _("Urgent: a decision depends on it")


# The working days within which an answer is due.
DUE_WITHIN = {Urgency.LOW: 20, Urgency.NORMAL: 10, Urgency.HIGH: 3}


class Use(TextChoices):
    """What the asker lets us do with the question."""

    PUBLISHABLE = "publishable", _("May be published without names")
    PRIVATE = "private", _("Private: only the secretariat reads it")


class MessageKind(TextChoices):
    """Who speaks to whom in the conversation about a question."""

    FROM_ASKER = "from-asker", _("From the asker")
    TO_ASKER = "to-asker", _("To the asker")
    ANSWER = "answer", _("Answer")
    NOTE = "note", _("Internal note")
    FROM_INVITED = "from-invited", _("From an invited programme")


# What the asker reads; the rest stays inside.
SEEN_BY_ASKER = (MessageKind.FROM_ASKER, MessageKind.TO_ASKER, MessageKind.ANSWER)


class Authority(TextChoices):
    """How heavy an answer weighs, the heaviest first."""

    LEGAL_TEXT = "legal-text", _("Legal text")
    COMMISSION = "commission", _("Reply of the Commission")
    OPINION = "opinion", _("Opinion of INTERACT")
    PRACTICE = "practice", _("Practice of programmes")


AUTHORITY_MEANS = {
    Authority.LEGAL_TEXT: _("It stands so in a legal act, which is named below."),
    Authority.COMMISSION: _("The Commission replied so. A court may see it otherwise."),
    Authority.OPINION: _("We read the rules so. Your authorities decide for your programme."),
    Authority.PRACTICE: _("Programmes do it so. It is an example, not a rule."),
}


class VersionState(TextChoices):
    """Where one version of a published answer stands."""

    DRAFT = "draft", _("Draft")
    APPROVAL = "approval", _("Waiting for approval")
    PUBLISHED = "published", _("In force")
    EXPIRED = "expired", _("No longer in force")
    SUPERSEDED = "superseded", _("Superseded by another answer")
    REPLACED = "replaced", _("Replaced by a newer version")
    DROPPED = "dropped", _("Dropped")


PUBLIC = (VersionState.PUBLISHED, VersionState.EXPIRED, VersionState.SUPERSEDED)
IN_WORK = (VersionState.DRAFT, VersionState.APPROVAL)
ONCE_PUBLIC = (*PUBLIC, VersionState.REPLACED)


class Change(TextChoices):
    """How much a new version changes what is said."""

    MAJOR = "major", _("The answer says something else: readers are told")
    MINOR = "minor", _("Only wording: nobody is told")


class InvitationState(TextChoices):
    """Where the question to another programme stands."""

    SENT = "sent", _("Asked")
    ANSWERED = "answered", _("Answered")
    DECLINED = "declined", _("Does not want to answer")
    ENDED = "ended", _("Ended before an answer came")
