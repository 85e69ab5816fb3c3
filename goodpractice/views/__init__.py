"""Pages of the room, by subject: the catalogue, one practice, comparing, and what people do."""

from .accepting import how_we_accept
from .alike import alike
from .catalogue import practice_export, practice_list
from .choosing import choose_programme
from .comparing import compare_export, practice_compare
from .files import attach, attachment, leave_out
from .lists import (
    change_entry,
    change_list,
    keep,
    list_detail,
    my_lists,
    rename_list,
    shared_list,
)
from .mine import answer_remark, facts, my_practices, submission, submit, withdraw
from .outside import outside
from .packs import pack
from .practice import fact_sheet, practice_detail, practice_version
from .readers import contact_answered, correct, useful, write_to_owner
from .uses import decide_use, declare_use, use_detail
from .writing import begin_version, practice_edit, practice_new

__all__ = [
    "alike",
    "answer_remark",
    "attach",
    "attachment",
    "begin_version",
    "change_entry",
    "change_list",
    "choose_programme",
    "compare_export",
    "contact_answered",
    "correct",
    "decide_use",
    "declare_use",
    "fact_sheet",
    "facts",
    "how_we_accept",
    "keep",
    "leave_out",
    "list_detail",
    "my_lists",
    "my_practices",
    "outside",
    "pack",
    "practice_compare",
    "practice_detail",
    "practice_edit",
    "practice_export",
    "practice_list",
    "practice_new",
    "practice_version",
    "rename_list",
    "shared_list",
    "submission",
    "submit",
    "use_detail",
    "useful",
    "withdraw",
    "write_to_owner",
]
