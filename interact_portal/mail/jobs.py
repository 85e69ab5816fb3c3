"""The outbox as a job of the worker."""

import datetime

from interact_portal.core.jobs import periodic

from .outbox import a_letter_is_due, codes_past_their_time, send_all_due, strike_out


@periodic("send letters", every=datetime.timedelta(0), when=a_letter_is_due)
def send_letters() -> str:
    """Send what is due; say how many letters were tried."""
    return f"{send_all_due()} letters tried"


@periodic("strike out old codes", every=datetime.timedelta(minutes=5))
def strike_out_old_codes() -> str:
    """Take the words out of letters whose code has had its time; say how many."""
    return f"{strike_out(codes_past_their_time())} letters struck out"
