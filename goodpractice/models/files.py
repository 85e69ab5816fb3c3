"""Files that belong to a practice: documents and pictures, known by what is in them."""

import secrets

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .practices import Practice


def attachment_path(attachment: "Attachment", filename: str) -> str:
    """Return where a file is kept: an address nobody guesses; a view asks who reads."""
    return f"practices/{attachment.practice_id}/{secrets.token_hex(16)}"


class Attachment(models.Model):
    """A document or picture of a practice. A version names the attachments it shows."""

    practice = models.ForeignKey(Practice, models.CASCADE, related_name="attachments")
    file = models.FileField(_("file"), upload_to=attachment_path)
    name = models.CharField(_("name of the file"), max_length=120)
    kind = models.CharField(
        _("type"), max_length=100, help_text=_("Told from the content, not from the name.")
    )
    size = models.PositiveIntegerField(_("size in bytes"))
    width = models.PositiveIntegerField(_("width"), null=True, blank=True)
    height = models.PositiveIntegerField(_("height"), null=True, blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    uploaded_at = models.DateTimeField(_("uploaded"), auto_now_add=True)

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.name

    @property
    def is_picture(self) -> bool:
        """Whether it is shown on the page and not only offered."""
        return self.kind.startswith("image/")
