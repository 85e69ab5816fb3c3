"""What the worker does between the rooms."""

import datetime

from interact_portal.core.jobs import periodic

from .brought import not_yet_on_the_desk, take_over


@periodic(
    "take over questions brought to seminars",
    every=datetime.timedelta(seconds=10),
    when=lambda: not_yet_on_the_desk().exists(),
)
def take_over_questions() -> str:
    """Bring them to the desk of the advice room; say how many."""
    return f"{take_over()} questions brought to seminars are on the desk"
