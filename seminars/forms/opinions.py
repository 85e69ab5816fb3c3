"""What participants think of a seminar, and what became of what they wanted to change."""

from django import forms
from django.utils.translation import gettext_lazy as _

from seminars.choices import PromiseState

GRADES = [
    (5, _("5 – very good")),
    (4, _("4 – good")),
    (3, _("3 – fair")),
    (2, _("2 – weak")),
    (1, _("1 – poor")),
]


def grade_field(label: str) -> forms.TypedChoiceField:
    """Return a question that is answered with a grade; each grade carries its word."""
    return forms.TypedChoiceField(label=label, choices=GRADES, coerce=int, widget=forms.RadioSelect)


class SurveyForm(forms.Form):
    """Three grades, two texts, and the one thing to change."""

    overall = grade_field(_("The seminar as a whole"))
    useful = grade_field(_("Its use for your work"))
    organised = grade_field(_("How it was organised"))
    liked = forms.CharField(
        label=_("What helped you most?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    missed = forms.CharField(
        label=_("What was missing?"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    promise = forms.CharField(
        label=_("One thing we will change"),
        required=False,
        max_length=500,
        help_text=_(
            "Unlike the rest, this stands with your name: we ask you in three months what became"
            " of it."
        ),
    )


class PromiseForm(forms.Form):
    """What became of the one thing to change."""

    state = forms.ChoiceField(
        label=_("What became of it?"),
        choices=[each for each in PromiseState.choices if each[0] != PromiseState.MADE],
        widget=forms.RadioSelect,
    )


class CertificateForm(forms.Form):
    """The number of a certificate that somebody shows."""

    number = forms.CharField(
        label=_("Number of the certificate"),
        max_length=20,
        help_text=_("Three groups of four letters and figures, for example K7QM-3XRD-9TWA."),
    )
