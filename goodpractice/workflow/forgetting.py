"""When a person leaves, her drafts go with her; what is public stays without her name."""

from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Lower

from goodpractice.catalogue import keeping
from goodpractice.choices import Status
from goodpractice.models import Practice, PracticeVersion

# What nobody else has seen or waits for.
HERS_ALONE = (Status.DRAFT, Status.CHANGES_REQUESTED, Status.WITHDRAWN, Status.DECLINED)
NO_CONTACT = {"contact_name": "", "contact_post": "", "contact_email": ""}


@transaction.atomic
def forget_person(user: Any) -> None:
    """Delete the person's texts that were never public; the rest keeps no name when she goes."""
    hers = PracticeVersion.objects.filter(author=user, status__in=HERS_ALONE)
    practices = list(hers.values_list("practice", flat=True))
    hers.delete()
    for practice in Practice.objects.filter(pk__in=practices, versions__isnull=True):
        for attachment in practice.attachments.all():
            attachment.file.delete(save=False)
        practice.delete()


def versions_naming(user: Any) -> list[PracticeVersion]:
    """Return the versions that name the person, by one of her addresses, as their contact."""
    addresses = EmailAddress.objects.filter(user=user, verified=True)
    known = {address.lower() for address in addresses.values_list("email", flat=True)}
    known.add(user.email.lower())
    naming = PracticeVersion.objects.annotate(
        contact=Lower(KeyTextTransform("contact_email", "content"))
    )
    return list(naming.filter(contact__in=known).order_by("pk"))


@transaction.atomic
def forget_contact(user: Any) -> None:
    """Take the person out of the practices that name her as their contact, in every version."""
    shown = []
    for version in versions_naming(user):
        version.content |= NO_CONTACT
        version.save(update_fields=("content",))
        if Practice.objects.filter(current=version).update(**NO_CONTACT):
            shown.append(version.practice_id)
    # Pages kept for strangers go with the next change of the catalogue.
    keeping.refresh(shown)
