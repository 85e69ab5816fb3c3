"""Tags and filters of the look: money, days, signs and the addresses of filtered lists.

Nothing here asks the database.
"""

import datetime
from collections.abc import Sequence
from decimal import Decimal

from django import template
from django.core.paginator import Page
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.formats import date_format, time_format
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from interact_portal.core.money import exact_amount, short_amount

register = template.Library()

# Signs on a field of 16 by 16, drawn as lines. Each goes with a word.
SIGNS = {
    "tick": "M2.5 8.5l3.5 3.5 7.5-8",
    "cross": "M3.5 3.5l9 9M12.5 3.5l-9 9",
    "info": "M8 7v5M8 4v.5M8 1.2a6.8 6.8 0 1 0 0 13.6A6.8 6.8 0 1 0 8 1.2z",
    "warning": "M8 5.5v4M8 11.6v.4M8 1.5l7 12.5H1z",
    "decision": "M8 1.2L14.8 8 8 14.8 1.2 8zM8 5v3.5M8 10.6v.4",
    "clock": "M8 4v4l2.5 2M8 1.2a6.8 6.8 0 1 0 0 13.6A6.8 6.8 0 1 0 8 1.2z",
    "dot": "M8 6.2a1.8 1.8 0 1 0 0 3.6 1.8 1.8 0 1 0 0-3.6zM7.5 8h1",
    "ring": "M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 1 0 0-11z",
    "done": "M4.6 8.2l2.4 2.4 4.4-5M8 1.2a6.8 6.8 0 1 0 0 13.6A6.8 6.8 0 1 0 8 1.2z",
    "now": "M8 6a2 2 0 1 0 0 4 2 2 0 1 0 0-4zM8 1.2a6.8 6.8 0 1 0 0 13.6A6.8 6.8 0 1 0 8 1.2z",
    "down": "M3 6l5 5 5-5",
    "back": "M10 3L5 8l5 5",
    "on": "M6 3l5 5-5 5",
    "search": "M10.4 10.4L14.5 14.5M6.7 1.8a4.9 4.9 0 1 0 0 9.8 4.9 4.9 0 1 0 0-9.8z",
    "file": "M9.5 1.5H3v13h10V5zM9.5 1.5V5H13",
    "stop": "M3.2 3.2l9.6 9.6M8 1.2a6.8 6.8 0 1 0 0 13.6A6.8 6.8 0 1 0 8 1.2z",
}


@register.simple_tag
def icon(name: str) -> SafeString:
    """Return the sign `name` as SVG, hidden from readers' software: a word stands beside it."""
    return format_html(
        '<svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">'
        '<path d="{}"/></svg>',
        SIGNS[name],
    )


@register.filter
def money_short(amount: Decimal | int | None) -> str:
    """Return `€ 32.0 million`, or "not published" where the amount is not known."""
    return _("not published") if amount in (None, "") else short_amount(amount)


@register.filter
def money_exact(amount: Decimal | int | None) -> str:
    """Return `€ 32,000,000`, or "not published" where the amount is not known."""
    return _("not published") if amount in (None, "") else exact_amount(amount)


@register.filter
def or_not_published(value: object) -> object:
    """Return the value, or "not published" marked as quiet where there is none."""
    if value in (None, "", [], ()):
        return format_html('<span class="unknown">{}</span>', _("not published"))
    return value


@register.filter(expects_localtime=True)
def day(value: datetime.date | datetime.datetime | None) -> str:
    """Return the day in a `time` element, as people write it: 1 February 2027."""
    if not value:
        return ""
    when = timezone.localtime(value) if _is_aware(value) else value
    iso = when.date() if isinstance(when, datetime.datetime) else when
    return format_html('<time datetime="{}">{}</time>', iso.isoformat(), date_format(iso))


@register.filter
def day_time(value: datetime.datetime | None) -> str:
    """Return day, time and the zone's name in a `time` element: 1 February 2027, 09:30 (CET)."""
    if not value:
        return ""
    when = timezone.localtime(value) if _is_aware(value) else value
    zone = f" ({when.tzname()})" if when.tzinfo else ""
    return format_html(
        '<time datetime="{}">{}, {}{}</time>',
        when.isoformat(timespec="minutes"),
        date_format(when.date()),
        time_format(when.time()),
        zone,
    )


def _is_aware(value: datetime.date) -> bool:
    return isinstance(value, datetime.datetime) and timezone.is_aware(value)


@register.filter
def weight(size: int) -> str:
    """Return the size of a file, given in bytes, as people read it: 1.4 MB, 230 KB."""
    if size >= 1_000_000:
        # Translators: size of a file in megabytes
        return pgettext("file size", "%s\u00a0MB") % f"{size / 1_000_000:.1f}"
    return pgettext("file size", "%s\u00a0KB") % max(1, round(size / 1000))


@register.simple_tag
def query_with(query: MultiValueDict | None, **changes: object) -> str:
    """Return the query string of `query` with `changes` set; a value of None takes a key out."""
    pairs = [
        (key, value)
        for key, values in (query.lists() if query is not None else ())
        for value in values
        if key not in changes
    ]
    pairs += [(key, value) for key, value in changes.items() if value is not None]
    return f"?{urlencode(pairs)}"


@register.filter
def page_numbers(page: Page) -> list[int | None]:
    """Return the numbers to offer: the first, the last and those around; None stands for a gap."""
    last = page.paginator.num_pages
    near = {1, last, *range(max(1, page.number - 1), min(last, page.number + 1) + 1)}
    numbers: list[int | None] = []
    for number in sorted(near):
        previous = numbers[-1] if numbers else 0
        if number == previous + 2:
            numbers.append(number - 1)
        elif number > previous + 1:
            numbers.append(None)
        numbers.append(number)
    return numbers


@register.filter
def words(text: str) -> list[str]:
    """Return the words of a text, to go through them in a template."""
    return text.split()


@register.filter
def beside(left: Sequence, right: Sequence) -> list[tuple]:
    """Return pairs of the two lists, for a column and its cell."""
    return list(zip(left, right, strict=True))
