"""Choosing a body or a programme from the whole list: drawn once, kept until the list changes."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import AutoField, Model, QuerySet
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from interact_portal.core.text import fold
from programmes.choices import Period
from programmes.models import Body, Country, Programme

Stamp = tuple[object, ...]
LONGEST_CODE = 2

# What changes whenever a row of a list is added, changed or taken away: one cheap question.
STAMP = """
    SELECT (SELECT count(*) FROM programmes_body), (SELECT max(id) FROM programmes_body),
           (SELECT max(history_id) FROM programmes_historicalbody),
           (SELECT count(*) FROM programmes_programme), (SELECT max(id) FROM programmes_programme),
           (SELECT max(history_id) FROM programmes_historicalprogramme),
           (SELECT count(*) FROM programmes_country), (SELECT min(code) FROM programmes_country)
"""


@dataclass(frozen=True)
class Lists:
    """The lists of bodies, programmes and countries as options, in one language."""

    bodies: SafeString
    programmes: SafeString
    countries: SafeString


class Shelf:
    """Where the fields of one form find the lists, asked for once and only when drawn."""

    @cached_property
    def lists(self) -> Lists:
        """The lists of today; drawn anew only after a row has changed."""
        with connection.cursor() as cursor:
            cursor.execute(STAMP)
            return _draw_lists(cursor.fetchone(), get_language())


@lru_cache(maxsize=8)
def _draw_lists(_stamp: Stamp, _language: str) -> Lists:
    bodies = sorted(Body.objects.select_related("country").order_by(), key=_by_name)
    countries = sorted(Country.objects.order_by(), key=_by_name)
    return Lists(
        bodies=_options(
            (body.pk, f"{body.name} ({body.country.name})" if body.country else body.name)
            for body in bodies
        ),
        programmes=_programmes(),
        countries=_options((country.pk, country.name) for country in countries),
    )


def _programmes() -> SafeString:
    """Return the programmes by period, the latest first."""
    programmes = sorted(Programme.objects.order_by(), key=_by_name)
    groups = []
    for period, label in reversed(Period.choices):
        options = _options((each.pk, each.name) for each in programmes if each.period == period)
        if options:
            groups.append(format_html('<optgroup label="{}">{}</optgroup>', label, options))
    return mark_safe("".join(groups))  # noqa: S308 - joined from parts that are escaped


def _options(pairs: Iterable[tuple[object, str]]) -> SafeString:
    return format_html_join("", '<option value="{}">{}</option>', pairs)


def _by_name(row: Model) -> str:
    return fold(row.name)


class LongSelect(forms.Widget):
    """A plain list; a script lets one type to filter it."""

    def __init__(self, shelf: Shelf, which: str, *, empty: Any, filterable: bool = True) -> None:
        super().__init__({"data-filterable": _("Type to filter the list")} if filterable else {})
        self.shelf, self.which, self.empty = shelf, which, empty

    def render(
        self, name: str, value: Any, attrs: dict | None = None, renderer: Any = None
    ) -> SafeString:
        """Return the list with `value` chosen."""
        options = getattr(self.shelf.lists, self.which)
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
        whole = isinstance(self.queryset.model._meta.pk, AutoField)
        fits = str(value).isdecimal() if whole else len(str(value)) <= LONGEST_CODE
        row = self.queryset.filter(pk=value).first() if fits else None
        if row is None:
            raise ValidationError(self.error_messages["unknown"], code="unknown")
        return row

    def prepare_value(self, value: Any) -> Any:
        """Return the key to be shown as chosen."""
        return value.pk if isinstance(value, Model) else value


class OwnBodyField(FromListField):
    """The body one comes from: needed, but it may be proposed in another field instead."""

    def validate(self, value: Model | None) -> None:
        """Leave it to the form to ask for one of the two."""


def own_body_field(shelf: Shelf, **kwargs: Any) -> OwnBodyField:
    """Return a field for the body one comes from."""
    return OwnBodyField(
        queryset=Body.objects.select_related("country"),
        widget=LongSelect(shelf, "bodies", empty=_("Please choose your body")),
        **kwargs,
    )


def body_field(shelf: Shelf, **kwargs: Any) -> FromListField:
    """Return a field for a body of the list."""
    return FromListField(
        queryset=Body.objects.select_related("country"),
        widget=LongSelect(shelf, "bodies", empty=_("Please choose a body")),
        **kwargs,
    )


def country_field(shelf: Shelf, **kwargs: Any) -> FromListField:
    """Return a field for a country."""
    return FromListField(
        queryset=Country.objects.all(),
        widget=LongSelect(shelf, "countries", empty=_("Please choose"), filterable=False),
        **kwargs,
    )


def programme_field(shelf: Shelf, named: list[Programme], **kwargs: Any) -> FromListField:
    """Return a field for a programme: of those named, or of all."""
    choices = [("", _("No programme")), *((each.pk, each.name) for each in named)]
    all_of_them = LongSelect(shelf, "programmes", empty=_("No programme"))
    rows = Programme.objects.all()
    return FromListField(
        queryset=rows.filter(pk__in=[each.pk for each in named]) if named else rows,
        widget=forms.Select(choices=choices) if named else all_of_them,
        **kwargs,
    )
