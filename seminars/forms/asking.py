"""Asking for a seat, for oneself or for colleagues."""

from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from seminars.choices import PARTICIPANT_ROLES, Mode
from seminars.models import Invitation
from seminars.registration import Wish

from .lists import Shelf, body_field, country_field, own_body_field, programme_field
from .parts import PartForm

ROLES = [("", gettext_lazy("Please choose")), *PARTICIPANT_ROLES]


class RegistrationForm(PartForm):
    """Everything a registration asks, on one page.

    A body that is missing from the list is proposed in the two fields beside it.
    """

    def add_place(self) -> None:
        """Add who one is: body, programme, role and how one takes part."""
        registration, named = self.registration, self.seminar.named_programmes()
        shelf = Shelf()
        self.fields["body"] = own_body_field(
            shelf,
            label=_("Your body"),
            initial=registration.body_id if registration else None,
            help_text=_("The authority, secretariat or organisation you work for."),
        )
        self.fields["proposed_body"] = forms.CharField(
            label=_("Name of your body, if it is not in the list"),
            required=False,
            max_length=255,
            initial=registration.proposed_body if registration else "",
        )
        self.fields["proposed_country"] = country_field(
            shelf,
            label=_("Its country"),
            required=False,
            initial=registration.country_id if registration else None,
        )
        self.fields["programme"] = programme_field(
            shelf,
            named,
            label=_("The programme you represent"),
            required=bool(named),
            initial=registration.programme_id if registration else None,
            help_text=_("Seats are counted for each programme."),
            error_messages={"required": _("This seminar is for some programmes only.")},
        )
        self.fields["role"] = forms.ChoiceField(
            label=_("You come as"),
            choices=ROLES,
            initial=registration.role if registration else "",
        )
        if len(self.seminar.modes) > 1:
            self.fields["mode"] = forms.ChoiceField(
                label=_("How you take part"),
                choices=Mode.choices,
                initial=registration.mode if registration else Mode.ROOM,
                widget=forms.RadioSelect,
            )

    def clean(self) -> dict:
        """Ask for a body, from the list or proposed."""
        cleaned = super().clean()
        if (
            not cleaned.get("body")
            and not cleaned.get("proposed_body")
            and ("body" not in self.errors)
        ):
            self.add_error("body", _("Please choose your body, or write its name below."))
        return cleaned

    @property
    def chosen_mode(self) -> str:
        """How one takes part."""
        return self.cleaned_data.get("mode") or self.seminar.modes[0]

    def wish(self, person: models.Model, invitation: Invitation | None = None) -> Wish:
        """Return the wish for a seat that a valid form says."""
        cleaned = self.cleaned_data
        return Wish(
            name=cleaned["name"],
            email=person.email,
            person=person,
            body=cleaned["body"],
            proposed_body=cleaned["proposed_body"],
            country=None if cleaned["body"] else cleaned["proposed_country"],
            programme=cleaned["programme"],
            role=cleaned["role"],
            mode=self.chosen_mode,
            part=self.part,
            invitation=invitation,
        )


class SubstituteForm(PartForm):
    """What a colleague says who comes instead: her own part, and her role."""

    def add_place(self) -> None:
        """Ask for the role; body and programme stay as they are."""
        self.fields["role"] = forms.ChoiceField(label=_("You come as"), choices=ROLES)


class ColleagueForm(forms.Form):
    """Who comes instead."""

    name = forms.CharField(label=gettext_lazy("Name of your colleague"), max_length=150)
    email = forms.EmailField(label=gettext_lazy("E-mail address of your colleague"))


class WishForm(forms.Form):
    """What to change after the lock date."""

    wish = forms.CharField(
        label=gettext_lazy("What should be changed?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class NominateForm(forms.Form):
    """Colleagues of one body who should come: up to six at a time."""

    MOST = 6

    def __init__(self, *args: Any, seminar: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.seminar = seminar
        named, shelf = seminar.named_programmes(), Shelf()
        self.fields["body"] = body_field(shelf, label=_("Their body"))
        self.fields["programme"] = programme_field(
            shelf, named, label=_("The programme they represent"), required=bool(named)
        )
        if len(seminar.modes) > 1:
            self.fields["mode"] = forms.ChoiceField(
                label=_("How they take part"), choices=Mode.choices, initial=Mode.ROOM
            )
        for number in range(1, self.MOST + 1):
            first = number == 1
            self.fields[f"name_{number}"] = forms.CharField(
                label=_("Name"), max_length=150, required=first
            )
            self.fields[f"email_{number}"] = forms.EmailField(
                label=_("E-mail address"), required=first
            )
            self.fields[f"role_{number}"] = forms.ChoiceField(
                label=_("Comes as"), choices=ROLES, required=first
            )

    def clean(self) -> dict:
        """Ask for whole lines."""
        cleaned = super().clean()
        for number in range(2, self.MOST + 1):
            keys = [f"{name}_{number}" for name in ("name", "email", "role")]
            if any(cleaned.get(key) for key in keys):
                for key in keys:
                    if not cleaned.get(key) and key not in self.errors:
                        self.add_error(key, _("Please fill in the whole line."))
        return cleaned

    @property
    def lines(self) -> list[dict]:
        """The fields of each colleague, with her number."""
        return [
            {
                "number": number,
                "fields": [self[f"{name}_{number}"] for name in ("name", "email", "role")],
            }
            for number in range(1, self.MOST + 1)
        ]

    def wishes(self) -> list[Wish]:
        """Return one wish for each line that was filled in."""
        cleaned = self.cleaned_data
        return [
            Wish(
                name=cleaned[f"name_{number}"],
                email=cleaned[f"email_{number}"],
                role=cleaned[f"role_{number}"],
                mode=cleaned.get("mode") or self.seminar.modes[0],
                body=cleaned["body"],
                programme=cleaned["programme"],
            )
            for number in range(1, self.MOST + 1)
            if cleaned.get(f"name_{number}")
        ]
