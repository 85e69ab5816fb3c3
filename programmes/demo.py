"""The demo begins with the real programmes; its people get their posts at three real bodies."""

from interact_portal.accounts.demo_accounts import (
    CERTIFYING_AUTHORITY,
    JOINT_SECRETARIAT,
    SECRETARIAT,
)
from interact_portal.accounts.models import User
from interact_portal.core.demo import demo_step

from .choices import MembershipRole
from .importers.reference import DATA, FILES, load_reference_data
from .models import Body
from .workflow import memberships


@demo_step(100, reads=[DATA / name for name, _kind in FILES])
def import_reference_data() -> str:
    """Import the reference data, whose files say what every row comes from."""
    reports = load_reference_data()
    counts = {report.file_name: report.row_count for report in reports}
    return (
        f"{counts['programmes.csv']} programmes with {counts['priority_axes.csv']} rows of axes, "
        f"{counts['bodies.csv']} bodies with {counts['mandates.csv']} mandates"
    )


# Where each person of the demo works.
POSTS = (
    (SECRETARIAT, "interact-secretariat"),
    (JOINT_SECRETARIAT, "interreg-europe-joint-secretariat"),
    (CERTIFYING_AUTHORITY, "province-of-east-flanders"),
)


@demo_step(210, reads=[DATA / "bodies.csv"])
def give_the_people_their_posts() -> str:
    """Make each person of the demo the designated person of a body, unless she has a post there."""
    secretariat = User.objects.get_by_natural_key(SECRETARIAT.email)
    for account, slug in POSTS:
        person = User.objects.get_by_natural_key(account.email)
        body = Body.objects.get(slug=slug)
        if not person.memberships.open().filter(body=body).exists():
            memberships.enter(person, body, by=secretariat, role=MembershipRole.DESIGNATED)
    return f"{len(POSTS)} posts at bodies"
