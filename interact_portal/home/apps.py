from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "interact_portal.home"
    label = "home"

    def ready(self) -> None:
        """Show practices and seminars beside questions and answers, seminars beside practices."""
        from interact_portal.core.panels import hang_panel

        from .beside import PANELS

        for page, template, maker in PANELS:
            hang_panel(page, template, maker)
