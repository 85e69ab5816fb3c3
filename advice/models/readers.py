"""What hangs on answers: what they rest on, who follows them, whether they were useful."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from .answers import PublishedAnswer, PublishedVersion
from .threads import Answer


class LegalBasis(models.Model):
    """What an answer rests on: an act, its article, and whether we have checked it there."""

    answer = models.ForeignKey(
        Answer, models.CASCADE, null=True, blank=True, related_name="legal_bases"
    )
    version = models.ForeignKey(
        PublishedVersion, models.CASCADE, null=True, blank=True, related_name="legal_bases"
    )
    act = models.CharField(_("legal act"), max_length=200)
    article = models.CharField(_("article"), max_length=120, blank=True)
    url = models.URLField(_("link"), max_length=300, blank=True)
    is_verified = models.BooleanField(
        _("checked"),
        default=False,
        help_text=_("Somebody of us has checked it in its source."),
    )

    class Meta:
        verbose_name = _("legal basis")
        verbose_name_plural = _("legal bases")
        ordering = ("pk",)
        constraints = (
            models.CheckConstraint(
                name="legal_basis_belongs_to_one_answer",
                condition=Q(answer__isnull=False, version__isnull=True)
                | Q(answer__isnull=True, version__isnull=False),
            ),
        )

    def __str__(self) -> str:
        return f"{self.act}, {self.article}" if self.article else self.act


class SavedAnswer(models.Model):
    """A person's wish to be told when an answer changes."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_answers"
    )
    answer = models.ForeignKey(PublishedAnswer, models.CASCADE, related_name="saved_by")
    saved_at = models.DateTimeField(_("saved"), auto_now_add=True)

    class Meta:
        verbose_name = _("followed answer")
        verbose_name_plural = _("followed answers")
        constraints = (
            models.UniqueConstraint(
                fields=("person", "answer"), name="an_answer_is_followed_once_by_a_person"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} – {self.answer}"


class Vote(models.Model):
    """Whether a reader found an answer useful. Nothing is kept about who said so."""

    version = models.ForeignKey(PublishedVersion, models.CASCADE, related_name="votes")
    is_useful = models.BooleanField(pgettext_lazy("an answer", "useful"))
    instead_of_asking = models.BooleanField(_("found before sending a question"), default=False)
    comment = models.CharField(_("what is missing"), max_length=500, blank=True)
    at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        verbose_name = _("was it useful")
        verbose_name_plural = _("were they useful")
        ordering = ("-at",)

    def __str__(self) -> str:
        return str(_("useful") if self.is_useful else _("not useful"))
