"""The report of a span of time: on the page, as PDF and as a workbook."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from interact_portal.backoffice.forms import SpanForm
from interact_portal.backoffice.report_files import pdf_of, title_of, workbook_of
from interact_portal.backoffice.reports import Span, figures_of
from interact_portal.core.exports import XLSX_TYPE

from .parts import office_page


@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """Show the figures of a span of days, each with how it is counted and its rows."""
    form = SpanForm(request.GET if "first" in request.GET else SpanForm.usual())
    context = {"form": form, "figures": [], "query": ""}
    if form.is_valid():
        span = Span(**form.cleaned_data)
        context |= {"figures": figures_of(span), "heading": title_of(span)}
        context["query"] = urlencode(form.cleaned_data)
    return office_page(request, "reports", _("Report"), **context)


@require_safe
def report_file(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Hand the report over as a file."""
    form = SpanForm(request.GET if "first" in request.GET else SpanForm.usual())
    if not form.is_valid() or kind not in ("pdf", "xlsx"):
        raise Http404
    span = Span(**form.cleaned_data)
    figures, name = figures_of(span), f"report-{span.first}-{span.last}.{kind}"
    if kind == "xlsx":
        file = workbook_of(span, figures)
        return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX_TYPE)
    response = HttpResponse(pdf_of(span, figures), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
