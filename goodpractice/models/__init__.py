"""The tables of the room."""

from .adoptions import Use, UseStage, UseState
from .catalogue import FacetValue, IndexChange, IndexedPractice
from .corrections import Correction, CorrectionState
from .files import Attachment
from .lists import BriefingPack, ListEntry, ReadingList
from .practices import BuildingBlock, Condition, FormerPracticeAddress, Practice
from .readers import Contact, UsefulReason, Voice
from .review import OutsideReview, Recommendation, Remark
from .versions import PracticeVersion

__all__ = [
    "Attachment",
    "BriefingPack",
    "BuildingBlock",
    "Condition",
    "Contact",
    "Correction",
    "CorrectionState",
    "FacetValue",
    "FormerPracticeAddress",
    "IndexChange",
    "IndexedPractice",
    "ListEntry",
    "OutsideReview",
    "Practice",
    "PracticeVersion",
    "ReadingList",
    "Recommendation",
    "Remark",
    "Use",
    "UseStage",
    "UseState",
    "UsefulReason",
    "Voice",
]
