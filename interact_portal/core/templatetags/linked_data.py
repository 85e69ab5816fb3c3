"""What a page says to machines: JSON-LD in the page's head."""

import json

from django import template
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

# As in django.utils.html.json_script: no text of ours can end the element.
ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


@register.simple_tag
def json_ld(data: object) -> SafeString:
    """Return `data` as a block of linked data; browsers keep it and run nothing."""
    text = json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False).translate(ESCAPES)
    safe = mark_safe(text)  # noqa: S308 - the three signs that could end it are escaped
    return format_html('<script type="application/ld+json">{}</script>', safe)
