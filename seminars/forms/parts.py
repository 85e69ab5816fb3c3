"""A participant's own part: agreement, needs, and the questions that the seminar asks."""

from pathlib import PurePath
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.urls import reverse_lazy
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from interact_portal.core.forms import KeptField
from seminars.choices import Ask, QuestionKind, Visibility
from seminars.models import PrivacyNotice, Question, Registration, Seminar
from seminars.registration import Part

LARGEST_FILE = 5 * 1024 * 1024
FILE_KINDS = ("pdf", "doc", "docx", "odt", "xls", "xlsx", "ods", "ppt", "pptx", "jpg", "png", "txt")


class PartForm(forms.Form):
    """What only the participant herself can say.

    `registration` fills the form with what was said before. Questions with a condition are asked
    of everybody whose answer meets it; without scripts all are shown and the rest is left out.
    """

    bound_field_class = KeptField

    def __init__(
        self,
        *args: Any,
        seminar: Seminar,
        registration: Registration | None = None,
        name: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.seminar, self.registration = seminar, registration
        self.notice = PrivacyNotice.objects.first()
        asked = getattr(seminar, "has_questions", True)
        self.questions = list(seminar.questions.select_related("condition")) if asked else []
        self.fields["name"] = forms.CharField(
            label=_("Your name"),
            max_length=150,
            initial=registration.name if registration else name,
            widget=forms.TextInput(attrs={"autocomplete": "name"}),
        )
        self.add_place()
        given = self._answers_given()
        for question in self.questions:
            self.fields[key_of(question)] = field_for(question, given.get(question.pk))
        self._add_asks()
        self._add_agreement()

    def add_place(self) -> None:
        """Add what a form asks before the questions."""

    def clean(self) -> dict:
        """Ask for required answers whose condition is met; leave out those whose is not."""
        cleaned = super().clean()
        for question in self.questions:
            key = key_of(question)
            if not self._is_asked(question):
                cleaned.pop(key, None)
                self.errors.pop(key, None)
            elif question.required and key not in self.errors and not self._has_answer(question):
                self.add_error(key, _("Please answer this question."))
        return cleaned

    @property
    def part(self) -> Part:
        """The participant's part, from a valid form."""
        cleaned = self.cleaned_data
        answers, files = {}, {}
        for question in self.questions:
            value = cleaned.get(key_of(question))
            if question.kind == QuestionKind.FILE:
                if value:
                    files[question] = value
            elif value not in (None, "", []):
                answers[question] = (
                    [str(each) for each in value] if _is_list(value) else [str(value)]
                )
        return Part(
            notice=self.notice,
            visibility=cleaned["visibility"],
            brings_question=cleaned.get("brings_question", ""),
            diet=cleaned.get("diet", ""),
            access=cleaned.get("access", ""),
            answers=answers,
            files=files,
        )

    @property
    def question_fields(self) -> list[BoundField]:
        """The fields of the seminar's own questions, in their order."""
        return [self[key_of(question)] for question in self.questions]

    @property
    def need_fields(self) -> list[BoundField]:
        """The fields that are kept apart."""
        return [self[name] for name in (Ask.DIET, Ask.ACCESS) if name in self.fields]

    def _add_asks(self) -> None:
        needs = getattr(self.registration, "needs", None) if self.registration else None
        if Ask.QUESTION in self.seminar.asks:
            self.fields["brings_question"] = forms.CharField(
                label=_("The question you bring"),
                required=False,
                max_length=1000,
                initial=self.registration.brings_question if self.registration else "",
                widget=forms.Textarea(attrs={"rows": 3}),
                help_text=_(
                    "The organisers read it before they fix the agenda. If you have an account, the"
                    " secretariat answers it under “Your questions”."
                ),
            )
        if Ask.DIET in self.seminar.asks:
            self.fields["diet"] = forms.CharField(
                label=_("What you eat or do not eat"),
                required=False,
                max_length=300,
                initial=needs.diet if needs else "",
            )
        if Ask.ACCESS in self.seminar.asks:
            self.fields["access"] = forms.CharField(
                label=_("What you need to take part"),
                required=False,
                max_length=500,
                initial=needs.access if needs else "",
                help_text=_("For example a lift, a hearing loop, sign language, large print."),
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    def _add_agreement(self) -> None:
        self.fields["visibility"] = forms.ChoiceField(
            label=_("Who may see on the participants’ list that you come"),
            choices=Visibility.choices,
            initial=self.registration.visibility if self.registration else Visibility.NOBODY,
            widget=forms.RadioSelect,
        )
        agreed = self.registration is not None and (
            self.registration.privacy_notice_id == self.notice.pk
        )
        self.fields["agree"] = forms.BooleanField(
            label=format_html(
                '{} <a href="{}">{}</a>',
                _("I agree that the organiser uses my data as said in the"),
                reverse_lazy("privacy_notice", args=[self.notice.version]),
                _("privacy notice, version %(version)d") % {"version": self.notice.version},
            ),
            initial=agreed,
            error_messages={"required": _("Without your agreement we cannot register you.")},
            help_text=_(
                "What you eat and need is deleted on %(day)s, the rest %(days)d days after the"
                " seminar."
            )
            % {
                "day": date_format(self.seminar.needs_are_deleted_on),
                "days": self.seminar.retention_days,
            },
        )

    def _answers_given(self) -> dict[int, list[str]]:
        if self.registration is None or self.registration.pk is None:
            return {}
        return {answer.question_id: answer.values for answer in self.registration.answers.all()}

    def _is_asked(self, question: Question) -> bool:
        if question.condition is None:
            return True
        condition = question.condition
        if not self._is_asked(condition):
            return False
        value = self.cleaned_data.get(key_of(condition))
        given = value if _is_list(value) else [str(value)]
        return question.condition_answer in given

    def _has_answer(self, question: Question) -> bool:
        if self.cleaned_data.get(key_of(question)) not in (None, "", []):
            return True
        return question.kind == QuestionKind.FILE and question.pk in self._answers_given()


def key_of(question: Question) -> str:
    """Return the name of a question's field."""
    return f"question_{question.pk}"


def field_for(question: Question, given: list[str] | None) -> forms.Field:
    """Return the field that asks a question; whether it is required depends on its condition."""
    shared = {
        "label": question.label,
        "help_text": _help_for(question),
        "required": question.required and question.condition_id is None and not given,
        "initial": given if question.kind == QuestionKind.SEVERAL else (given or [""])[0],
    }
    choices = [(option, option) for option in question.options]
    field = {
        QuestionKind.TEXT: lambda: forms.CharField(
            max_length=2000, widget=forms.Textarea(attrs={"rows": 3}), **shared
        ),
        QuestionKind.CHOICE: lambda: forms.ChoiceField(
            choices=choices, widget=forms.RadioSelect, **shared
        ),
        QuestionKind.SEVERAL: lambda: forms.MultipleChoiceField(
            choices=choices, widget=forms.CheckboxSelectMultiple, **shared
        ),
        QuestionKind.NUMBER: lambda: forms.DecimalField(max_digits=12, decimal_places=2, **shared),
        QuestionKind.FILE: lambda: SmallFileField(**(shared | {"initial": None})),
    }[QuestionKind(question.kind)]()
    if question.condition_id is not None:
        field.widget.attrs |= {
            "data-asked-if": f"question_{question.condition_id}",
            "data-asked-answer": question.condition_answer,
        }
    return field


class SmallFileField(forms.FileField):
    """A document of common kind and modest size."""

    default_error_messages = {
        "large": gettext_lazy("The file is larger than 5 MB."),
        "kind": gettext_lazy("Please give a document, a table, slides, a picture or a text."),
    }

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Return the file, refused where too large or of a strange kind."""
        file = super().clean(data, initial)
        if file and file.size > LARGEST_FILE:
            raise ValidationError(self.error_messages["large"], code="large")
        if file and PurePath(file.name).suffix.lstrip(".").lower() not in FILE_KINDS:
            raise ValidationError(self.error_messages["kind"], code="kind")
        return file


def _help_for(question: Question) -> str:
    if question.condition is None:
        return question.help_text
    condition = _("Only if you answered “%(answer)s” to “%(question)s”.") % {
        "answer": question.condition_answer,
        "question": question.condition.label,
    }
    return f"{condition} {question.help_text}".strip()


def _is_list(value: Any) -> bool:
    return isinstance(value, list)
