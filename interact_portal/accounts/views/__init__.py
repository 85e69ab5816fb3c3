"""Pages of accounts: a person's own data, and the way to a second factor."""

from .own_data import delete_account, download_my_data, profile, profile_change
from .second_factor import activate_totp, add_webauthn, second_factor_needed

__all__ = [
    "activate_totp",
    "add_webauthn",
    "delete_account",
    "download_my_data",
    "profile",
    "profile_change",
    "second_factor_needed",
]
