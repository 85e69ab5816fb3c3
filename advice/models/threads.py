"""What is said about a question: messages, answers, files, and programmes that were asked."""

import secrets
from pathlib import PurePosixPath

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from advice.choices import SEEN_BY_ASKER, Authority, InvitationState, MessageKind
from interact_portal.core.files import ENDINGS
from programmes.choices import Period
from programmes.models import Programme

from .questions import Question, new_reply_token


class Invitation(models.Model):
    """A question put to somebody of another programme, by a secret link, without an account.

    Only a digest of the secret is kept: the link itself stands in the letter alone.
    """

    question = models.ForeignKey(Question, models.CASCADE, related_name="invitations")
    programme = models.ForeignKey(
        Programme, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("programme"),
    )  # fmt: skip
    name = models.CharField(_("name"), max_length=150, blank=True)
    email = models.EmailField(_("e-mail address"))
    text = models.TextField(
        _("what we ask"), help_text=_("Without the asker's name: only this is shown.")
    )
    secret_digest = models.CharField(_("digest of the secret"), max_length=64, unique=True)
    reply_token = models.CharField(
        _("address for letters"), max_length=40, unique=True, default=new_reply_token,
        editable=False,
    )  # fmt: skip
    state = models.CharField(
        _("state"), max_length=10, choices=InvitationState.choices, default=InvitationState.SENT
    )
    sent_at = models.DateTimeField(_("asked"), default=timezone.now)
    answer_by = models.DateField(_("answer wanted by"))
    decided_at = models.DateTimeField(_("answered"), null=True, blank=True)
    reminded_at = models.DateTimeField(_("reminded"), null=True, blank=True)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("asked by"),
    )  # fmt: skip

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ("sent_at", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("question", "email"),
                condition=Q(state__in=("sent", "answered")),
                name="nobody_is_asked_twice_about_a_question",
            ),
            models.CheckConstraint(
                name="invitation_is_dated_exactly_when_decided",
                condition=Q(state="sent", decided_at__isnull=True)
                | (~Q(state="sent") & Q(decided_at__isnull=False)),
            ),
        )

    def __str__(self) -> str:
        return self.who

    @property
    def who(self) -> str:
        """The name of who was asked, and of the programme."""
        name = self.name or str(_("Somebody"))
        return f"{name}, {self.programme}" if self.programme else name

    @property
    def is_live(self) -> bool:
        """Whether the link opens."""
        return self.state in (InvitationState.SENT, InvitationState.ANSWERED)


class MessageQuerySet(models.QuerySet["Message"]):
    """Which messages."""

    def for_the_asker(self) -> "MessageQuerySet":
        """Keep what the asker may read: no notes, nothing from invited programmes."""
        return self.filter(kind__in=SEEN_BY_ASKER)

    def for_threads(self) -> "MessageQuerySet":
        """Bring author, files and answer along, the oldest first."""
        return (
            self.select_related("author", "invitation__programme", "answer")
            .prefetch_related("attachments", "answer__legal_bases")
            .order_by("written_at", "pk")
        )


class Message(models.Model):
    """One thing said in the conversation about a question. Never changed afterwards."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="messages")
    kind = models.CharField(_("kind"), max_length=12, choices=MessageKind.choices)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("author"),
    )  # fmt: skip
    invitation = models.ForeignKey(
        Invitation, models.CASCADE, null=True, blank=True, related_name="messages"
    )
    text = models.TextField(_("text"))
    written_at = models.DateTimeField(_("written"), default=timezone.now)
    letter_id = models.CharField(
        _("came as letter"), max_length=300, blank=True,
        help_text=_("The Message-ID, where it came by e-mail."),
    )  # fmt: skip
    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ("written_at", "pk")
        constraints = (
            models.CheckConstraint(
                name="message_from_outside_names_its_invitation",
                condition=Q(kind="from-invited", invitation__isnull=False)
                | (~Q(kind="from-invited") & Q(invitation__isnull=True)),
            ),
            models.UniqueConstraint(
                fields=("letter_id",),
                condition=~Q(letter_id=""),
                name="letter_is_taken_in_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.written_at:%Y-%m-%d %H:%M}"

    @property
    def is_from_asker(self) -> bool:
        """Whether the asker speaks."""
        return self.kind == MessageKind.FROM_ASKER

    @property
    def is_note(self) -> bool:
        """Whether only officers read it."""
        return self.kind == MessageKind.NOTE

    @property
    def came_by_letter(self) -> bool:
        """Whether it came by e-mail."""
        return bool(self.letter_id)


class Answer(models.Model):
    """What makes a message an answer: how heavy it weighs and how long it holds."""

    message = models.OneToOneField(Message, models.CASCADE, related_name="answer")
    authority = models.CharField(_("authority"), max_length=12, choices=Authority.choices)
    periods = ArrayField(
        models.CharField(max_length=9, choices=Period.choices),
        verbose_name=_("periods it holds for"),
        default=list,
        blank=True,
    )
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)

    class Meta:
        verbose_name = _("answer to a question")
        verbose_name_plural = _("answers to questions")
        constraints = (
            models.CheckConstraint(
                name="answer_ends_after_it_starts",
                condition=Q(valid_from__isnull=True)
                | Q(valid_until__isnull=True)
                | Q(valid_until__gte=F("valid_from")),
            ),
        )

    def __str__(self) -> str:
        return str(self.message)

    @property
    def period_labels(self) -> list[str]:
        """The periods in words."""
        return [str(Period(period).label) for period in self.periods]


def attachment_path(attachment: "Attachment", filename: str) -> str:
    """Return where a file is kept: an address nobody guesses; a view asks who reads."""
    return f"questions/{attachment.question_id}/{secrets.token_hex(16)}"


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    """Which files."""

    def seen_by_asker(self) -> "AttachmentQuerySet":
        """Keep what came with the question itself or with a message the asker reads."""
        return self.filter(Q(message__isnull=True) | Q(message__kind__in=SEEN_BY_ASKER))


class Attachment(models.Model):
    """A file sent with a question or a message. Handed over, never shown in a page."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="attachments")
    message = models.ForeignKey(
        Message, models.CASCADE, null=True, blank=True, related_name="attachments"
    )
    file = models.FileField(_("file"), upload_to=attachment_path)
    name = models.CharField(_("name of the file"), max_length=120)
    kind = models.CharField(
        _("type"), max_length=100, help_text=_("Told from the content, not from the name.")
    )
    size = models.PositiveIntegerField(_("size in bytes"))
    uploaded_at = models.DateTimeField(_("sent"), default=timezone.now)
    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return where the asker downloads it."""
        return reverse("question_file", args=[self.question_id, self.pk])

    @property
    def ending(self) -> str:
        """The type in a word: PDF."""
        return ENDINGS.get(self.kind, PurePosixPath(self.name).suffix.lstrip(".")).upper()
