from django.apps import AppConfig
from django.contrib.staticfiles.apps import StaticFilesConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    # This module holds a second app, so Django wants to be told which one is meant.
    default = True
    name = "interact_portal.core"
    label = "core"
    verbose_name = _("Audit trail and jobs")


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
