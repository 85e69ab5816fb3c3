"""What the worker does for accounts."""

import datetime

from django.contrib.sessions.models import Session
from django.utils import timezone

from interact_portal.core.jobs import periodic

from .workflow import forget_goodbyes, forget_unfinished_signups


@periodic("forget unfinished sign-ups", every=datetime.timedelta(hours=6))
def forget_unfinished() -> str:
    """Delete accounts that were never confirmed; say how many."""
    return f"{forget_unfinished_signups()} unfinished sign-ups forgotten"


@periodic("forget goodbyes", every=datetime.timedelta(hours=6))
def forget_old_goodbyes() -> str:
    """Forget where the last letters to people who left went; say how many."""
    return f"{forget_goodbyes()} letters forgotten"


@periodic("clear old sessions", every=datetime.timedelta(days=1))
def clear_old_sessions() -> str:
    """Delete sessions past their time; say how many."""
    deleted, _by_model = Session.objects.filter(expire_date__lt=timezone.now()).delete()
    return f"{deleted} old sessions cleared"
