"""What organisers fill in at a seminar's desk."""

import csv
import io
import re
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from interact_portal.core.text import fold
from programmes.models import Body
from seminars.choices import ACTIVE, PARTICIPANT_ROLES, Status
from seminars.models import Invitation, Registration, Seminar

LARGEST_LIST = 1024 * 1024


class ReasonForm(forms.Form):
    """The reason for what is done; the person reads it."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The person reads it, and it stands in the audit trail."),
    )


class LetterForm(forms.Form):
    """A letter in the organiser's own words to registrations of some statuses."""

    statuses = forms.MultipleChoiceField(
        label=gettext_lazy("To those who are"),
        choices=[(status.value, status.label) for status in Status if status in ACTIVE],
        widget=forms.CheckboxSelectMultiple,
    )
    subject = forms.CharField(label=gettext_lazy("Subject"), max_length=200)
    text = forms.CharField(
        label=gettext_lazy("Text"), widget=forms.Textarea(attrs={"rows": 10}), max_length=5000
    )


class CodeForm(forms.Form):
    """A reference, scanned or typed."""

    code = forms.CharField(label=gettext_lazy("Code"), max_length=40)


class WalkInForm(forms.Form):
    """Somebody who came without a registration."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=150)
    role = forms.ChoiceField(label=gettext_lazy("Comes as"), choices=PARTICIPANT_ROLES)
    body = forms.ModelChoiceField(
        label=gettext_lazy("Body"), queryset=Body.objects.order_by("name"), required=False
    )
    body_name = forms.CharField(
        label=gettext_lazy("Name of the body, if it is not in the list"),
        max_length=255,
        required=False,
    )

    def clean(self) -> dict:
        """Ask for a body, from the list or by name."""
        cleaned = super().clean()
        if not cleaned.get("body") and not cleaned.get("body_name"):
            self.add_error("body", _("Please choose the body, or write its name."))
        return cleaned


@dataclass(frozen=True)
class Line:
    """A line of a pasted list and whom it means; None where nobody, or more than one, fits."""

    text: str
    registration: Registration | None


class AttendanceForm(forms.Form):
    """A pasted list of those who were there: a reference, an address or a name on each line."""

    people = forms.CharField(
        label=gettext_lazy("Who was there"),
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=gettext_lazy("One on each line: reference, e-mail address or name."),
    )
    rest = forms.BooleanField(
        label=gettext_lazy("Note everybody else with a seat as absent"), required=False
    )

    def lines(self, seminar: Seminar) -> list[Line]:
        """Return each line with the person it means."""
        known: dict[str, list[Registration]] = {}
        for each in seminar.registrations.confirmed().select_related("body"):
            for key in {each.reference.lower(), each.email.lower(), fold(each.name)} - {""}:
                known.setdefault(key, []).append(each)
        lines = []
        for text in self.cleaned_data["people"].splitlines():
            plain = re.sub(r"\s+", " ", text).strip(" ,;\t")
            if plain:
                found = known.get(plain.lower()) or known.get(fold(plain)) or []
                lines.append(Line(plain, found[0] if len(found) == 1 else None))
        return lines


class InviteesForm(forms.Form):
    """People to invite, as a CSV file or pasted: address, name, body."""

    file = forms.FileField(label=gettext_lazy("CSV file"), required=False)
    pasted = forms.CharField(
        label=gettext_lazy("Or paste the lines here"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy(
            "Each line: e-mail address, name, body. Only the address is needed."
        ),
    )

    def clean(self) -> dict:
        """Read the lines; each fault is named with its line."""
        cleaned = super().clean()
        file = cleaned.get("file")
        if file is not None and file.size > LARGEST_LIST:
            raise ValidationError(_("The file is larger than 1 MB."))
        text = file.read().decode("utf-8-sig", errors="replace") if file else cleaned.get("pasted")
        if not text:
            raise ValidationError(_("Please give a file or paste some lines."))
        cleaned["text"] = text
        self.invitations, self.faults = read_invitees(text)
        return cleaned


def read_invitees(text: str) -> tuple[list[Invitation], list[str]]:
    """Return the invitations that the lines mean, and what is wrong with the other lines."""
    separator = "," if text.count(",") >= text.count(";") else ";"
    bodies = {fold(body.name): body for body in Body.objects.all()}
    invitations, faults, seen = [], [], set()
    for number, row in enumerate(csv.reader(io.StringIO(text), delimiter=separator), start=1):
        cells = [cell.strip() for cell in row] + ["", "", ""]
        email, name, body = cells[:3]
        if not any(cells) or (number == 1 and "@" not in email):
            continue
        try:
            validate_email(email)
        except ValidationError:
            faults.append(
                _("Line %(n)d: “%(email)s” is not an address.") % {"n": number, "email": email}
            )
            continue
        if email.lower() in seen:
            faults.append(
                _("Line %(n)d: %(email)s is there twice.") % {"n": number, "email": email}
            )
            continue
        seen.add(email.lower())
        found = bodies.get(fold(body))
        if body and found is None:
            faults.append(
                _("Line %(n)d: we do not know the body “%(body)s”; invited without it.")
                % {"n": number, "body": body}
            )
        invitations.append(Invitation(email=email, name=name, body=found))
    return invitations, faults


def field_values(form: forms.Form) -> list[tuple[str, Any]]:
    """Return what a form was sent with, to be sent once more after a preview."""
    return [
        (name, value)
        for name, values in form.data.lists()
        for value in values
        if name not in {"csrfmiddlewaretoken", "confirmed"}
    ]
