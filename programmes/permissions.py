"""Who may do what with memberships of people at bodies.

The secretariat's powers hold only in a session with a second factor: the view asks for that.
"""

from interact_portal.accounts.models import User
from programmes.choices import MembershipState
from programmes.models import Body, Membership


def is_secretariat(user: User) -> bool:
    """Say whether `user` looks after memberships for the secretariat."""
    return user.is_staff and user.has_perm("programmes.change_membership")


def is_designated_for(user: User, body: Body) -> bool:
    """Say whether `user` confirms colleagues for `body` today."""
    return Membership.objects.designated().filter(person=user, body=body).exists()


def is_own(user: User, membership: Membership) -> bool:
    """Say whether it is her own."""
    return membership.person_id == user.pk


def needs_secretariat(user: User, membership: Membership) -> bool:
    """Say whether only the secretariat's power opens this one to `user`."""
    return not is_own(user, membership) and not is_designated_for(user, membership.body)


def may_answer(user: User, membership: Membership) -> bool:
    """Say whether `user` confirms or declines this one: a colleague first, then the secretariat.

    Nobody answers her own question.
    """
    if is_own(user, membership):
        return False
    if is_designated_for(user, membership.body):
        return True
    left = Membership.objects.left_to_the_secretariat().filter(pk=membership.pk)
    return is_secretariat(user) and left.exists()


def may_end(user: User, membership: Membership) -> bool:
    """Say whether `user` ends this one: the person herself, a designated colleague, we."""
    if is_own(user, membership):
        return True
    if membership.state != MembershipState.CONFIRMED:
        return False
    return is_designated_for(user, membership.body) or is_secretariat(user)


def may_appoint(user: User, membership: Membership) -> bool:
    """Say whether `user` decides who is a body's designated person: only the secretariat."""
    return is_secretariat(user) and not is_own(user, membership)


def may_see(user: User, membership: Membership) -> bool:
    """Say whether `user` has anything to do with this one."""
    return (
        is_own(user, membership) or is_secretariat(user) or is_designated_for(user, membership.body)
    )
