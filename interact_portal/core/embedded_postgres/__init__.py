"""PostgreSQL without set-up: a server of the portal's own, started when first needed.

As ``ENGINE`` of a Django database this package starts its server on the first connection (base.py).
``ensure(home)`` and ``Cluster(home)`` do the same without Django. Only this package starts, stops
or touches that server. Why it is written as it is: docs/decisions/0002-embedded-postgresql.md.
"""

from .cluster import Cluster, Status, ensure
from .errors import EmbeddedPostgresError

__all__ = ["Cluster", "EmbeddedPostgresError", "Status", "ensure"]
