"""Settings for a portal that a test starts as a server: static files are not collected for it."""

from interact_portal import settings as own
from interact_portal.settings import *  # noqa: F403

STORAGES = own.STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
