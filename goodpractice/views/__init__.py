"""Pages of the room, by subject: the catalogue, one practice, comparing, and what people do."""

from .catalogue import practice_export, practice_list
from .choosing import choose_programme
from .comparing import compare_export, practice_compare
from .files import attach, attachment, leave_out
from .mine import answer_remark, facts, my_practices, submission, submit, withdraw
from .outside import outside
from .practice import fact_sheet, practice_detail, practice_version
from .writing import begin_version, practice_edit, practice_new

__all__ = [
    "answer_remark",
    "attach",
    "attachment",
    "begin_version",
    "choose_programme",
    "compare_export",
    "fact_sheet",
    "facts",
    "leave_out",
    "my_practices",
    "outside",
    "practice_compare",
    "practice_detail",
    "practice_edit",
    "practice_export",
    "practice_list",
    "practice_new",
    "practice_version",
    "submission",
    "submit",
    "withdraw",
]
