"""The tables of the room."""

from .catalogue import FacetValue, IndexChange, IndexedPractice
from .files import Attachment
from .practices import BuildingBlock, Condition, FormerPracticeAddress, Practice
from .versions import PracticeVersion

__all__ = [
    "Attachment",
    "BuildingBlock",
    "Condition",
    "FacetValue",
    "FormerPracticeAddress",
    "IndexChange",
    "IndexedPractice",
    "Practice",
    "PracticeVersion",
]
