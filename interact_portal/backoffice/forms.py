"""What officers fill in on the back office's own pages."""

import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programmes.choices import Period, Role
from programmes.models import Country, Programme, Theme

from .mailing import Group

ANY = ("", _("any"))


class GroupForm(forms.Form):
    """Whom a letter is for, and what it says."""

    role = forms.ChoiceField(
        label=_("Body is"), choices=[ANY, *Role.choices], required=False
    )  # fmt: skip
    period = forms.ChoiceField(label=_("Period"), choices=[ANY, *Period.choices], required=False)
    programme = forms.ChoiceField(label=_("Programme"), required=False)
    country = forms.ChoiceField(label=_("Country of the body"), required=False)
    never = forms.ChoiceField(
        label=_("Never reached on"),
        required=False,
        help_text=_("Programmes without a seminar, practice or question on it, and their people."),
    )
    subject = forms.CharField(label=_("Subject"), max_length=200, required=False)
    text = forms.CharField(
        label=_("Letter"),
        max_length=10000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("Why people have it, and how they end such letters, is added below it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        programmes = Programme.objects.order_by("-period", "title")
        self.fields["programme"].choices = [
            ANY, *((row.slug, f"{row.name} ({row.get_period_display()})") for row in programmes)
        ]  # fmt: skip
        countries = sorted(Country.objects.all(), key=lambda row: row.name)
        self.fields["country"].choices = [ANY, *((row.pk, row.name) for row in countries)]
        themes = Theme.objects.filter(parent=None).order_by("name")
        self.fields["never"].choices = [ANY, *((row.slug, row.name) for row in themes)]

    @property
    def group(self) -> Group:
        """The group that the filters mean; call it on a valid form."""
        names = ("role", "period", "programme", "country", "never")
        return Group(**{name: self.cleaned_data.get(name, "") for name in names})

    @property
    def is_written(self) -> bool:
        """Whether there is a letter to send."""
        return bool(self.cleaned_data.get("subject") and self.cleaned_data.get("text"))


def _day_field() -> forms.DateInput:
    """Return a field in which the browser offers a calendar; it wants the day as ISO writes it."""
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class SpanForm(forms.Form):
    """The first and the last day of a report."""

    first = forms.DateField(label=_("From"), widget=_day_field())
    last = forms.DateField(label=_("Until"), widget=_day_field())

    def clean(self) -> dict[str, Any]:
        """Refuse a span that ends before it begins."""
        data = super().clean()
        if data.get("first") and data.get("last") and data["last"] < data["first"]:
            self.add_error("last", _("The last day is before the first."))
        return data

    @staticmethod
    def usual() -> dict[str, datetime.date]:
        """Return the twelve months until today."""
        today = timezone.localdate()
        return {"first": today - datetime.timedelta(days=364), "last": today}
