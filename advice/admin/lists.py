"""Lists the desk keeps: holidays, ready passages, the glossary."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from advice.models import CannedPassage, Holiday, Term, TermName
from advice.workflow.glossary import share_names
from programmes.admin.shared import LabelledRows


@admin.register(Holiday)
class HolidayAdmin(admin.ModelAdmin):
    """The days on which no answer is due."""

    list_display = ("day", "name")
    date_hierarchy = "day"
    search_fields = ("name",)


@admin.register(CannedPassage)
class CannedPassageAdmin(admin.ModelAdmin):
    """Passages written often."""

    list_display = ("title", "theme")
    list_filter = ("theme",)
    search_fields = ("title", "text")


class TermNameInline(admin.TabularInline):
    """What a term was called in which period."""

    model = TermName
    formset = LabelledRows
    extra = 1


@admin.register(Term)
class TermAdmin(admin.ModelAdmin):
    """The glossary."""

    inlines = (TermNameInline,)
    list_display = ("slug", "current_name", "definition")
    search_fields = ("slug", "definition", "names__name", "names__short")
    filter_horizontal = ("see_also",)

    def get_queryset(self, request):
        """Bring the names along."""
        return super().get_queryset(request).with_names()

    @admin.display(description=_("name today"))
    def current_name(self, term: Term) -> str:
        """Return what the term is called today."""
        return term.name

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Let the searches know the names as they are now."""
        super().save_related(request, form, formsets, change)
        share_names()

    def delete_model(self, request: HttpRequest, term: Term) -> None:
        """Let the searches forget the names of a term that is gone."""
        super().delete_model(request, term)
        share_names()

    def delete_queryset(self, request: HttpRequest, queryset: Any) -> None:
        """Let the searches forget the names of terms that are gone."""
        super().delete_queryset(request, queryset)
        share_names()
