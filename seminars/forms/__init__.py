"""What people fill in: registering, one's own part, colleagues, opinions."""

from .asking import ColleagueForm, NominateForm, RegistrationForm, SubstituteForm, WishForm
from .opinions import CertificateForm, PromiseForm, SurveyForm
from .parts import PartForm

__all__ = [
    "CertificateForm",
    "ColleagueForm",
    "NominateForm",
    "PartForm",
    "PromiseForm",
    "RegistrationForm",
    "SubstituteForm",
    "SurveyForm",
    "WishForm",
]
