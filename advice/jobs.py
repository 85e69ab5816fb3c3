"""What the worker does for the room."""

import datetime

from interact_portal.core.jobs import periodic

from .workflow import keeping

HOURLY, DAILY = datetime.timedelta(hours=1), datetime.timedelta(days=1)


@periodic("remind of overdue questions", every=HOURLY)
def remind_of_overdue() -> str:
    """Remind officers of what was due; say how many."""
    return f"{keeping.remind_of_overdue()} officers reminded"


@periodic("remind invited programmes", every=HOURLY)
def remind_invited() -> str:
    """Ask the invited once more; say how many."""
    return f"{keeping.remind_invited()} programmes reminded"


@periodic("close quiet questions", every=HOURLY)
def close_quiet() -> str:
    """Close what nobody has written about for long; say how many."""
    return f"{keeping.close_quiet()} questions closed"


@periodic("let answers expire", every=HOURLY)
def expire_run_out() -> str:
    """Let answers expire whose last day is over; say how many."""
    return f"{keeping.expire_run_out()} answers expired"


@periodic("forget old questions", every=DAILY)
def forget_past_their_time() -> str:
    """Forget the words of questions closed long ago; say how many."""
    return f"{keeping.forget_past_their_time()} questions forgotten"
