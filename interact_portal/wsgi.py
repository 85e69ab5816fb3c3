"""The door the web server knocks on."""

import os
from wsgiref.util import setup_testing_defaults

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "interact_portal.settings")

application = get_wsgi_application()

_warmed: list[bool] = []
# Together they load addresses, translations, templates and forms.
FIRST_PAGES = ("/", "/accounts/login/", "/programmes/")


def warm_up() -> None:
    """Ask the portal for its first pages before it is forked.

    What they load is then shared by all processes, and the first visitor does not wait for it.
    Once is enough: a second time would give a process its own copy of what it shares.
    """
    if _warmed:
        return
    _warmed.append(True)
    from django.conf import settings
    from django.db import connections

    for page in FIRST_PAGES:
        asked = {
            "PATH_INFO": page,
            "HTTP_HOST": settings.ALLOWED_HOSTS[0].lstrip(".*") or "localhost",
            "HTTP_X_FORWARDED_PROTO": "https",
            "wsgi.url_scheme": "https",
        }
        setup_testing_defaults(asked)
        answer = application(asked, lambda status, headers: None)
        for _part in answer:
            pass
        answer.close()
    connections.close_all()
