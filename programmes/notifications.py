"""What people are told about memberships. Every letter goes through the outbox."""

from django.conf import settings

from interact_portal.mail import outbox
from interact_portal.mail.models import Letter
from programmes.models import Membership


def tell_asked(membership: Membership) -> None:
    """Ask the designated persons of the body for an answer, or us where there is none."""
    designated = Membership.objects.designated().filter(body=membership.body)
    colleagues = designated.exclude(person=membership.person).select_related("person")
    for colleague in colleagues:
        outbox.post(
            key=f"membership:{membership.pk}:asked:{colleague.person_id}",
            to=colleague.person.email,
            person=colleague.person,
            template="programmes/email/membership_asked",
            context=_known(membership),
        )
    if not colleagues:
        _tell_secretariat(membership, "asked")


def tell_overdue(membership: Membership) -> bool:
    """Tell us that nobody answered in time; return whether this is news."""
    return _tell_secretariat(membership, "overdue")


def tell_person(membership: Membership, what: str) -> None:
    """Tell the person what was decided: confirmed, declined, ended, appointed or relieved."""
    outbox.post(
        key=f"membership:{membership.pk}:{what}:{membership.decided_at:%Y%m%d%H%M%S%f}",
        to=membership.person.email,
        person=membership.person,
        template=f"programmes/email/membership_{what}",
        context=_known(membership),
    )


def _tell_secretariat(membership: Membership, what: str) -> bool:
    key = f"membership:{membership.pk}:{what}:secretariat"
    if Letter.objects.filter(key=key).exists():
        return False
    outbox.post(
        key=key,
        to=settings.CONTACT_EMAIL,
        language=settings.LANGUAGE_CODE,
        template=f"programmes/email/membership_{what}",
        context=_known(membership) | {"to_secretariat": True},
    )
    return True


def _known(membership: Membership) -> dict:
    return {
        "membership": membership,
        "asker": membership.person,
        "body": membership.body,
        "url": settings.PORTAL_URL + membership.get_absolute_url(),
    }
