"""A file to go with a practice."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from interact_portal.core.files import LARGEST, FileRefusedError, SentFile, look_at


class AttachmentForm(forms.Form):
    """One document or picture, with the words that stand for it."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("PDF, office document, text, PNG or JPEG, at most 10 MB, without macros."),
    )
    title = forms.CharField(label=_("What it is"), max_length=120)

    def clean_file(self) -> SentFile:
        """Return the file as it was found to be; its name tells nothing of its type."""
        file: UploadedFile = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise ValidationError(_("This file is larger than 10 MB. Make it smaller."))
        try:
            return look_at(file.name, file.read())
        except FileRefusedError as refused:
            raise ValidationError(
                _("We cannot take this kind of file. Send a PDF, an office document without "
                  "macros, a text, a PNG or a JPEG.")
            ) from refused  # fmt: skip
