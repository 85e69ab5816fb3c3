"""Practices in the back office: looked at here, changed by new versions only."""

from django.contrib import admin
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from goodpractice.models import Practice
from interact_portal.core.admin import DaysFilter, ReadOnlyAdmin
from interact_portal.core.duties import TodayFilter


class FirstPublishedFilter(DaysFilter):
    """Practices by the day on which their first version was published."""

    title = _("first published")
    parameter_name = "new"
    label = _("Published at some time")
    field = "versions__published_at__date"
    only = Q(versions__number=1)


@admin.register(Practice)
class PracticeAdmin(ReadOnlyAdmin):
    """Every practice with its present version, evidence and use."""

    list_display = ("__str__", "slug", "evidence", "in_use", "users_count", "verified_on", "author")
    list_filter = (TodayFilter, FirstPublishedFilter, "evidence", "in_use", "outcome", "language")
    list_select_related = ("author",)
    search_fields = ("title", "slug", "summary")
    search_help_text = _("Title, address or summary")
    exclude = ("contact_email",)
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
