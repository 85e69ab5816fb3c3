"""The series that seminars are editions of."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Series(models.Model):
    """Seminars on one subject that come back: each is an edition."""

    title = models.CharField(_("title"), max_length=200, unique=True)
    slug = models.SlugField(_("address"), max_length=120, unique=True)
    description = models.TextField(_("description"), blank=True)

    class Meta:
        verbose_name = _("series")
        verbose_name_plural = _("series")
        ordering = ("title",)

    def __str__(self) -> str:
        return self.title
