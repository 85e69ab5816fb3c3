"""What people fill in: registering, one's own part, colleagues, opinions."""

from .asking import ColleagueForm, NominateForm, RegistrationForm, SubstituteForm, WishForm
from .parts import PartForm

__all__ = [
    "ColleagueForm",
    "NominateForm",
    "PartForm",
    "RegistrationForm",
    "SubstituteForm",
    "WishForm",
]
