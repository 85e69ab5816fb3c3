"""Letters in the back office: read, sent again or withdrawn, never written."""

from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from interact_portal.core.admin import ReadOnlyAdmin, act_on_each
from interact_portal.core.duties import TodayFilter

from . import outbox
from .models import Letter


@admin.register(Letter)
class LetterAdmin(ReadOnlyAdmin):
    """What the portal wrote to whom, and whether it arrived."""

    list_display = ("subject", "to", "state", "written_at", "sent_at", "attempts", "last_error")
    list_filter = (TodayFilter, "state")
    search_fields = ("to", "subject", "key")
    search_help_text = _("Address, subject, or what the letter is about")
    date_hierarchy = "written_at"
    fields = (
        "subject", "to", "reply_to", "words", "enclosed", "state", "written_at", "sent_at",
        "attempts", "next_try_at", "last_error", "secret_until", "key",
    )  # fmt: skip
    actions = (
        act_on_each(
            "send_again",
            _("Send again"),
            _("Send these letters again? Those that wait, were withdrawn or are empty stay as is."),
            outbox.send_again,
            permission="post",
        ),
        act_on_each(
            "withdraw",
            _("Withdraw"),
            _("Withdraw these letters? Those that were sent cannot be taken back."),
            outbox.withdraw,
            permission="post",
        ),
    )

    def has_post_permission(self, request: HttpRequest) -> bool:
        """Let those send again and withdraw who may change letters."""
        return request.user.has_perm("mail.change_letter")

    @admin.display(description=_("words"))
    def words(self, letter: Letter) -> str:
        """Return the letter's words; a code is shown to nobody but in the demo.

        Who reads a code can enter its owner's account. In the demo that is the point.
        """
        if letter.secret_until and not settings.DEMO:
            return gettext("This letter holds a code. Only its reader sees it.")
        return letter.text or gettext("The words were struck out.")

    @admin.display(description=_("enclosed"))
    def enclosed(self, letter: Letter) -> str:
        """Return the names of the files that went along."""
        return ", ".join(file["name"] for file in letter.attachments) or gettext("nothing")
