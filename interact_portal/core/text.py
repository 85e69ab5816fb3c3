"""Words made comparable: accents folded, spaces evened, codes normalised."""

import re
import unicodedata

# Letters that Unicode does not take apart into a base letter and an accent.
WHOLE_LETTERS = str.maketrans(
    {"ł": "l", "ø": "o", "ß": "ss", "œ": "oe", "æ": "ae", "đ": "d", "ð": "d", "þ": "th", "ħ": "h"}
)


def fold(text: str) -> str:
    """Return `text` in lower case without accents: `Économie` and `economie` become one word."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return bare.translate(WHOLE_LETTERS)


def squeeze(text: str) -> str:
    """Return `text` with every run of white space (also unbreakable) as one space, none outside."""
    return re.sub(r"\s+", " ", text).strip()
