"""What the secretariat's desk needs: its holidays, and passages it writes often."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from programmes.models import Theme


class Holiday(models.Model):
    """A day on which the secretariat does not work: no answer is due on it."""

    day = models.DateField(_("day"), unique=True)
    name = models.CharField(_("name"), max_length=80)

    class Meta:
        verbose_name = _("holiday")
        verbose_name_plural = _("holidays")
        ordering = ("day",)

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.name}"


class CannedPassage(models.Model):
    """A passage that officers put into replies and change as it fits."""

    title = models.CharField(_("title"), max_length=80, unique=True)
    text = models.TextField(_("text"), max_length=3000)
    theme = models.ForeignKey(
        Theme, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("theme")
    )

    class Meta:
        verbose_name = _("ready passage")
        verbose_name_plural = _("ready passages")
        ordering = ("title",)

    def __str__(self) -> str:
        return self.title
