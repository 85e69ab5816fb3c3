"""Pages of the room, by subject: the catalogue, one practice, comparing, and what people do."""

from .catalogue import practice_export, practice_list
from .choosing import choose_programme
from .comparing import compare_export, practice_compare
from .mine import facts, my_practices, submission, submit, withdraw
from .practice import fact_sheet, practice_detail, practice_version

__all__ = [
    "choose_programme",
    "compare_export",
    "fact_sheet",
    "facts",
    "my_practices",
    "practice_compare",
    "practice_detail",
    "practice_export",
    "practice_list",
    "practice_version",
    "submission",
    "submit",
    "withdraw",
]
