"""A certificate of attendance as PDF, checked against PDF/UA-1 by the compiler that makes it.

Names go in as data, never as markup. Its number leads to a page that says whether it is real.
"""

import json
from pathlib import Path

import segno
import typst
from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from .choices import Mode
from .models import Certificate
from .seats import moment

TEMPLATE = Path(__file__).parent / "data" / "certificate.typ"


def pdf_of(certificate: Certificate) -> bytes:
    """Return the PDF of a certificate whose person is not forgotten yet."""
    registration = certificate.registration
    seminar = registration.seminar
    url = settings.PORTAL_URL + certificate.get_absolute_url()
    places = (seminar.venue, seminar.city, str(seminar.country or ""))
    place = ", ".join(part for part in places if part)
    if registration.mode == Mode.ONLINE or not place:
        place = _("Online")
    issued = certificate.issued_at.astimezone(seminar.zone)
    data = {
        "language": (get_language() or "en")[:2],
        "issuer": settings.OPERATOR,
        "heading": _("Certificate of attendance"),
        "name": registration.name,
        "body": registration.body_name,
        "says": _("attended the seminar"),
        "title": seminar.title,
        "lines": [
            _("from %(starts)s until %(ends)s")
            % {
                "starts": moment(seminar.starts_at, seminar.zone),
                "ends": moment(seminar.ends_at, seminar.zone),
            },
            place,
        ],
        "issued": _("Issued on %(day)s, number %(number)s")
        % {"day": date_format(issued.date()), "number": certificate.number},
        "number": certificate.number,
        "verify_words": _("Whether it is real is said at"),
        "verify_url": url,
        "code": segno.make(url, error="m").svg_inline(scale=4, border=0),
        "code_words": _("QR code with the address that verifies this certificate"),
    }
    return typst.compile(
        str(TEMPLATE),
        root=str(TEMPLATE.parent),
        format="pdf",
        pdf_standards="ua-1",
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data)},
    )
