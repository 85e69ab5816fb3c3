"""The questions that a seminar asks of those who register, and their answers."""

import secrets

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from seminars.choices import QuestionKind

from .registrations import Registration
from .seminars import Seminar


class Question(models.Model):
    """A question of the registration form, shown always or on one condition."""

    seminar = models.ForeignKey(
        Seminar, models.CASCADE, related_name="questions", verbose_name=_("seminar")
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    label = models.CharField(_("question"), max_length=200)
    help_text = models.CharField(_("help"), max_length=300, blank=True)
    kind = models.CharField(
        _("answered with"), max_length=10, choices=QuestionKind.choices, default=QuestionKind.TEXT
    )
    options = ArrayField(
        models.CharField(max_length=120),
        verbose_name=_("possible answers"),
        default=list,
        blank=True,
    )
    required = models.BooleanField(_("must be answered"), default=False)
    condition = models.ForeignKey(
        "self",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="depending",
        verbose_name=_("asked only if the question"),
    )
    condition_answer = models.CharField(_("is answered with"), max_length=120, blank=True)

    class Meta:
        verbose_name = _("question of the form")
        verbose_name_plural = _("questions of the form")
        ordering = ("position", "pk")
        constraints = (
            models.CheckConstraint(
                name="question_offers_answers_exactly_when_they_are_chosen",
                condition=Q(kind__in=("choice", "several"), options__len__gte=2)
                | (~Q(kind__in=("choice", "several")) & Q(options=[])),
            ),
            models.CheckConstraint(
                name="question_condition_names_question_and_answer",
                condition=Q(condition__isnull=True, condition_answer="")
                | (Q(condition__isnull=False) & ~Q(condition_answer="")),
            ),
            models.CheckConstraint(
                name="question_does_not_depend_on_itself",
                condition=Q(condition__isnull=True) | ~Q(condition=F("id")),
            ),
        )

    def __str__(self) -> str:
        return self.label


def private_path(answer: "Answer", filename: str) -> str:
    """Return where a file given as an answer is kept: no name, no guessable address."""
    suffix = filename.rpartition(".")[2].lower()[:8]
    return f"answers/{secrets.token_hex(16)}.{suffix}"


class Answer(models.Model):
    """What somebody answered to a question: one text, or several of the possible answers."""

    registration = models.ForeignKey(Registration, models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, models.CASCADE, related_name="answers")
    values = ArrayField(models.TextField(), verbose_name=_("answer"), default=list)
    file = models.FileField(_("file"), upload_to=private_path, blank=True)

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ("question__position", "question")
        constraints = (
            models.UniqueConstraint(
                fields=("registration", "question"), name="one_answer_to_each_question"
            ),
        )

    def __str__(self) -> str:
        return ", ".join(self.values)
