"""Who may do what with a practice: asked by views, and by the letters that ask people to act."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import QuerySet

from goodpractice.models import PracticeVersion, Use
from programmes.choices import MembershipRole
from programmes.models import Body, Mandate, Membership

REVIEW = "goodpractice.change_practiceversion"


def may_review(user: Any) -> bool:
    """Whether `user` works on reviews in the back office."""
    return user.is_staff and user.has_perm(REVIEW)


def may_write(user: Any, version: PracticeVersion) -> bool:
    """Whether `user` writes in this version: its author, or a reviewer on her behalf."""
    return bool(user.pk) and (
        user.pk in (version.author_id, version.practice.author_id) or may_review(user)
    )


def people_who_confirm_facts(version: PracticeVersion) -> QuerySet:
    """Return the people at bodies of the named programmes, other than the author."""
    bodies = Mandate.objects.filter(programme__slug__in=version.content["programmes"]).values(
        "body"
    )
    posts = Membership.objects.confirmed().filter(body__in=bodies)
    people = get_user_model().objects.filter(pk__in=posts.values("person"), is_active=True)
    return people.exclude(pk=version.author_id)


def may_confirm_facts(user: Any, version: PracticeVersion) -> bool:
    """Whether `user` may stand for the facts: somebody of the programme, or a reviewer for it."""
    if not user.pk:
        return False
    return may_review(user) or people_who_confirm_facts(version).filter(pk=user.pk).exists()


def bodies_of(user: Any) -> QuerySet[Body]:
    """Return the bodies for which `user` may declare that a practice is used."""
    posts = Membership.objects.confirmed().filter(person=user.pk)
    return Body.objects.filter(pk__in=posts.values("body"))


def designated_for(body: Body) -> QuerySet:
    """Return the people who confirm for `body`."""
    posts = Membership.objects.confirmed().filter(body=body, role=MembershipRole.DESIGNATED)
    return get_user_model().objects.filter(pk__in=posts.values("person"), is_active=True)


def may_confirm_use(user: Any, use: Use) -> bool:
    """Whether `user` confirms what was declared for the body: its designated person, or we."""
    if user is None or not user.pk:
        return False
    return designated_for(use.body).filter(pk=user.pk).exists() or may_review(user)


def may_see_use(user: Any, use: Use) -> bool:
    """Whether `user` sees the page of a use: who declared it, her body, the secretariat."""
    if not user.pk:
        return False
    return (
        use.declared_by_id == user.pk
        or may_review(user)
        or bodies_of(user).filter(pk=use.body_id).exists()
    )
