"""How often a person hears of a saved search."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Frequency(TextChoices):
    """How often letters come."""

    AT_ONCE = "at-once", _("at once, within minutes")
    DAILY = "daily", _("once a day, in the morning")
    WEEKLY = "weekly", _("once a week, on Monday morning")
    NEVER = "never", _("never, only keep the search")
