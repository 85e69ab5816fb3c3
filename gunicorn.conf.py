"""How gunicorn serves the portal, in the demo and in production (`gunicorn`, in this folder).

The application is loaded once and then forked, so that the processes share its memory.
Gunicorn itself reads WEB_CONCURRENCY (processes) and FORWARDED_ALLOW_IPS (trusted proxies).
"""

import gc
import os
from pathlib import Path

from interact_portal.settings import LOGGING

wsgi_app = "interact_portal.wsgi:application"
bind = os.environ.get("BIND") or f"127.0.0.1:{os.environ.get('PORT') or 8000}"
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = int(os.environ.get("WEB_THREADS", "3"))
preload_app = True
timeout = 60
graceful_timeout = 10
max_requests = 5000
max_requests_jitter = 500
control_socket_disable = True
if Path("/dev/shm").is_dir():  # noqa: S108 (gunicorn makes its own private files there)
    worker_tmp_dir = "/dev/shm"  # noqa: S108
accesslog = os.environ.get("ACCESS_LOG") or None
# The portal's own logs, in which gunicorn's two loggers speak as well.
_OWN = {"handlers": [], "propagate": True}
logconfig_dict = LOGGING | {
    "loggers": LOGGING["loggers"]
    | {
        "gunicorn.error": _OWN | {"level": LOGGING["root"]["level"]},
        "gunicorn.access": _OWN | {"level": "INFO" if accesslog else "WARNING"},
    }
}


def when_ready(server):
    """Load what pages need before the processes are forked, and keep it where it is."""
    from interact_portal.wsgi import warm_up

    warm_up()
    gc.collect()
    gc.freeze()
