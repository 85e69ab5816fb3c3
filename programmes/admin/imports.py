"""Import with a preview, and export, as the tables of the hall share them in the back office."""

import secrets
from io import BytesIO
from typing import Any

from django import forms
from django.contrib import messages
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from import_export.admin import ImportExportModelAdmin
from import_export.formats import base_formats
from import_export.forms import ExportForm

from programmes.importers import Report, StaleImportError, TableResource, import_file
from programmes.importers.files import refuse_by_size
from programmes.importers.findings import UnreadableFileError

# A preview can be confirmed for an hour; it shows so many rows, problems and doubts.
PREVIEW_SECONDS = 3600
SHOWN = 200


class UploadForm(forms.Form):
    """The file to import."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "CSV in UTF-8 or Excel (.xlsx), at most 10 MB. You see what would change before "
            "anything is changed."
        ),
        allow_empty_file=True,
    )

    def __init__(self, *args: Any, command: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.command = command

    def clean_file(self) -> UploadedFile:
        """Refuse a file that is too big before a byte of it is read."""
        file = self.cleaned_data["file"]
        try:
            refuse_by_size(file.size, self.command)
        except UnreadableFileError as error:
            raise forms.ValidationError(str(error)) from error
        return file


class TableAdmin(ImportExportModelAdmin):
    """A table that is imported with a preview: only changed rows are shown, then confirmed."""

    resource_classes: tuple[type[TableResource], ...] = ()
    formats = (base_formats.CSV, base_formats.XLSX, base_formats.JSON)
    export_form_class = ExportForm
    to_encoding = "utf-8-sig"
    import_template_name = "admin/programmes/import.html"
    list_per_page = 50
    show_full_result_count = False

    def has_import_permission(self, request: HttpRequest) -> bool:
        """Let those import who may add and change by hand."""
        return self.has_add_permission(request) and self.has_change_permission(request)

    def has_export_permission(self, request: HttpRequest) -> bool:
        """Let those export who may see."""
        return self.has_view_permission(request)

    def import_action(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Ask for the file, then show what importing it would change."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        kind = self.resource_classes[0]
        if request.method != "POST":
            return self._import_page(request)
        form = UploadForm(request.POST, request.FILES, command=kind.command)
        if not form.is_valid():
            return self._import_page(request, form=form)
        file = form.cleaned_data["file"]
        data = file.read()
        report = import_file(kind, BytesIO(data), file_name=file.name, dry_run=True)
        key = self._keep(request, data, report)
        return self._import_page(request, form=form, report=report, key=key)

    def process_import(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Import what was previewed; where the tables changed since, show the preview anew."""
        if not self.has_import_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseRedirect(self._url("import"))
        key = request.POST.get("key", "")
        kept = cache.get(f"import:{key}")
        if not kept or kept["user"] != request.user.pk or kept["table"] != self.model._meta.label:
            reason = _("This preview is more than an hour old or was used already.")
            messages.error(request, f"{reason} {_('Send the file again.')}")
            return HttpResponseRedirect(self._url("import"))
        return self._import_kept(request, key, kept)

    def _import_kept(self, request: HttpRequest, key: str, kept: dict[str, Any]) -> HttpResponse:
        try:
            report = import_file(
                self.resource_classes[0],
                BytesIO(kept["file"]),
                file_name=kept["name"],
                by=request.user,
                expected=kept["fingerprint"],
            )
        except StaleImportError as error:
            cache.delete(f"import:{key}")
            new_key = self._keep(request, kept["file"], error.report)
            return self._import_page(request, report=error.report, key=new_key, is_stale=True)
        cache.delete(f"import:{key}")
        if not report.done:
            return self._import_page(request, report=report, is_stale=True)
        changed = report.changed_count
        messages.success(
            request,
            ngettext(
                "Imported from %(file)s: %(count)s row is new or changed.",
                "Imported from %(file)s: %(count)s rows are new or changed.",
                changed,
            )
            % {"file": report.file_name, "count": changed},
        )
        return HttpResponseRedirect(self._url("changelist"))

    def _keep(self, request: HttpRequest, data: bytes, report: Report) -> str:
        """Keep file and fingerprint for the confirmation; return the key.

        The key is empty where there is nothing to confirm.
        """
        if report.problem_count or not report.changed_count:
            return ""
        key = secrets.token_urlsafe(16)
        kept = {
            "user": request.user.pk,
            "table": self.model._meta.label,
            "name": report.file_name,
            "file": data,
            "fingerprint": report.fingerprint,
        }
        cache.set(f"import:{key}", kept, PREVIEW_SECONDS)
        return key

    def _import_page(
        self,
        request: HttpRequest,
        *,
        form: UploadForm | None = None,
        report: Report | None = None,
        key: str = "",
        is_stale: bool = False,
    ) -> HttpResponse:
        kind = self.resource_classes[0]
        context = {
            **self.admin_site.each_context(request),
            "title": _("Import %(things)s") % {"things": self.opts.verbose_name_plural},
            "opts": self.opts,
            "form": form or UploadForm(command=kind.command),
            "columns": kind.known_columns(),
            "report": report,
            "shown": SHOWN,
            "shown_slice": f":{SHOWN}",
            "key": key,
            "is_stale": is_stale,
            "confirm_url": self._url("process_import"),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, self.import_template_name, context)

    def _url(self, page: str) -> str:
        app, model = self.get_model_info()
        return reverse(f"admin:{app}_{model}_{page}", current_app=self.admin_site.name)
