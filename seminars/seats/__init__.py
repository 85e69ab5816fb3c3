"""Fair seats: who gets one, who waits, who moves up, and the sentence that explains it.

Pure and deterministic: knows no table and no clock. `decide` is the one engine for every path:
a registration, a withdrawal, a colleague who comes instead, a changed number of seats, the end of
the first phase, an offer that ran out. It never takes back a seat that was given.

The rules. A seat is free while fewer are taken than there are. In the first phase (or throughout,
where it has no end) a programme, a body and a country have no more seats than the rules say. Who
asks while a seat is free has it at once, unless somebody waits who could have it. The reserve list
is served in one order: programmes with the fewest seats first, then programmes without the pair of
managing authority and joint secretariat, then the earlier request; somebody who represents no
programme counts with her body. Or simply the earlier request first, where the rules say so.
"""

from .engine import Decision, Place, decide, places_on_reserve
from .line import Request, Rules
from .sentences import moment

__all__ = ["Decision", "Place", "Request", "Rules", "decide", "moment", "places_on_reserve"]
