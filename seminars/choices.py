"""The closed lists of the room: formats, statuses, kinds of questions and rules for seats."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from programmes.choices import Role

# What somebody may come as: the roles of bodies, and people of none of them.
OTHER_ROLE = "other"
PARTICIPANT_ROLES = [
    *Role.choices,
    ("european-commission", _("European Commission")),
    ("project-partner", _("Project partner")),
    (OTHER_ROLE, _("Another role")),
]
# The two roles that run a programme together (a programme “has the pair” with a seat for each).
PAIR = frozenset({Role.MANAGING_AUTHORITY.value, Role.JOINT_SECRETARIAT.value})

LANGUAGES = [
    ("bg", _("Bulgarian")), ("cs", _("Czech")), ("da", _("Danish")), ("de", _("German")),
    ("el", _("Greek")), ("en", _("English")), ("es", _("Spanish")), ("et", _("Estonian")),
    ("fi", _("Finnish")), ("fr", _("French")), ("ga", _("Irish")), ("hr", _("Croatian")),
    ("hu", _("Hungarian")), ("it", _("Italian")), ("lt", _("Lithuanian")), ("lv", _("Latvian")),
    ("mt", _("Maltese")), ("nl", _("Dutch")), ("pl", _("Polish")), ("pt", _("Portuguese")),
    ("ro", _("Romanian")), ("sk", _("Slovak")), ("sl", _("Slovenian")), ("sv", _("Swedish")),
]  # fmt: skip


class Format(TextChoices):
    """Where a seminar takes place."""

    ONSITE = "onsite", _("On site")
    ONLINE = "online", _("Online")
    HYBRID = "hybrid", _("On site and online")


class Mode(TextChoices):
    """How a participant takes part."""

    ROOM = "room", _("In the room")
    ONLINE = "online", _("Online")


class Access(TextChoices):
    """Who may register, and whether somebody decides first."""

    OPEN = "open", _("Open registration")
    APPROVAL = "approval", _("The organiser approves each registration")
    INVITATION = "invitation", _("By personal invitation only")


class SeminarState(TextChoices):
    """Where a seminar stands."""

    DRAFT = "draft", _("Draft")
    PUBLISHED = "published", _("Published")
    CANCELLED = "cancelled", _("Cancelled")


class Door(TextChoices):
    """Whether one can register today, in a word; the table is asked, nothing is stored."""

    OPEN = "open", _("Open")
    RESERVE = "reserve", _("Reserve list")
    FULL = "full", _("Full")
    AHEAD = "ahead", _("Opens later")
    CLOSED = "closed", _("Registration closed")
    OVER = "over", _("Has taken place")
    CANCELLED = "cancelled", _("Cancelled")


class Order(TextChoices):
    """Who is first on the reserve list."""

    FAIR = "fair", _("Programmes with the fewest seats first")
    TIME = "time", _("In the order of requests")


class Freed(TextChoices):
    """What happens with a seat that becomes free."""

    CONFIRM = "confirm", _("The first in the queue has it at once")
    OFFER = "offer", _("It is offered to the first in the queue, with a deadline")


class Ask(TextChoices):
    """What a seminar may ask beside name, body and role."""

    QUESTION = "question", _("The question you bring")
    DIET = "diet", _("What you eat and do not eat")
    ACCESS = "access", _("What you need to take part")


class Status(TextChoices):
    """Where a registration stands. Only `seminars.registration` writes it."""

    PENDING = "pending", _("Waiting for approval")
    CONFIRMED = "confirmed", _("Confirmed")
    RESERVE = "reserve", _("On the reserve list")
    OFFERED = "offered", _("Seat offered")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    DECLINED = "declined", _("Declined")
    EXPIRED = "expired", _("Offer expired")
    SUBSTITUTED = "substituted", _("A colleague comes instead")
    CANCELLED = "cancelled", _("Seminar cancelled")


ACTIVE = (
    Status.PENDING.value,
    Status.CONFIRMED.value,
    Status.RESERVE.value,
    Status.OFFERED.value,
)
# A confirmed seat is taken; an offered one is kept for the person who was asked.
TAKEN = (Status.CONFIRMED.value, Status.OFFERED.value)


class Visibility(TextChoices):
    """Who sees a participant on the participants' list."""

    NOBODY = "nobody", _("Nobody but the organiser")
    PARTICIPANTS = "participants", _("The other participants")


class QuestionKind(TextChoices):
    """How a question of the registration form is answered."""

    TEXT = "text", _("A text")
    CHOICE = "choice", _("One of several answers")
    SEVERAL = "several", _("Any of several answers")
    NUMBER = "number", _("A number")
    FILE = "file", _("A file")


class SessionKind(TextChoices):
    """What happens in a part of the agenda."""

    SESSION = "session", _("Session")
    WORKSHOP = "workshop", _("Working group")
    BREAK = "break", _("Break")
    SOCIAL = "social", _("Getting together")


class ChangeKind(TextChoices):
    """What a change of a seminar touches."""

    TIME = "time", _("Time")
    PLACE = "place", _("Place")
    AGENDA = "agenda", _("Agenda")
    OTHER = "other", _("Something else")


class SubstitutionState(TextChoices):
    """Where the question to a colleague stands."""

    ASKED = "asked", _("Waiting for the colleague")
    ACCEPTED = "accepted", _("The colleague comes")
    DECLINED = "declined", _("The colleague cannot come")
    WITHDRAWN = "withdrawn", _("Taken back")


class RequestState(TextChoices):
    """Where a wish to change a locked registration stands."""

    OPEN = "open", _("Waiting for the organiser")
    DONE = "done", _("Done")
    REFUSED = "refused", _("Not possible")


class AttendanceState(TextChoices):
    """Whether somebody was there."""

    ATTENDED = "attended", _("Attended")
    EXCUSED = "excused", _("Excused")
    ABSENT = "absent", _("Absent")


class MaterialAccess(TextChoices):
    """Who may open a material."""

    PUBLIC = "public", _("Everybody, at once")
    LATER = "later", _("Participants, later everybody")
    PARTICIPANTS = "participants", _("Participants only")


class MaterialKind(TextChoices):
    """What a material is."""

    SLIDES = "slides", _("Slides")
    RECORDING = "recording", _("Recording")
    REPORT = "report", _("Report")
    OTHER = "other", _("Document")


class PromiseState(TextChoices):
    """What became of the one thing a participant wanted to change."""

    MADE = "made", _("Named")
    STARTED = "started", _("In progress")
    DONE = "done", _("Done")
    DROPPED = "dropped", _("Dropped")
