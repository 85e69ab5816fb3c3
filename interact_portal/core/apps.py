from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "interact_portal.core"
    label = "core"
    verbose_name = "Audit trail and jobs"
