"""The outbox as a job of the worker."""

import datetime

from interact_portal.core.jobs import periodic

from .outbox import a_letter_is_due, send_all_due


@periodic("send letters", every=datetime.timedelta(0), when=a_letter_is_due)
def send_letters() -> str:
    """Send what is due; say how many letters were tried."""
    return f"{send_all_due()} letters tried"
