"""Formatted text: one list says what the editor offers and what the server lets through.

Written with django-prose-editor; cleaned with nh3 when it is written and again when it is shown,
because imports, the demo and the back office write texts too.
"""

import re

from django.utils.html import linebreaks, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django_prose_editor.fields import ProseEditorFormField, create_sanitizer
from django_prose_editor.widgets import ProseEditorWidget

from .text import squeeze

# What an author may do. Headings start below those of the page's sections.
EXTENSIONS = {
    "Bold": True,
    "Italic": True,
    "Heading": {"levels": [3, 4]},
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
    "HardBreak": True,
    "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto"]},
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
}
A_BLOCK = re.compile(r"<(p|ul|ol|h3|h4|blockquote|table)\b")
BLOCK_END = re.compile(r"</(p|li|h3|h4|blockquote|tr|th|td)>|<br\s*/?>", re.IGNORECASE)

_sanitize = create_sanitizer(EXTENSIONS)


def clean_html(text: str) -> str:
    """Return `text` with nothing in it that an author may not write.

    A text without paragraphs was written without the editor: its lines become paragraphs.
    """
    clean = _sanitize(text.replace("\x00", "").strip()).strip()
    return linebreaks(clean) if clean and not A_BLOCK.search(clean) else clean


def as_safe_html(text: str) -> SafeString:
    """Return `text`, cleaned once more, to be put into a page."""
    return mark_safe(clean_html(text))  # noqa: S308 - cleaned by nh3


def as_plain_text(text: str) -> str:
    """Return the words of a formatted text, for search, letters and files."""
    spaced = BLOCK_END.sub(lambda found: f"{found[0]} ", text)
    plain = strip_tags(spaced)
    for entity, letter in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&#x27;", "'")):
        plain = plain.replace(entity, letter)
    return squeeze(plain.replace("&nbsp;", " ").replace("&amp;", "&"))


class RichTextField(ProseEditorFormField):
    """A form field edited visually; without JavaScript plain paragraphs can be written."""

    widget = ProseEditorWidget

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, extensions=dict(EXTENSIONS), sanitize=clean_html, **kwargs)
