"""Stop the portal's own PostgreSQL unless somebody is connected. Runs in the portal's environment.

Does nothing where DATABASE_URL names another server.
"""

import os
import sys


def stop() -> None:
    """Stop it, or leave it to those who use it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "interact_portal.settings")
    from django.conf import settings

    home = settings.DATABASES["default"].get("PGHOME")
    if home is None:
        return
    from interact_portal.core.embedded_postgres import Cluster, EmbeddedPostgresError

    try:
        Cluster(home).stop_if_idle()
    except EmbeddedPostgresError as failed:
        sys.stderr.write(f"{failed}\n")


if __name__ == "__main__":
    stop()
