"""Groups of filters beside a list: what can be chosen, how often it is met, what is on."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Choice:
    """One choice: its value in the address, its label, how many results it gives, whether on."""

    value: str
    label: str
    count: int | None = None
    selected: bool = False


@dataclass(frozen=True)
class Facet:
    """One group of filters, as `components/facet.html` draws it.

    The first `shown` choices stand open, and those that are on; the rest folds away. With `single`
    only one can be chosen.
    """

    name: str
    label: str
    choices: Sequence[Choice]
    single: bool = False
    shown: int = 7

    @property
    def selected_count(self) -> int:
        """How many choices are on."""
        return sum(choice.selected for choice in self.choices)

    @property
    def hidden_count(self) -> int:
        """How many choices fold away."""
        return sum(not choice.selected for choice in self.choices[self.shown :])


@dataclass(frozen=True)
class Chip:
    """A filter that is on: its facet, its label, and the address of the list without it."""

    facet: str
    label: str
    url: str
