"""Countries and themes in the back office."""

from django.contrib import admin
from django.db.models import F, QuerySet
from django.db.models.expressions import OrderBy
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from programmes.importers import CountryResource, ThemeResource
from programmes.models import Country, Theme

from .imports import TableAdmin
from .shared import PlainFields


@admin.register(Country)
class CountryAdmin(TableAdmin):
    """Countries and territories that take part in programmes."""

    resource_classes = (CountryResource,)
    list_display = ("name", "code", "eu_code", "eu_member_since", "eu_member_until", "map_id")
    search_fields = ("english_name", "code", "eu_code")

    def get_readonly_fields(self, request: HttpRequest, obj: Country | None = None) -> tuple:
        """Keep the code of a country for good: everything points to it."""
        return ("code",) if obj else ()

    @admin.display(description=_("name"), ordering="english_name")
    def name(self, country: Country) -> str:
        """Show the name in the reader's language."""
        return country.name


@admin.register(Theme)
class ThemeAdmin(PlainFields, TableAdmin):
    """Themes as a tree: each under the theme it is a part of."""

    resource_classes = (ThemeResource,)
    list_display = ("in_tree", "slug", "synonyms_shown", "description")
    list_select_related = ("parent",)
    search_fields = ("name", "slug", "synonyms", "parent__name")
    search_help_text = _("Name or another name")
    list_per_page = 200

    def get_readonly_fields(self, request: HttpRequest, obj: Theme | None = None) -> tuple:
        """Keep the address of a theme for good: people have linked to it."""
        return ("slug",) if obj else ()

    def get_prepopulated_fields(self, request: HttpRequest, obj: Theme | None = None) -> dict:
        """Propose the address of a new theme."""
        return {} if obj else {"slug": ("name",)}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Theme]:
        """Bring parents along."""
        return super().get_queryset(request).select_related("parent")

    def get_ordering(self, request: HttpRequest) -> tuple[OrderBy | Coalesce | str, ...]:
        """Put each theme after the one it is a part of."""
        return (Coalesce("parent__name", "name"), F("parent").asc(nulls_first=True), "name")

    @admin.display(description=_("theme"), ordering="name")
    def in_tree(self, theme: Theme) -> str:
        """Show the theme below its parent."""
        return f"{theme.parent.name} › {theme.name}" if theme.parent else theme.name

    @admin.display(description=_("other names"))
    def synonyms_shown(self, theme: Theme) -> str:
        """Show the other names as an enumeration."""
        return ", ".join(theme.synonyms)
