"""What readers do: follow an answer, say whether it was useful."""

from django.db import transaction

from advice.models import PublishedAnswer, PublishedVersion, SavedAnswer, Vote
from interact_portal.accounts.models import User


@transaction.atomic
def follow(answer: PublishedAnswer, *, by: User) -> None:
    """Tell the person from now on when the answer changes."""
    SavedAnswer.objects.get_or_create(person=by, answer=answer)


def unfollow(answer: PublishedAnswer, *, by: User) -> None:
    """Stop telling her."""
    SavedAnswer.objects.filter(person=by, answer=answer).delete()


def vote(
    version: PublishedVersion,
    *,
    is_useful: bool,
    comment: str = "",
    instead_of_asking: bool = False,
) -> Vote:
    """Keep whether an answer was useful, and nothing about who says so."""
    return Vote.objects.create(
        version=version,
        is_useful=is_useful,
        comment=comment,
        instead_of_asking=instead_of_asking,
    )
