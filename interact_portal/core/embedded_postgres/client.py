"""``manage.py dbshell`` on the embedded database, with the psql that comes with it."""

from django.db.backends.postgresql import client

from .binaries import client_programme
from .reaching import reach


class DatabaseClient(client.DatabaseClient):
    """Opens the packaged psql on the embedded server."""

    @classmethod
    def settings_to_cmd_args_env(cls, settings_dict, parameters):
        reached = reach(settings_dict)
        (_, *arguments), environment = super().settings_to_cmd_args_env(reached, parameters)
        return [client_programme("psql"), *arguments], environment
