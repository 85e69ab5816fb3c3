"""The roles of the back office: groups whose permissions this module alone sets.

A role gives what somebody needs for her work and nothing beside it. Who needs another mixture gets
a group of her own; the groups here are brought back to what stands here at every upgrade.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction

LOOK, WRITE = ("view",), ("view", "add", "change")
ALL = ("view", "add", "change", "delete")

REFERENCE = (
    *("programmes.programme", "programmes.priorityaxis", "programmes.body"),
    *("programmes.mandate", "programmes.country", "programmes.theme"),
)
WORDS = ("words.synonyms", "advice.term", "advice.holiday", "advice.cannedpassage")
# Tables with which no role has to do by hand: keys of sessions, sign-in, search and history.
EVERYTHING_BUT = (
    *("account", "admin", "mfa", "socialaccount", "usersessions", "sessions", "contenttypes"),
    "sites",
)
# What is written by and about single people, and desks that only those may open who act there.
NOT_FOR_AUDITORS = (
    *("seminars.sensitiveneeds", "seminars.registration", "seminars.answer"),
    *("seminars.invitation", "seminars.substitution", "seminars.calendarsubscription"),
    *("seminars.changerequest", "advice.question", "advice.message", "advice.invitation"),
    *("advice.attachment", "goodpractice.outsidereview", "mail.letter", "accounts.user"),
    *("goodpractice.practiceversion", "goodpractice.correction"),
    *("advice.publishedversion", "alerts.savedsearch", "alerts.told"),
)


def on(tables: Iterable[str], acts: Iterable[str]) -> set[str]:
    """Return the permissions for `acts` on `tables`: “programmes.change_body”."""
    named = (table.split(".") for table in tables)
    return {f"{app}.{act}_{model}" for app, model in named for act in acts}


@dataclass(frozen=True)
class Role:
    """A role: the group's name, what it is for, and its permissions."""

    name: str
    what: str
    permissions: frozenset[str]


EDITOR = Role(
    "Editor",
    "Keeps programmes, bodies, words and the glossary, answers questions, writes answers.",
    frozenset(
        on(REFERENCE, ALL)
        | on(WORDS, ALL)
        | on(("words.miss", "programmes.membership", "goodpractice.practice"), LOOK)
        | on(("advice.question", "advice.publishedversion"), ("view", "change"))
        | {"programmes.change_membership", "advice.see_figures_of_questions", "mail.add_letter"}
    ),
)
REVIEWER = Role(
    "Reviewer",
    "Reviews practices, and approves answers that an editor wrote.",
    frozenset(
        on(("goodpractice.practiceversion", "advice.publishedversion"), ("view", "change"))
        | on(("goodpractice.practice", "goodpractice.use", "goodpractice.correction"), LOOK)
        | on(REFERENCE, LOOK)
        | {"advice.approve_publishedversion"}
    ),
)
EVENT_MANAGER = Role(
    "Event manager",
    "Runs the seminars she is named at, and sees no other.",
    frozenset({"seminars.organise_given_seminar"}),
)
CHECK_IN = Role(
    "Check-in",
    "Lets people in at the seminars she is named at.",
    frozenset({"seminars.check_in_given_seminar"}),
)
AUDITOR = "Auditor"
ADMINISTRATOR = "Administrator"


@transaction.atomic
def make_roles() -> int:
    """Make the six groups, or bring them back to what they are for; return how many changed.

    Permissions of tables that a room adds later come with the next upgrade.
    """
    known = {
        f"{row.content_type.app_label}.{row.codename}": row
        for row in Permission.objects.select_related("content_type").exclude(
            content_type__app_label__in=EVERYTHING_BUT
        )
    }
    wanted = {role.name: role.permissions for role in (EDITOR, REVIEWER, EVENT_MANAGER, CHECK_IN)}
    wanted[AUDITOR] = frozenset(_looks(known) - on(NOT_FOR_AUDITORS, LOOK))
    wanted[ADMINISTRATOR] = frozenset(known)
    return sum(_bring(name, {known[key] for key in keys}) for name, keys in wanted.items())


def _looks(known: Iterable[str]) -> set[str]:
    """Return the permissions to look at the tables that stand today, histories left out."""
    tables = {
        f"{kind.app_label}.view_{kind.model}"
        for kind in ContentType.objects.all()
        if not kind.model.startswith("historical")
    }
    return set(known) & tables


def _bring(name: str, permissions: set[Permission]) -> bool:
    group, made = Group.objects.get_or_create(name=name)
    if set(group.permissions.all()) == permissions and not made:
        return False
    group.permissions.set(permissions)
    return True
