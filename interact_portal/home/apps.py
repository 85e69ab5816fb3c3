from django.apps import AppConfig


class HomeConfig(AppConfig):
    name = "interact_portal.home"
    label = "home"
