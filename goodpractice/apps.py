"""The room of good practice: what programmes tried, how it went, and who uses it elsewhere."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class GoodPracticeConfig(AppConfig):
    """Practices, their review, their versions and their use elsewhere."""

    name = "goodpractice"
    verbose_name = _("Good practice")

    def ready(self) -> None:
        """Show the practices of a programme and of a body on their pages."""
        from interact_portal.core.panels import hang_panel

        from .panels import practices_of_body, practices_of_programme

        hang_panel("programme", "goodpractice/_panel.html", practices_of_programme)
        hang_panel("body", "goodpractice/_panel.html", practices_of_body)
