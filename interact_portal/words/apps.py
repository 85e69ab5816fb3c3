"""The words people search with: synonyms, the portal's own vocabulary, and what was not found."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WordsConfig(AppConfig):
    """Turns what a person types into a question that PostgreSQL can answer."""

    name = "interact_portal.words"
    verbose_name = _("Words")
