"""Two texts compared word by word."""

import difflib
import re
from dataclasses import dataclass

SAME, NEW, GONE = "same", "new", "gone"


@dataclass(frozen=True)
class Passage:
    """A run of words that stayed, came or went."""

    how: str
    text: str


def compare(before: str, after: str) -> list[Passage]:
    """Return both texts as one run of passages; spaces belong to the word before them."""
    old, new = _words(before), _words(after)
    passages = []
    keys = ([word.strip() for word in words] for words in (old, new))
    matcher = difflib.SequenceMatcher(None, *keys, autojunk=False)
    for what, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        if what == "equal":
            passages.append(Passage(SAME, "".join(new[new_from:new_to])))
            continue
        if old_to > old_from:
            passages.append(Passage(GONE, "".join(old[old_from:old_to])))
        if new_to > new_from:
            passages.append(Passage(NEW, "".join(new[new_from:new_to])))
    return passages


def in_plain_text(passages: list[Passage], around: int = 60) -> str:
    """Return the changes for a letter: [gone: …] and [new: …], long runs between them cut."""
    parts = []
    for at, passage in enumerate(passages):
        if passage.how == SAME:
            parts.append(_shortened(passage.text, around, at == 0, at == len(passages) - 1))
        else:
            word = "new" if passage.how == NEW else "gone"
            space = " " if passage.text.endswith((" ", "\n")) else ""
            parts.append(f"[{word}: {passage.text.strip()}]{space}")
    return "".join(parts).strip()


def _shortened(text: str, around: int, is_first: bool, is_last: bool) -> str:
    if len(text) <= around * 2:
        return text
    start = "" if is_first else text[:around].rsplit(" ", 1)[0]
    end = "" if is_last else text[-around:].split(" ", 1)[-1]
    return f"{start} … {end}"


def _words(text: str) -> list[str]:
    return re.findall(r"\S+\s*", text.strip())
