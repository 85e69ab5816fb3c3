"""What people agree to when they register."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class PrivacyNotice(models.Model):
    """What people agree to when they register. A version that was shown is never changed."""

    version = models.PositiveSmallIntegerField(_("version"), unique=True)
    text = models.TextField(_("text"))
    published_at = models.DateTimeField(_("in force since"), default=timezone.now)

    class Meta:
        verbose_name = _("privacy notice")
        verbose_name_plural = _("privacy notices")
        ordering = ("-version",)

    def __str__(self) -> str:
        return str(_("Privacy notice, version %(version)s") % {"version": self.version})
