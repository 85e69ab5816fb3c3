"""People in the back office. What is more than looking goes through the acts of the workflow."""

import importlib
from typing import Any

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from interact_portal.core.admin import act_on_each

from . import workflow
from .models import User

POWERS = ("is_staff", "is_superuser", "groups")

# Addresses, factors and sessions belong to their person: she looks after them in her profile.
# The libraries register their own pages when they are loaded; only then can those be taken down.
for library in ("account", "mfa", "socialaccount", "usersessions"):
    importlib.import_module(f"allauth.{library}.admin")
importlib.import_module("django.contrib.auth.admin")
for table in (
    *(Authenticator, EmailAddress, EmailConfirmation, Group),
    *(SocialAccount, SocialApp, SocialToken, UserSession),
):
    if admin.site.is_registered(table):
        admin.site.unregister(table)


@admin.register(Group)
class GroupAdmin(admin.ModelAdmin):
    """Who may do what in the back office."""

    list_display = ("name",)
    search_fields = ("name",)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Show a box for each permission; their kinds come along, or each asks for its own."""
        kwargs["widget"] = forms.CheckboxSelectMultiple()
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        if db_field.name == "permissions":
            field.queryset = field.queryset.select_related("content_type")
        return field


class NewPersonForm(forms.ModelForm):
    """What the secretariat needs to open an account for somebody."""

    class Meta:
        model = User
        fields = ("email", "name", "language", "time_zone")

    def clean_email(self) -> str:
        """Return the address in lower case, unless somebody has it."""
        email = self.cleaned_data["email"].lower()
        if EmailAddress.objects.filter(email__iexact=email).exists():
            raise forms.ValidationError(_("There is an account with this address."))
        return email


class PersonForm(forms.ModelForm):
    """What an officer may change about somebody."""

    class Meta:
        model = User
        fields = ("name", "phone", "language", "time_zone", *POWERS)

    def clean(self) -> dict[str, Any]:
        """Refuse to take the powers of the last administrator away."""
        data = super().clean()
        loses = not data.get("is_superuser", True) or not data.get("is_staff", True)
        if loses and workflow.is_last_administrator(self.instance_before()):
            raise forms.ValidationError(_("Nobody else could run the portal."))
        return data

    def instance_before(self) -> User:
        """Return the person as she stands in the table."""
        return User.objects.get(pk=self.instance.pk)


@admin.register(User)
class UserAdmin(admin.ModelAdmin):
    """The people with an account."""

    list_display = ("email", "name", "is_staff", "is_active", "date_joined", "last_login")
    list_filter = ("is_staff", "is_active", "groups")
    search_fields = ("email", "name")
    search_help_text = _("E-mail address or name")
    ordering = ("email",)
    show_full_result_count = False
    fieldsets = (
        (None, {"fields": ("email", "name", "phone", "language", "time_zone")}),
        (_("Back office"), {"fields": POWERS}),
        (_("Account"), {"fields": ("is_active", "date_joined", "last_login")}),
    )
    add_fieldsets = ((None, {"fields": ("email", "name", "language", "time_zone")}),)
    readonly_fields = ("email", "is_active", "date_joined", "last_login")
    formfield_overrides = {models.ManyToManyField: {"widget": forms.CheckboxSelectMultiple}}
    form = PersonForm
    inlines: tuple[type, ...] = ()
    actions = (
        act_on_each(
            "close_accounts",
            _("Close the accounts"),
            _("Keep these people out? Nothing is deleted, and all their sessions end."),
            workflow.close_account,
            permission="manage",
        ),
        act_on_each(
            "reopen_accounts",
            _("Open the accounts again"),
            _("Let these people in again?"),
            workflow.reopen_account,
            permission="manage",
        ),
        act_on_each(
            "remove_second_factors",
            _("Remove the second factors"),
            _("Remove passkeys, apps and codes of these people? Make sure that they asked for it."),
            workflow.remove_second_factors,
            permission="manage",
        ),
    )

    def get_form(self, request: HttpRequest, obj: User | None = None, **kwargs: Any) -> Any:
        """Return the short form for a new person."""
        if obj is None:
            kwargs["form"] = NewPersonForm
        return super().get_form(request, obj, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        """Return what is asked of a new person, or shown of one that is there."""
        return self.fieldsets if obj else self.add_fieldsets

    def get_inlines(self, request: HttpRequest, obj: User | None) -> Any:
        """Show what rooms know about a person, once she is there."""
        return self.inlines if obj else ()

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        """Let only administrators give powers."""
        if obj is None:
            return ()
        if request.user.is_superuser:
            return self.readonly_fields
        return (*self.readonly_fields, *POWERS)

    def has_manage_permission(self, request: HttpRequest) -> bool:
        """Let administrators close accounts and remove factors."""
        return request.user.is_superuser

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Let only administrators change an administrator."""
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or not obj.is_superuser or request.user.is_superuser)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Let nobody delete a row: a person deletes her account, and every room forgets her."""
        return False

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """Open the account, or write down who changed what."""
        if change:
            data = {name: form.cleaned_data[name] for name in form.changed_data if name != "groups"}
            workflow.change_account(obj, data, list(form.changed_data), by=request.user)
        else:
            fields = {name: form.cleaned_data[name] for name in ("language", "time_zone")}
            made = workflow.open_account(obj.email, obj.name, by=request.user, **fields)
            obj.pk, obj._state.adding = made.pk, False


def show_beside_people(inline: type) -> None:
    """Let a room show what it knows about a person on her page."""
    UserAdmin.inlines = (*UserAdmin.inlines, inline)
