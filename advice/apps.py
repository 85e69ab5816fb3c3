"""The room of advice: questions, their answers, and the answers everybody may read."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AdviceConfig(AppConfig):
    """Questions asked by programmes, and published answers."""

    name = "advice"
    verbose_name = _("Advice")
