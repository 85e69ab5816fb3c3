from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "interact_portal.search"
    label = "search"

    def ready(self) -> None:
        """Learn what to look for, once every room stands."""
        from . import kinds  # noqa: F401
