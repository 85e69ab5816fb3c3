"""Saved searches of the demo's people, at different paces."""

from interact_portal.accounts.demo_accounts import CERTIFYING_AUTHORITY, JOINT_SECRETARIAT
from interact_portal.accounts.models import User
from interact_portal.core.demo import demo_step

from .choices import Frequency
from .models import SavedSearch
from .registry import canonical, list_called, short_name
from .workflow import pause, save

SAVED = (
    (JOINT_SECRETARIAT, "practices", "theme=simplified-cost-options", Frequency.WEEKLY),
    (JOINT_SECRETARIAT, "seminars", "role=joint-secretariat", Frequency.AT_ONCE),
    (JOINT_SECRETARIAT, "programmes", "period=2021-2027&country=AT", Frequency.NEVER),
    (
        CERTIFYING_AUTHORITY,
        "answers",
        "q=irregularities&role=certifying-authority",
        Frequency.DAILY,
    ),
    (CERTIFYING_AUTHORITY, "bodies", "role=certifying-authority", Frequency.WEEKLY),
)


@demo_step(800)
def save_searches() -> str:
    """Save some searches; the letters of one of them rest."""
    for account, name, query, pace in SAVED:
        person = User.objects.get(email=account.email)
        savable = list_called(name)
        filters = savable.filtered(query)
        save(person, savable, canonical(filters), name=short_name(savable, filters), pace=pace)
    for search in SavedSearch.objects.filter(list="bodies"):
        pause(search)
    return f"{SavedSearch.objects.count()} saved searches"
