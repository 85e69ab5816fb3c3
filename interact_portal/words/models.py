"""Synonyms kept by the secretariat, words the portal knows, and searches that found nothing."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Synonyms(models.Model):
    """Words and names that mean the same in this field: who types one finds all."""

    terms = ArrayField(
        models.CharField(max_length=80),
        verbose_name=_("words that mean the same"),
        help_text=_("Separated by commas: JTS, JS, joint technical secretariat."),
    )
    note = models.CharField(_("note"), max_length=300, blank=True)
    source = models.CharField(
        _("kept by"), max_length=30, blank=True, editable=False,
        help_text=_("The list of a room that these words come from, and follow."),
    )  # fmt: skip

    class Meta:
        verbose_name = _("synonyms")
        verbose_name_plural = _("synonyms")
        ordering = ("terms",)
        constraints = (
            models.CheckConstraint(
                name="synonyms_are_at_least_two", condition=Q(terms__len__gte=2)
            ),
        )

    def __str__(self) -> str:
        return " = ".join(self.terms)


class Word(models.Model):
    """A word that stands somewhere on the portal, folded, and how often."""

    text = models.CharField(_("word"), max_length=40, primary_key=True)
    uses = models.PositiveIntegerField(_("uses"), default=1)
    shapes = ArrayField(models.CharField(max_length=40), verbose_name=_("shapes"))

    class Meta:
        verbose_name = _("word")
        verbose_name_plural = _("words")
        indexes = (GinIndex(fields=("shapes",), name="words_by_shape"),)

    def __str__(self) -> str:
        return self.text


class Miss(models.Model):
    """Words that found nothing on a day, and how often. Nothing is kept about who searched."""

    day = models.DateField(_("day"))
    room = models.CharField(_("room"), max_length=30)
    text = models.CharField(_("searched for"), max_length=200)
    times = models.PositiveIntegerField(_("times"), default=1)

    class Meta:
        verbose_name = _("search without result")
        verbose_name_plural = _("searches without result")
        ordering = ("-day", "-times")
        constraints = (
            models.UniqueConstraint(
                fields=("day", "room", "text"), name="a_miss_is_counted_once_a_day"
            ),
        )

    def __str__(self) -> str:
        return f"{self.text} ({self.times})"
