"""Practices in the back office: looked at here, changed by new versions only."""

from django.contrib import admin
from django.db import models
from django.utils.translation import gettext_lazy as _

from goodpractice.models import Practice
from interact_portal.core.admin import ReadOnlyAdmin
from interact_portal.core.duties import TodayFilter


@admin.register(Practice)
class PracticeAdmin(ReadOnlyAdmin):
    """Every practice with its present version, evidence and use."""

    list_display = ("__str__", "slug", "evidence", "in_use", "users_count", "verified_on", "author")
    list_filter = (TodayFilter, "evidence", "in_use", "outcome", "language")
    list_select_related = ("author",)
    search_fields = ("title", "slug", "summary")
    search_help_text = _("Title, address or summary")
    exclude = ("contact_email",)
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
