"""What changed between two versions, word by word."""

import difflib
import re
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from goodpractice.content import EMPTY, PARTS, in_words
from goodpractice.models import PracticeVersion

PIECES = re.compile(r"\s+|\w+|[^\w\s]")


@dataclass(frozen=True)
class ChangedPart:
    """A part that differs: its name, and its words with what was taken out and put in marked."""

    key: str
    label: str | Promise
    html: SafeString
    is_new: bool = False


def changed_parts(before: PracticeVersion, after: PracticeVersion) -> list[ChangedPart]:
    """Return the parts in which two versions differ, in the order of the case; nothing private."""
    keys = ("themes", "programmes", "countries", "owner")
    names = {key: before.names.get(key, {}) | after.names.get(key, {}) for key in keys}
    return parts_that_differ(before.content, after.content, names)


def parts_that_differ(
    before: dict[str, Any],
    after: dict[str, Any],
    names: dict[str, dict[str, str]] | None = None,
) -> list[ChangedPart]:
    """Return the parts in which two contents differ; without `names` keys stand for themselves."""
    changed, known = [], names or {}
    for part in PARTS:
        old = before.get(part.key, EMPTY[part.kind])
        new = after.get(part.key, EMPTY[part.kind])
        if part.is_private or old == new:
            continue
        left, right = in_words(part.key, old, known), in_words(part.key, new, known)
        changed.append(ChangedPart(part.key, part.label, word_by_word(left, right), not left))
    return changed


def word_by_word(before: str, after: str) -> SafeString:
    """Return `after` as HTML with `del` around what was taken out and `ins` around what came."""
    left, right = PIECES.findall(before), PIECES.findall(after)
    matcher = difflib.SequenceMatcher(None, left, right, autojunk=False)
    out: list[SafeString] = []
    for act, i, j, k, m in matcher.get_opcodes():
        if act == "equal":
            out.append(format_html("{}", "".join(left[i:j])))
            continue
        if i != j:
            out.append(format_html("<del>{}</del>", "".join(left[i:j])))
        if k != m:
            out.append(format_html("<ins>{}</ins>", "".join(right[k:m])))
    return format_html_join("", "{}", ((piece,) for piece in out))
