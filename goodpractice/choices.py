"""The closed lists of the room: statuses, stages of the programme cycle, evidence, conditions."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Status(TextChoices):
    """Where a version of a practice stands: the one status of the room."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    IN_REVIEW = "in-review", _("In review")
    CHANGES_REQUESTED = "changes-requested", _("Changes requested")
    PUBLISHED = "published", _("Published")
    REPLACED = "replaced", _("Replaced by a newer version")
    ARCHIVED = "archived", _("Archived")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn by the author")


# A version somebody still works on: at most one for each practice.
OPEN = (Status.DRAFT, Status.SUBMITTED, Status.IN_REVIEW, Status.CHANGES_REQUESTED)
# The author may write.
WRITABLE = (Status.DRAFT, Status.CHANGES_REQUESTED)
# The version a reader gets at the practice's address: at most one for each practice.
PUBLIC = (Status.PUBLISHED, Status.ARCHIVED)
# Versions that were public at some time: numbered, dated and frozen.
ISSUED = (Status.PUBLISHED, Status.REPLACED, Status.ARCHIVED)


class Change(TextChoices):
    """How much a new version changes; only a major change is told to readers."""

    MINOR = "minor", _("Minor: wording, links, a name")
    MAJOR = "major", _("Major: a reader would act differently")


class Outcome(TextChoices):
    """How it ended. A practice that was stopped is worth as much as one that goes on."""

    RUNNING = "running", _("In use")
    FINISHED = "finished", _("Finished as planned")
    STOPPED = "stopped", _("Tried and stopped")


class Evidence(TextChoices):
    """How well it is known that the practice works, from weak to strong."""

    DESCRIBED = "described", _("Described by its owner")
    MEASURED = "measured", _("Measured")
    CONFIRMED = "confirmed", _("Confirmed by an adopter")
    EVALUATED = "evaluated", _("Independently evaluated")


class Stage(TextChoices):
    """The stages of the programme cycle."""

    PLANNING = "planning", _("Planning the programme")
    SETTING_UP = "setting-up", _("Setting up bodies and systems")
    CALLS = "calls", _("Calls and selection")
    IMPLEMENTATION = "implementation", _("Implementation of projects")
    CONTROL = "control", _("Control, certification and audit")
    EVALUATION = "evaluation", _("Evaluation and use of results")
    CLOSURE = "closure", _("Closure")


class InUse(TextChoices):
    """Whether other programmes have taken the practice up."""

    SEVERAL = "several", _("In use in several programmes elsewhere")
    ONE = "one", _("In use in one programme elsewhere")
    TRYING = "trying", _("Being considered or adapted")
    STOPPED = "stopped", _("Taken up and stopped again")
    NO = "no", _("Not taken up yet")


class ConditionKind(TextChoices):
    """What a condition asks of a programme, so that its profile can answer."""

    STRAND = "strand", _("The strand of the programme")
    COUNTRIES_AT_MOST = "countries-at-most", _("At most so many countries")
    COUNTRIES_AT_LEAST = "countries-at-least", _("At least so many countries")
    EXTERNAL_BORDER = "external-border", _("An external border (yes or no)")
    MARITIME = "maritime", _("A maritime border (yes or no)")
    CONTROL_SYSTEM = "control-system", _("How first level control is organised")
    BUDGET_AT_MOST = "budget-at-most", _("A budget of at most so many million euro")
    BUDGET_AT_LEAST = "budget-at-least", _("A budget of at least so many million euro")
    FUND = "fund", _("A fund the programme spends")
    PERIOD_FROM = "period-from", _("The period 2014–2020 or later, by its first year")
    LANGUAGE = "language", _("A programme language")
    OTHER = "other", _("Something only the reader can check")


class Language(TextChoices):
    """The languages a practice may be written in."""

    EN = "en", _("English")
    FR = "fr", _("French")
    DE = "de", _("German")
    ES = "es", _("Spanish")
    IT = "it", _("Italian")
    PL = "pl", _("Polish")
