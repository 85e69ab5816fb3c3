"""Who does not want letters to groups."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class NoGroupLetters(models.Model):
    """That a person wants no letters to groups; those about her own affairs still come."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="no_group_letters",
        verbose_name=_("person"),
    )
    since = models.DateTimeField(_("since"), auto_now_add=True)

    class Meta:
        verbose_name = _("wish for no letters to groups")
        verbose_name_plural = _("wishes for no letters to groups")

    def __str__(self) -> str:
        return str(self.person)
