"""Who may do what in the room of advice.

Officers act in the back office, which asks for a second factor; on the public pages they see what
everybody sees.
"""

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet

from .models import PublishedVersion, Question

ANSWER = "advice.change_question"
WRITE = "advice.change_publishedversion"
APPROVE = "advice.approve_publishedversion"


def is_officer(user: Any) -> bool:
    """Whether `user` answers questions for the secretariat."""
    return bool(user.is_active and user.is_staff and user.has_perm(ANSWER))


def may_write(user: Any) -> bool:
    """Whether `user` writes published answers."""
    return bool(user.is_active and user.is_staff and user.has_perm(WRITE))


def may_approve(user: Any, version: PublishedVersion) -> bool:
    """Whether `user` is a second person who may publish this version."""
    is_allowed = user.is_active and user.is_staff and user.has_perm(APPROVE)
    return bool(is_allowed and version.written_by_id != user.pk)


def is_asker(user: Any, question: Question) -> bool:
    """Whether it is her own question."""
    return user.pk is not None and question.asker_id == user.pk


def officers() -> QuerySet:
    """Return the people whom a question can be given to."""
    people = get_user_model().objects.filter(is_active=True, is_staff=True)
    app, codename = ANSWER.split(".")
    allowed = Q(codename=codename, content_type__app_label=app)
    by_group = {f"groups__permissions__{key}": value for key, value in allowed.children}
    directly = {f"user_permissions__{key}": value for key, value in allowed.children}
    keys = people.filter(Q(is_superuser=True) | Q(**by_group) | Q(**directly)).values("pk")
    return people.filter(pk__in=keys).order_by("name", "email")
