"""Saved searches and what was told of each. Only `workflow.py` writes them."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .choices import Frequency

LONGEST_NAME, LONGEST_QUERY = 80, 1000


def new_secret() -> str:
    """Return a secret that nobody guesses, for the address that ends the letters."""
    return secrets.token_urlsafe(24)


class SavedSearchQuerySet(models.QuerySet["SavedSearch"]):
    """Which saved searches."""

    def of(self, person: models.Model) -> "SavedSearchQuerySet":
        """Keep those of `person`, by name."""
        return self.filter(person=person.pk).order_by("name", "pk")

    def telling(self) -> "SavedSearchQuerySet":
        """Keep those that bring letters to somebody who still has an account."""
        return self.filter(paused_at=None, person__is_active=True).exclude(
            frequency=Frequency.NEVER
        )


class SavedSearch(models.Model):
    """A filtered list of one room that a person wants to come back to, or to hear of."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="saved_searches",
        verbose_name=_("person"),
    )
    list = models.CharField(_("list"), max_length=20)
    query = models.CharField(_("filters"), max_length=LONGEST_QUERY, blank=True)
    name = models.CharField(_("name"), max_length=LONGEST_NAME)
    frequency = models.CharField(
        _("letters"), max_length=10, choices=Frequency.choices, default=Frequency.WEEKLY
    )
    secret = models.CharField(max_length=40, unique=True, default=new_secret, editable=False)
    saved_at = models.DateTimeField(_("saved"), default=timezone.now)
    paused_at = models.DateTimeField(_("paused"), null=True, blank=True)
    since = models.DateTimeField(_("tells what is new since"), default=timezone.now)
    looked_at = models.DateTimeField(_("last looked at"), default=timezone.now)

    objects = SavedSearchQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved search")
        verbose_name_plural = _("saved searches")
        constraints = (
            models.UniqueConstraint(
                fields=("person", "list", "query"), name="a_person_saves_a_search_once"
            ),
            models.CheckConstraint(
                name="saved_search_has_a_name", condition=~Q(name="") & ~Q(list="")
            ),
            models.CheckConstraint(
                name="saved_search_is_told_at_a_known_pace",
                condition=Q(frequency__in=Frequency.values),
            ),
            models.CheckConstraint(
                name="only_a_search_with_letters_is_paused",
                condition=Q(paused_at__isnull=True) | ~Q(frequency=Frequency.NEVER),
            ),
            models.CheckConstraint(
                name="saved_search_is_looked_at_after_its_telling_began",
                condition=Q(looked_at__gte=F("since")),
            ),
        )
        indexes = (
            models.Index(
                fields=("frequency", "looked_at"),
                condition=Q(paused_at=None) & ~Q(frequency=Frequency.NEVER),
                name="saved_searches_that_tell",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the page where it is changed."""
        return reverse("saved_search_change", args=[self.pk])

    @property
    def stop_url(self) -> str:
        """The address that ends the letters, without signing in."""
        return reverse("saved_search_stop", args=[self.secret])

    @property
    def is_paused(self) -> bool:
        """Whether its letters rest."""
        return self.paused_at is not None


class Told(models.Model):
    """A piece of news that the person of a saved search was told."""

    search = models.ForeignKey(SavedSearch, models.CASCADE, related_name="told")
    news = models.CharField(max_length=80)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("what was told")
        verbose_name_plural = _("what was told")
        constraints = (
            models.UniqueConstraint(fields=("search", "news"), name="no_news_is_told_twice"),
        )
        indexes = (models.Index(fields=("at",), name="told_by_age"),)

    def __str__(self) -> str:
        return self.news
