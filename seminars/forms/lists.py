"""Choosing a body or a programme from the whole list: drawn once, kept until the list changes."""

from functools import lru_cache
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Count, Max, Model, QuerySet
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from interact_portal.core.text import fold
from programmes.choices import Period
from programmes.models import Body, Programme

Stamp = tuple[int, int | None, int | None]


def stamp_of(model: type[Model]) -> Stamp:
    """Return what changes whenever a row is added, changed or taken away: one cheap question."""
    rows = model.objects.aggregate(count=Count("pk"), last=Max("pk"))
    versions = model.history.aggregate(last=Max("history_id"))
    return rows["count"], rows["last"], versions["last"]


def body_options() -> SafeString:
    """Return every body as an option of a list."""
    return _body_options(stamp_of(Body), get_language())


@lru_cache(maxsize=4)
def _body_options(_stamp: Stamp, _language: str) -> SafeString:
    bodies = Body.objects.select_related("country").order_by()
    rows = sorted(bodies, key=lambda body: fold(body.name))
    return format_html_join(
        "",
        '<option value="{}">{}</option>',
        ((body.pk, f"{body.name} ({body.country.name})" if body.country else body.name)
         for body in rows),
    )  # fmt: skip


def programme_options() -> SafeString:
    """Return every programme as an option of a list, the latest period first."""
    return _programme_options(stamp_of(Programme), get_language())


@lru_cache(maxsize=4)
def _programme_options(_stamp: Stamp, _language: str) -> SafeString:
    programmes = sorted(Programme.objects.order_by(), key=lambda programme: fold(programme.name))
    groups = []
    for period, label in reversed(Period.choices):
        options = format_html_join(
            "",
            '<option value="{}">{}</option>',
            ((each.pk, each.name) for each in programmes if each.period == period),
        )
        if options:
            groups.append(format_html('<optgroup label="{}">{}</optgroup>', label, options))
    return mark_safe("".join(groups))  # noqa: S308 - joined from parts that are escaped


class LongSelect(forms.Widget):
    """A plain list; a script lets one type to filter it."""

    options = staticmethod(body_options)

    def __init__(self, *, options: Any, empty: Any, attrs: dict | None = None) -> None:
        super().__init__({"data-filterable": _("Type to filter the list")} | (attrs or {}))
        self.options, self.empty = options, empty

    def render(
        self, name: str, value: Any, attrs: dict | None = None, renderer: Any = None
    ) -> SafeString:
        """Return the list with `value` chosen."""
        options = self.options()
        if value not in (None, ""):
            chosen = format_html('<option value="{}">', value)
            options = options.replace(chosen, chosen[:-1] + " selected>")
        pairs = {"name": name} | self.build_attrs(self.attrs, attrs)
        return format_html(
            '<select {}><option value="">{}</option>{}</select>',
            format_html_join(
                " ",
                '{}="{}"',
                ((key, "" if given is True else given) for key, given in pairs.items()
                 if given not in (None, False)),
            ),
            self.empty,
            mark_safe(options),  # noqa: S308 - built above from escaped parts
        )  # fmt: skip

    def use_required_attribute(self, initial: Any) -> bool:
        """Let the server say what is missing, in the words of the form."""
        return False


class FromListField(forms.Field):
    """One row of a long list, or None."""

    default_error_messages = {"unknown": _("Please choose from the list.")}

    def __init__(self, *, queryset: QuerySet, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.queryset = queryset

    def to_python(self, value: Any) -> Model | None:
        """Return the row with this key."""
        if value in self.empty_values:
            return None
        row = self.queryset.filter(pk=value).first() if str(value).isdecimal() else None
        if row is None:
            raise ValidationError(self.error_messages["unknown"], code="unknown")
        return row

    def prepare_value(self, value: Any) -> Any:
        """Return the key to be shown as chosen."""
        return value.pk if isinstance(value, Model) else value


def body_field(**kwargs: Any) -> FromListField:
    """Return a field for a body of the list."""
    return FromListField(
        queryset=Body.objects.select_related("country"),
        widget=LongSelect(options=body_options, empty=_("Please choose your body")),
        **kwargs,
    )


def programme_field(named: list[Programme], **kwargs: Any) -> forms.Field:
    """Return a field for a programme: of those named, or of all."""
    if named:
        choices = [("", _("No programme")), *((each.pk, each.name) for each in named)]
        return FromListField(
            queryset=Programme.objects.filter(pk__in=[each.pk for each in named]),
            widget=forms.Select(choices=choices),
            **kwargs,
        )
    return FromListField(
        queryset=Programme.objects.all(),
        widget=LongSelect(options=programme_options, empty=_("No programme")),
        **kwargs,
    )
