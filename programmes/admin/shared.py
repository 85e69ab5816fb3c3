"""Small things the tables of the hall share in the back office: selects, money and days."""

import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from simple_history.admin import SimpleHistoryAdmin

from interact_portal.core.money import exact_amount


class PlainFields:
    """Fields that need no script: selects, fetched once for the whole page; addresses in https."""

    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> forms.ModelChoiceField | None:
        """Give the select its choices as a list."""
        field = super().formfield_for_foreignkey(db_field, request, **kwargs)
        if field is not None and not kwargs.get("widget") and hasattr(field, "queryset"):
            known = request.__dict__.setdefault("_choices", {})
            model = db_field.related_model
            if model not in known:
                known[model] = [(row.pk, str(row)) for row in field.queryset.order_by()]
                known[model].sort(key=lambda pair: pair[1].casefold())
            field.choices = [("", field.empty_label or "---------"), *known[model]]
        return field


class KeptHistory(SimpleHistoryAdmin):
    """Rows with their former states; only who may change a row brings an old state back."""

    def history_form_view(
        self, request: HttpRequest, object_id: str, version_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """Refuse what the library only hides the button for."""
        if request.method == "POST" and not self.has_change_permission(request):
            raise PermissionDenied
        return super().history_form_view(request, object_id, version_id, extra_context)


class LabelledRows(forms.BaseInlineFormSet):
    """Rows of a table of fields: each field has the name of its column, for those who hear it."""

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        """Name every field."""
        super().add_fields(form, index)
        for field in form.fields.values():
            # The admin wraps a select in a widget of its own.
            widget = getattr(field.widget, "widget", field.widget)
            widget.attrs.setdefault("aria-label", str(field.label))


def money(amount: Decimal | None) -> str:
    """Return an amount as people read it."""
    return _("not published") if amount is None else exact_amount(amount)


def day(value: datetime.date | None) -> str:
    """Return a date as people read it."""
    return date_format(value) if value else _("not published")
