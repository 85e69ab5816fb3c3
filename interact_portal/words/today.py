"""What searches tell the secretariat: words that found nothing in the last week."""

import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from interact_portal.core.duties import Group, duty

from .models import Miss

WEEK = datetime.timedelta(days=7)


@duty("misses", Group.LEARN, _("searches of the last week that found nothing"), Miss)
def searches_without_result(officer: Any) -> QuerySet[Miss]:
    """Words searched for in vain, a row for each day and room."""
    return Miss.objects.filter(day__gt=timezone.localdate() - WEEK)
