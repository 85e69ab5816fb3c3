"""Searches that found nothing, counted by day and words: what the portal ought to have."""

from django.db.models import F
from django.utils import timezone

from .asking import Asked, indexed
from .models import Miss


def count_miss(room: str, asked: Asked) -> None:
    """Count that `asked` found nothing in `room` today. Knows nothing of the person."""
    Miss.objects.bulk_create(
        [Miss(day=timezone.localdate(), room=room, text=indexed(asked.text)[:200], times=0)],
        ignore_conflicts=True,
    )
    Miss.objects.filter(day=timezone.localdate(), room=room, text=indexed(asked.text)[:200]).update(
        times=F("times") + 1
    )
