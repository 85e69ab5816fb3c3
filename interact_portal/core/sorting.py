"""Order as people read it: the database knows code points only, where Ö comes after Z."""

from django.db.models import Func, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Lower

from .text import fold

_ACCENTED = [chr(code) for code in (*range(0xC0, 0x250), *range(0x370, 0x400))]
_PAIRS = [(letter, fold(letter)) for letter in _ACCENTED if letter.lower() == letter]
_FOLDED = [(letter, bare) for letter, bare in _PAIRS if len(bare) == 1 and bare != letter]


def by_letters(expression: str | Combinable) -> Func:
    """Return the text in lower case without accents, to order by."""
    return Func(
        Lower(expression),
        Value("".join(letter for letter, _bare in _FOLDED)),
        Value("".join(bare for _letter, bare in _FOLDED)),
        function="TRANSLATE",
        output_field=TextField(),
    )
