"""Django's PostgreSQL backend, for a database that brings its own server."""

from django.db.backends.postgresql import base

from .client import DatabaseClient
from .reaching import reach


class DatabaseWrapper(base.DatabaseWrapper):
    """Connecting starts the server, or starts it again when somebody killed it. Nothing starts
    when settings are loaded."""

    client_class = DatabaseClient

    def get_connection_params(self):
        reached = reach(self.settings_dict)
        address = {name: reached[name.upper()] for name in ("host", "port", "user", "password")}
        return super().get_connection_params() | address
