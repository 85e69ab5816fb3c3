"""How gunicorn serves the portal, in the demo and in production (`gunicorn`, in this folder).

The application is loaded once and then forked, so that the processes share its memory.
Gunicorn itself reads WEB_CONCURRENCY (processes) and FORWARDED_ALLOW_IPS (trusted proxies).
"""

import gc
import os
from pathlib import Path

wsgi_app = "interact_portal.wsgi:application"
bind = os.environ.get("BIND") or f"127.0.0.1:{os.environ.get('PORT') or 8000}"
worker_class = "gthread"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
preload_app = True
timeout = 60
graceful_timeout = 10
max_requests = 5000
max_requests_jitter = 500
control_socket_disable = True
if Path("/dev/shm").is_dir():  # noqa: S108 (gunicorn makes its own private files there)
    worker_tmp_dir = "/dev/shm"  # noqa: S108
accesslog = os.environ.get("ACCESS_LOG") or None
logconfig_dict = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "interact_portal.core.logs.JsonFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "loggers": {
        "gunicorn.error": {
            "handlers": ["console"],
            "level": os.environ.get("LOG_LEVEL", "INFO"),
            "propagate": False,
        },
        "gunicorn.access": {
            "handlers": ["console"],
            "level": "INFO" if accesslog else "WARNING",
            "propagate": False,
        },
    },
    "root": {"handlers": [], "level": "WARNING"},
}


def when_ready(server):
    """Load every page before the workers are forked, and keep the loaded objects in place."""
    from django.db import connections
    from django.urls import get_resolver

    _ = get_resolver().url_patterns
    connections.close_all()
    gc.collect()
    gc.freeze()
