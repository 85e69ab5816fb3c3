"""What the worker does by itself: publish and archive on the planned day, thin out the log."""

import datetime

from django.utils import timezone

from goodpractice import workflow
from goodpractice.models import IndexChange, PracticeVersion
from interact_portal.core.jobs import periodic
from interact_portal.core.moves import IllegalMoveError

# A process that has slept longer reads the whole index once.
KEPT = datetime.timedelta(days=7)


@periodic("publish and archive practices that were planned", every=datetime.timedelta(minutes=1))
def publish_and_archive_what_is_due() -> str:
    """Take the planned steps whose moment has come."""
    now = timezone.now()
    done, refused = 0, 0
    for version in PracticeVersion.objects.due_to_appear(now):
        try:
            change, note = version.change, version.change_note
            workflow.publish(version, by=None, change=change, note=note)
            done += 1
        except IllegalMoveError:
            workflow.cancel_schedule(version, by=None)
            refused += 1
    for version in PracticeVersion.objects.due_to_leave(now):
        workflow.archive(version, by=None, reason=version.reason)
        done += 1
    return f"{done} done, {refused} no longer ready"


@periodic("ask about unanswered letters to owners", every=datetime.timedelta(hours=6))
def ask_about_unanswered_letters() -> str:
    """Tell the secretariat of letters that have waited for 10 working days."""
    return f"{workflow.remind_of_unanswered()} letters"


@periodic("forget the words of letters to owners", every=datetime.timedelta(hours=1))
def forget_words_of_letters() -> str:
    """Strike out what readers wrote to owners, once it is sent: letters are counted, not kept."""
    return f"{workflow.forget_words_of_letters()} letters"


@periodic("forget old changes of the practice index", every=datetime.timedelta(days=1))
def forget_old_changes() -> str:
    """Delete the log of changes that no process needs; the last one stays."""
    last = IndexChange.objects.order_by("-pk").values_list("pk", flat=True).first()
    old = IndexChange.objects.filter(at__lt=timezone.now() - KEPT)
    number, _each = old.exclude(pk=last).delete()
    return f"{number} forgotten"
