"""What the worker does for the hall."""

import datetime

from interact_portal.core.jobs import periodic
from programmes.workflow.memberships import pass_on_overdue


@periodic("pass on memberships nobody answered", every=datetime.timedelta(hours=1))
def pass_on_memberships() -> str:
    """Tell the secretariat of questions that waited too long; say how many."""
    return f"{pass_on_overdue()} memberships passed on"
