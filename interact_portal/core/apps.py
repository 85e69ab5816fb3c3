from django.apps import AppConfig
from django.contrib.staticfiles.apps import StaticFilesConfig


class CoreConfig(AppConfig):
    name = "interact_portal.core"
    label = "core"
    verbose_name = "Audit trail and jobs"


class StaticFiles(StaticFilesConfig):
    """Collects what pages use, not what libraries carry along: half the files and half the time."""

    ignore_patterns = (
        *StaticFilesConfig.ignore_patterns,
        "rest_framework",  # pages of an API that speaks JSON only
        "django_htmx",  # we serve our own pinned htmx from static/vendor
        "flags",  # of django-countries; we show no flags
        "jquery.js",  # the admin asks for jquery.min.js and xregexp.min.js
        "xregexp.js",
        "select2.full.js",
    )
