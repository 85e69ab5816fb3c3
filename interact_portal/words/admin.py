"""The words of the portal in the back office: synonyms to edit, misses to learn from."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from interact_portal.core.admin import ReadOnlyAdmin
from interact_portal.core.duties import TodayFilter

from .models import Miss, Synonyms


@admin.register(Synonyms)
class SynonymsAdmin(admin.ModelAdmin):
    """Words that mean the same: who searches for one finds all."""

    list_display = ("__str__", "note")
    search_fields = ("terms", "note")
    search_help_text = _("One of the words")


@admin.register(Miss)
class MissAdmin(ReadOnlyAdmin):
    """Searches that found nothing: what people want and the portal does not have."""

    list_display = ("text", "times", "room", "day")
    list_filter = (TodayFilter, "room")
    date_hierarchy = "day"
    search_fields = ("text",)
    search_help_text = _("Words searched for")
