"""What the hall leaves to the secretariat: posts to confirm, figures and bodies to put right."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from interact_portal.core.duties import Group, duty
from programmes.models import Body, Membership, Programme


@duty("memberships", Group.DECIDE, _("posts at bodies to confirm"), Membership)
def posts_to_confirm(officer: Any) -> QuerySet[Membership]:
    """Posts that no colleague can confirm, or none has confirmed in time."""
    return Membership.objects.left_to_the_secretariat()


@duty("sums", Group.MEND, _("programmes whose figures do not add up"), Programme)
def figures_that_differ(officer: Any) -> QuerySet[Programme]:
    """Programmes whose parts do not make the published amounts."""
    return Programme.objects.with_sums_that_differ()


@duty("no-mandate", Group.MEND, _("bodies without any mandate"), Body)
def bodies_without_mandate(officer: Any) -> QuerySet[Body]:
    """Bodies that do nothing for any programme: often twins, or proposed and not looked at."""
    return Body.objects.filter(mandates__isnull=True)
