"""What the back office holds about people: who wants no letters to groups."""

from typing import Any

from interact_portal.accounts.models import User
from interact_portal.accounts.personal_data import holds

from .models import NoGroupLetters


def _wish(user: User) -> list[dict[str, Any]]:
    return list(NoGroupLetters.objects.filter(person=user).values("since"))


def _forget_wish(user: User) -> None:
    NoGroupLetters.objects.filter(person=user).delete()


holds("no letters to groups", collect=_wish, erase=_forget_wish)
