"""The report of a span of time as a PDF (tagged, PDF/UA-1) and as a workbook."""

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import IO

import typst
from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Font

from interact_portal.core.exports import defused

from .reports import Figure, Span

TEMPLATE = Path(__file__).parent / "data" / "report.typ"


def title_of(span: Span) -> str:
    """Return what the report is called."""
    days = {"first": date_format(span.first), "last": date_format(span.last)}
    return _("Reach and results, %(first)s to %(last)s") % days


def pdf_of(span: Span, figures: Sequence[Figure]) -> bytes:
    """Return the report as a PDF; texts go in as data, never as markup."""
    data = {
        "language": (get_language() or "en")[:2],
        "title": title_of(span),
        "publisher": settings.OPERATOR,
        "none": _("None."),
        "number": _("Number"),
        "figures": [
            {
                "title": figure.title,
                "how": figure.how,
                "heading": figure.heading,
                "rows": [[label, str(number)] for label, number in figure.rows],
            }
            for figure in figures
        ],
    }
    return typst.compile(
        str(TEMPLATE),
        root=str(TEMPLATE.parent),
        format="pdf",
        pdf_standards="ua-1",
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data)},
    )


def workbook_of(span: Span, figures: Sequence[Figure]) -> IO[bytes]:
    """Return the report as a workbook: how each figure is counted, then a sheet for each."""
    book = Workbook()
    about = book.active
    about.title = _("How it is counted")[:31]
    about.append([title_of(span)])
    about["A1"].font = Font(bold=True)
    for figure in figures:
        about.append([figure.title, figure.how])
        sheet = book.create_sheet(figure.key[:31])
        sheet.append([figure.heading, _("Number")])
        sheet.freeze_panes = "A2"
        for label, number in figure.rows:
            sheet.append([defused(label), number])
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    book.save(file)
    file.seek(0)
    return file
