"""The tables of the room."""

from .catalogue import FacetValue, IndexChange, IndexedPractice
from .files import Attachment
from .practices import BuildingBlock, Condition, FormerPracticeAddress, Practice
from .review import OutsideReview, Recommendation, Remark
from .versions import PracticeVersion

__all__ = [
    "Attachment",
    "BuildingBlock",
    "Condition",
    "FacetValue",
    "FormerPracticeAddress",
    "IndexChange",
    "IndexedPractice",
    "OutsideReview",
    "Practice",
    "PracticeVersion",
    "Recommendation",
    "Remark",
]
