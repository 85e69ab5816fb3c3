"""From Django's settings of a database to the address of its running server."""

from django.core.exceptions import ImproperlyConfigured
from django.db.utils import OperationalError

from .cluster import ensure
from .errors import EmbeddedPostgresError


def reach(settings: dict) -> dict:
    """``settings`` with HOST, PORT, USER and PASSWORD of the server, which is started if need be.

    Raises OperationalError, as any database does that cannot be reached.
    """
    if not settings.get("PGHOME"):
        raise ImproperlyConfigured("The embedded database needs PGHOME, the folder of its data.")
    try:
        address = ensure(settings["PGHOME"])
    except EmbeddedPostgresError as failed:
        raise OperationalError(str(failed)) from failed
    return settings | {name.upper(): value for name, value in address.items()}
