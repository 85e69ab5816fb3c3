"""People's posts at bodies in the back office: shown here, decided by the acts of the workflow."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from interact_portal.accounts.admin import show_beside_people
from interact_portal.core.duties import TodayFilter
from programmes.models import Membership


@admin.register(Membership)
class MembershipAdmin(admin.ModelAdmin):
    """Who belongs to which body. People ask for a post in their profile."""

    list_display = ("person", "body", "role", "state", "since", "until", "asked_at")
    list_filter = (
        TodayFilter,
        "state",
        "role",
        ("body__country", admin.RelatedOnlyFieldListFilter),
    )
    list_select_related = ("person", "body")
    search_fields = ("person__email", "person__name", "body__name")
    search_help_text = _("Name or e-mail address of the person, or the body")
    date_hierarchy = "asked_at"
    show_full_result_count = False

    def view_on_site(self, membership: Membership) -> str:
        """Lead to the page where the post is confirmed, declined or ended."""
        return reverse("membership_detail", args=[membership.pk])

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Let nobody add a post here: a person asks for it."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Membership | None = None) -> bool:
        """Let nobody write a state by hand."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Membership | None = None) -> bool:
        """Let past posts stay."""
        return False


class PostsOfPerson(admin.StackedInline):
    """Where a person works, on her page; the link leads to the post, and from there to its acts.

    One below the other: a table with six columns would not fit a phone.
    """

    model = Membership
    fk_name = "person"
    fields = ("body", "role", "post", "state", "since", "until")
    extra = 0
    show_change_link = True

    def get_queryset(self, request: HttpRequest) -> QuerySet[Membership]:
        """Bring bodies and person along, who name the rows."""
        return super().get_queryset(request).select_related("body", "person")

    def has_add_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Let nobody add a post here."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Let nobody write a state by hand."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Let past posts stay."""
        return False


show_beside_people(PostsOfPerson)
