"""What the worker does for saved searches."""

import datetime

from django.utils import timezone

from interact_portal.core.jobs import periodic

from .workflow import due, tell_all_due


def somebody_waits() -> bool:
    """Say whether any saved search is to be looked at."""
    return due(timezone.now()).exists()


@periodic(
    "tell what is new in saved searches", every=datetime.timedelta(minutes=5), when=somebody_waits
)
def tell_what_is_new() -> str:
    """Write the letters that are due; say how many."""
    return f"{tell_all_due()} letters written"
