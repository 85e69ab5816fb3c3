"""What readers keep: named lists of practices with notes, and briefing packs made of them."""

import secrets

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from programmes.models import Programme

from .practices import Practice


def new_key() -> str:
    """Return a key for a link that nobody guesses."""
    return secrets.token_urlsafe(16)


class ReadingList(models.Model):
    """A person's list of practices. With a `key` it can be read by who has the link."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="reading_lists",
        verbose_name=_("owner"),
    )
    name = models.CharField(_("name"), max_length=100)
    key = models.CharField(max_length=40, unique=True, null=True, blank=True)
    made_at = models.DateTimeField(_("made"), auto_now_add=True)
    changed_at = models.DateTimeField(_("last changed"), auto_now=True)

    class Meta:
        verbose_name = _("list of practices")
        verbose_name_plural = _("lists of practices")
        ordering = ("-changed_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("owner", "name"), name="a_person_has_one_list_of_a_name"
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the address of the list for its owner."""
        return reverse("practice_list_detail", args=[self.pk])


class ListEntry(models.Model):
    """A practice in a list: its place, the reader's note, and the version she saw."""

    reading_list = models.ForeignKey(ReadingList, models.CASCADE, related_name="entries")
    practice = models.ForeignKey(Practice, models.CASCADE, related_name="list_entries")
    note = models.CharField(_("note"), max_length=500, blank=True)
    position = models.PositiveIntegerField(_("position"))
    version_seen = models.PositiveIntegerField(_("version seen"))
    added_at = models.DateTimeField(_("added"), auto_now_add=True)

    class Meta:
        verbose_name = _("practice in a list")
        verbose_name_plural = _("practices in lists")
        ordering = ("position", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("reading_list", "practice"), name="a_practice_is_once_in_a_list"
            ),
        )

    def __str__(self) -> str:
        return str(self.practice)


class BriefingPack(models.Model):
    """A list made into one document on a day: which version of which practice, with the notes.

    Never changed afterwards: who has the link reads what the committee read.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="briefing_packs",
    )
    title = models.CharField(_("title"), max_length=100)
    key = models.CharField(max_length=40, unique=True, default=new_key)
    programme = models.ForeignKey(
        Programme,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("programme it was made for"),
    )
    items = models.JSONField(_("practices"), default=list)
    made_at = models.DateTimeField(_("made"), auto_now_add=True)

    class Meta:
        verbose_name = _("briefing pack")
        verbose_name_plural = _("briefing packs")
        ordering = ("-made_at", "-pk")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Return the permanent address of the pack."""
        return reverse("practice_pack", args=[self.key])
