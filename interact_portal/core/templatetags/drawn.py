"""Components that are drawn again and again with the same words: drawn once, then kept.

`{% drawn "components/card.html" title=… url=… %}` is `{% include … only %}`. What is kept goes by
everything the component is given, and by language and zone, so that nothing can go stale.
"""

from collections.abc import Hashable
from dataclasses import is_dataclass
from typing import Any

from django import template
from django.template.loader import get_template
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.timezone import get_current_timezone_name
from django.utils.translation import get_language

register = template.Library()

# Signs kept at most, in each process.
MOST_KEPT = 12_000_000


class _Kept(dict[Hashable, SafeString]):
    """What was drawn; all is forgotten when it has grown too much."""

    size = 0

    def add(self, key: Hashable, drawn: SafeString) -> None:
        """Keep what was drawn for `key`."""
        if self.size + len(drawn) > MOST_KEPT:
            self.clear()
            self.size = 0
        self.size += len(drawn)
        self[key] = drawn


_kept = _Kept()


@register.simple_tag
def drawn(component: str, **given: Any) -> SafeString:
    """Return the component with what it is given, and nothing else of the page."""
    key = (component, get_language(), get_current_timezone_name(), _said(given))
    kept = _kept.get(key)
    if kept is None:
        kept = get_template(component).render(given)
        _kept.add(key, kept)
    return kept


def _said(value: Any) -> Hashable:
    """Return what `value` says in a page; a text that is safe as HTML is not the same as a text."""
    kind = type(value)
    if kind in (str, SafeString, int, bool, type(None)):
        return kind, value
    if isinstance(value, Promise):
        return _said(str(value))
    if isinstance(value, str):
        return _said(str(value))
    if kind is dict:
        return kind, tuple((name, _said(each)) for name, each in value.items())
    if kind in (list, tuple):
        return kind, tuple(map(_said, value))
    if is_dataclass(value):
        return kind, tuple(map(_said, vars(value).values()))
    raise TypeError(f"A component that is kept cannot be given a {kind.__name__}.")
