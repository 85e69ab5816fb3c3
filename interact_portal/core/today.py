"""What the portal's own jobs leave to the secretariat: those that failed."""

import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .duties import Group, duty
from .models import JobRun

DAY = datetime.timedelta(days=1)


@duty("failed-jobs", Group.MEND, _("jobs of the portal that failed since yesterday"), JobRun)
def jobs_that_failed(officer: Any) -> QuerySet[JobRun]:
    """Runs that ended with an error in the last 24 hours."""
    return JobRun.objects.filter(failed=True, started_at__gte=timezone.now() - DAY)
