"""Filters of the room's templates: formatted texts and sources. Nothing here asks the database."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from interact_portal.core.rich_text import as_safe_html

register = template.Library()


@register.filter
def formatted(text: str) -> SafeString:
    """Return a formatted text, cleaned, as HTML."""
    return as_safe_html(text)


@register.filter
def sources(text: str) -> SafeString:
    """Return the sources, parted by “ ; ”, each address as a link."""
    parts = [part.strip() for part in text.split(" ; ") if part.strip()]
    return format_html_join("; ", "{}", ((_linked(part),) for part in parts))


def _linked(part: str) -> SafeString | str:
    if part.startswith(("http://", "https://")):
        return format_html('<a href="{}" rel="noopener">{}</a>', part, part)
    return part
