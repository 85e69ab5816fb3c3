"""Saved searches: any filtered list, kept by name, with letters about what is new in it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AlertsConfig(AppConfig):
    """Tells people what is new in the lists they saved."""

    name = "interact_portal.alerts"
    verbose_name = _("Saved searches")

    def ready(self) -> None:
        """Learn which lists there are, once every room stands."""
        from . import lists  # noqa: F401
