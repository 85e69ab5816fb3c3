"""Forms of the public pages: ask, write again, answer as an invited programme, say if useful."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from advice.choices import Urgency, Use
from advice.models import Question
from advice.workflow.asking import Wording
from interact_portal.core.files import ENDINGS, LARGEST, MOST, FileRefusedError, SentFile, look_at
from interact_portal.core.text import squeeze
from programmes.choices import Period
from programmes.models import Body, Membership, Programme, Theme


class FilesInput(forms.ClearableFileInput):
    """A field for several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files, each known by its content; gives a list of SentFile."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[SentFile]:
        """Return the files; raise ValidationError naming each that is refused."""
        uploads = [each for each in (data if isinstance(data, list | tuple) else [data]) if each]
        if len(uploads) > MOST:
            raise forms.ValidationError(
                _("Send at most %(most)s files at once."), params={"most": MOST}
            )
        files, faults = [], []
        for upload in uploads:
            try:
                if upload.size > LARGEST:
                    raise FileRefusedError("too large")
                files.append(look_at(upload.name, upload.read()))
            except FileRefusedError:
                faults.append(
                    forms.ValidationError(
                        _("“%(name)s” is larger than 10 MB or of a kind we do not take."),
                        params={"name": upload.name},
                    )
                )
        if faults:
            raise forms.ValidationError(faults)
        return files


def files_field() -> FilesField:
    """Return the field for attachments."""
    kinds = ", ".join(sorted({ending.upper() for ending in ENDINGS.values()}))
    return FilesField(
        label=_("Files"),
        required=False,
        help_text=_("Up to %(most)s files of 10 MB: %(kinds)s. Choose them all at once.")
        % {"most": MOST, "kinds": kinds},
    )


class AskForm(forms.Form):
    """What somebody asks. Programme and body come from where she works."""

    title = forms.CharField(
        label=_("Your question in one line"),
        max_length=150,
        help_text=_("For example: May staff costs be claimed as a flat rate without time sheets?"),
        error_messages={"required": _("Write your question in one line.")},
    )
    text = forms.CharField(
        label=_("What is it about?"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("What happened, what you have found so far, what depends on the answer."),
        error_messages={"required": _("Say in a few lines what it is about.")},
    )
    theme = forms.ModelChoiceField(
        label=_("Theme"),
        queryset=Theme.objects.exclude(parent__slug="thematic-objectives").order_by("name"),
        to_field_name="slug",
        required=False,
        empty_label=_("I do not know"),
    )
    programme = forms.ModelChoiceField(
        label=_("Programme"),
        queryset=Programme.objects.none(),
        to_field_name="slug",
        required=False,
        empty_label=_("None in particular"),
    )
    body = forms.ModelChoiceField(
        label=_("You ask for"),
        queryset=Body.objects.none(),
        to_field_name="slug",
        required=False,
        empty_label=_("Myself"),
    )
    period = forms.ChoiceField(
        label=_("Period"),
        choices=[("", _("Any or I do not know")), *Period.choices[::-1]],
        required=False,
    )
    urgency = forms.ChoiceField(
        label=_("How urgent is it?"),
        choices=Urgency.choices,
        widget=forms.RadioSelect,
        initial=Urgency.NORMAL,
    )
    use = forms.ChoiceField(
        label=_("May others profit from it?"),
        choices=Use.choices,
        widget=forms.RadioSelect,
        initial=Use.PUBLISHABLE,
        help_text=_("We take out every name, body, programme and amount before we publish."),
    )

    def __init__(self, *args, person: Any, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        bodies = Membership.objects.confirmed().filter(person=person).values("body")
        self.fields["body"].queryset = Body.objects.filter(pk__in=bodies).order_by("name")
        programmes = Programme.objects.filter(mandates__body__in=bodies).distinct()
        self.fields["programme"].queryset = programmes.order_by("-period", "title")
        for name in ("body", "programme"):
            known = list(self.fields[name].queryset[:2])
            if not known:
                del self.fields[name]
            elif len(known) == 1:
                self.initial.setdefault(name, known[0].slug)

    def clean_title(self) -> str:
        """Return the question with its spaces evened."""
        return squeeze(self.cleaned_data["title"])

    def as_question(self) -> Question:
        """Return the question as it would be, not kept: to look for what fits it."""
        known = {name: self.cleaned_data.get(name) or None for name in ("theme", "programme")}
        return Question(
            title=self.cleaned_data.get("title", ""),
            text=self.cleaned_data.get("text", ""),
            period=self.cleaned_data.get("period", ""),
            **known,
        )

    def as_wording(self, files: Iterable[SentFile]) -> Wording:
        """Return what is asked."""
        return Wording(**self.cleaned_data, files=list(files))


class FilesForm(forms.Form):
    """The files that go with a question; chosen on the last page, as no page can keep them."""

    files = files_field()


class WriteForm(forms.Form):
    """Something more that is written in a conversation."""

    text = forms.CharField(
        label=_("Your message"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Write your message.")},
    )
    files = files_field()


class UsefulForm(forms.Form):
    """Whether an answer was useful. The last field is for machines: people do not see it."""

    useful = forms.ChoiceField(choices=[("yes", _("Yes")), ("no", _("No"))])
    comment = forms.CharField(label=_("What is missing or wrong?"), max_length=500, required=False)
    subject = forms.CharField(required=False)

    @property
    def is_from_a_machine(self) -> bool:
        """Whether the field that people do not see was filled."""
        return bool(self.data.get("subject"))
