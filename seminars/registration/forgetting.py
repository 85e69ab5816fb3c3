"""Forgetting people when their time has come: the seminar's statistics stay, the person goes."""

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from interact_portal.core import audit
from interact_portal.mail import outbox
from interact_portal.mail.models import Letter
from seminars.models import (
    Invitation,
    Promise,
    Registration,
    Seminar,
    SensitiveNeeds,
    Substitution,
)
from seminars.models.registrations import new_secret

from .asking import delete_answers
from .decisions import lock_with


@transaction.atomic
def forget(registration: Registration) -> None:
    """Take the person out of a registration and of all that hangs on it.

    Seminar, body, programme, country, role, status and attendance stay, and a certificate's number,
    so that statistics and checks go on. Files that were handed in are deleted with the answers.
    """
    registration = lock_with(registration)
    _forget_trail(registration)
    _forget_letters(registration)
    delete_answers(registration.answers.all())
    SensitiveNeeds.objects.filter(registration=registration).delete()
    registration.change_requests.all().delete()
    Substitution.objects.filter(registration=registration).update(name="", email="")
    Promise.objects.filter(registration=registration).update(text="")
    removed = _("Removed with the personal data.")
    registration.decisions.update(sentence=removed, by=None)
    registration.person = registration.nominated_by = None
    registration.name = registration.email = registration.brings_question = ""
    registration.reason = removed
    registration.secret = new_secret()
    registration.purged_at = timezone.now()
    registration.save()


def forget_invitations(seminars: models.QuerySet[Seminar]) -> int:
    """Delete the invitations to seminars whose people are forgotten; return how many."""
    invitations = Invitation.objects.filter(seminar__in=seminars)
    keys = [f"invitation:{pk}" for pk in invitations.values_list("pk", flat=True)]
    outbox.forget(Letter.objects.filter(key__in=keys))
    return invitations.delete()[0]


def _forget_trail(registration: Registration) -> None:
    if registration.person is not None:
        own = audit.trail_of(registration).filter(actor=registration.person)
        own.update(actor=None, actor_name=audit.SOMEBODY)
    audit.forget(registration)


def _forget_letters(registration: Registration) -> None:
    """Letters to the person, and those about her to colleagues and organisers."""
    about = models.Q(key__startswith=f"registration:{registration.pk}:")
    for substitution in registration.substitutions.all():
        about |= models.Q(key__startswith=f"substitution:{substitution.pk}:")
    for wish in registration.change_requests.all():
        about |= models.Q(key=f"wish:{wish.pk}:asked")
    if registration.takes_over_from_id is not None:
        about |= models.Q(key__startswith=f"registration:{registration.takes_over_from_id}:substit")
    outbox.forget(Letter.objects.filter(about))
