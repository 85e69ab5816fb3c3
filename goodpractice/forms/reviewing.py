"""What reviewers fill in: remarks, reasons, publication, and the rubric of people outside."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from goodpractice.choices import Change
from goodpractice.content import PARTS
from goodpractice.models import Recommendation

RUBRIC = (
    _("Could somebody who was not there understand what was done?"),
    _("Do facts and figures support the results?"),
    _("Does it say openly what did not work?"),
    _("Could another programme take it over?"),
)
MARKS = [(1, _("1 – no")), (2, _("2 – hardly")), (3, _("3 – mostly")), (4, _("4 – fully"))]


def _long(rows: int = 4) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class RemarkForm(forms.Form):
    """A remark on one part."""

    part = forms.ChoiceField(label=_("Part"), choices=[(part.key, part.label) for part in PARTS])
    text = forms.CharField(label=_("Remark for the author"), max_length=2000, widget=_long())


class AnswerForm(forms.Form):
    """The author's answer to a remark."""

    text = forms.CharField(label=_("Your answer"), max_length=2000, widget=_long(3))


class ReasonForm(forms.Form):
    """A reason that the author is told."""

    reason = forms.CharField(label=_("What the author is told"), max_length=500, widget=_long())


class NoteForm(forms.Form):
    """A note for the audit trail."""

    note = forms.CharField(label=_("Note"), max_length=300, required=False)


class PublishForm(forms.Form):
    """How a version is published: now or on a day, as a minor or a major change."""

    change = forms.ChoiceField(
        label=_("Kind of change"), choices=Change.choices, initial=Change.MAJOR,
        help_text=_("Only a major change is told to those who follow the practice."),
    )  # fmt: skip
    note = forms.CharField(label=_("What changed, for readers"), max_length=300, required=False)
    appears_at = forms.DateTimeField(
        label=_("On a later day"), required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        help_text=_("Leave empty to publish at once."),
    )  # fmt: skip

    def clean_appears_at(self):
        """Refuse a day that has passed."""
        moment = self.cleaned_data["appears_at"]
        if moment and moment <= timezone.now():
            raise ValidationError(_("This moment has passed."))
        return moment


class ArchiveForm(ReasonForm):
    """Why and when a practice leaves the catalogue."""

    leaves_at = forms.DateTimeField(
        label=_("On a later day"), required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
        help_text=_("Leave empty to archive at once."),
    )  # fmt: skip


class OutsideForm(forms.Form):
    """Whom to ask outside the portal, and for how long the link holds."""

    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(label=_("E-mail address"))
    days = forms.IntegerField(label=_("Days the link holds"), min_value=1, max_value=60, initial=14)


class OpinionForm(forms.Form):
    """The opinion of somebody outside: four marks, a recommendation, and words."""

    remark = forms.CharField(
        label=_("Your opinion in words"), max_length=4000, required=False, widget=_long(8)
    )
    recommendation = forms.ChoiceField(
        label=_("What do you recommend?"),
        choices=Recommendation.choices,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        questions = {
            f"mark_{number}": forms.TypedChoiceField(
                label=question, choices=MARKS, coerce=int, widget=forms.RadioSelect
            )
            for number, question in enumerate(RUBRIC)
        }
        self.fields = questions | self.fields

    def marks(self) -> list[int]:
        """Return the marks in the order of the rubric."""
        return [self.cleaned_data[f"mark_{number}"] for number in range(len(RUBRIC))]
