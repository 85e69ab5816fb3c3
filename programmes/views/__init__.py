"""Pages of programmes and bodies: lists, one thing, compare, and files to take away."""

from .bodies import body_detail, body_export, body_list
from .compare import programme_compare
from .programme import programme_detail
from .programmes import programme_export, programme_list

__all__ = [
    "body_detail",
    "body_export",
    "body_list",
    "programme_compare",
    "programme_detail",
    "programme_export",
    "programme_list",
]
