"""What the outbox leaves to the secretariat: addresses that bounced, letters that are stuck."""

import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from interact_portal.core.duties import Group, duty

from .models import Letter

PATIENCE = datetime.timedelta(minutes=15)


@duty("bounced", Group.MEND, _("letters whose address refused them"), Letter)
def letters_refused(officer: Any) -> QuerySet[Letter]:
    """Letters that could not be delivered."""
    return Letter.objects.filter(state=Letter.State.FAILED)


@duty("stuck", Group.MEND, _("letters that are stuck in the outbox"), Letter)
def letters_stuck(officer: Any) -> QuerySet[Letter]:
    """Letters that should have gone a quarter of an hour ago."""
    before = timezone.now() - PATIENCE
    return Letter.objects.filter(state=Letter.State.QUEUED, written_at__lt=before)
