"""Where a person's case stands: what happened, what comes next, by when, and whom to ask.

Every status in the portal that a person can be in is shown through a Standing, by the one
component `components/standing.html`.
"""

import datetime
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Step:
    """One station on the way: its label, `state` (done, current or todo) and the day it came."""

    label: str
    state: str
    on: datetime.date | None = None


@dataclass(frozen=True)
class Standing:
    """The four answers a person wants of any status.

    `happened` and `next` are whole sentences; `by` is the day the next step is due, or None where
    no day is promised; `ask_name` and `ask_url` say whom to ask and how to reach them.
    """

    happened: str
    next: str
    ask_name: str
    ask_url: str
    happened_on: datetime.datetime | None = None
    by: datetime.date | None = None
    steps: list[Step] = field(default_factory=list)
