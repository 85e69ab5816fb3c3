"""Questions: who asks, about what, who is on it, and by when an answer is due."""

import secrets

from django.conf import settings
from django.db import models
from django.db.models import Case, Count, F, Q, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from advice.choices import OPEN, State, Urgency, Use
from programmes.choices import Period
from programmes.models import Body, Programme, Theme

# Letters that stay themselves when a mail server writes an address in small letters.
ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"


def new_reply_token() -> str:
    """Return the part of an address for letters that nobody guesses (some 120 bits)."""
    return "".join(secrets.choice(ALPHABET) for _number in range(24))


class QuestionQuerySet(models.QuerySet["Question"]):
    """Which questions, and what comes along with them."""

    def open(self) -> "QuestionQuerySet":
        """Keep those that still wait for somebody."""
        return self.filter(state__in=OPEN)

    def overdue(self) -> "QuestionQuerySet":
        """Keep those whose answer was due before today and that wait for us."""
        return self.filter(state__in=(State.NEW, State.ASSIGNED), due_on__lt=timezone.localdate())

    def asked_by(self, user: models.Model) -> "QuestionQuerySet":
        """Keep the person's own."""
        return self.filter(asker=user)

    def past_their_time(self) -> "QuestionQuerySet":
        """Keep those whose words and names are to be forgotten by now."""
        return self.filter(forget_on__lte=timezone.localdate(), forgotten_at__isnull=True)

    def in_order_of_the_desk(self) -> "QuestionQuerySet":
        """Put what is due first on top; what waits for the asker and what is done come last."""
        place = Case(
            When(state__in=(State.NEW, State.ASSIGNED), then=Value(0)),
            When(state=State.WAITING, then=Value(1)),
            default=Value(2),
        )
        return self.order_by(place, F("due_on").asc(nulls_last=True), "asked_at", "pk")

    def for_lists(self) -> "QuestionQuerySet":
        """Bring along what a row of a list shows."""
        return self.select_related("theme", "programme", "body", "officer", "asker").annotate(
            messages_count=Count("messages")
        )


class Question(models.Model):
    """A question of one person. Only `advice.workflow` writes its state and what hangs on it."""

    asker = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="questions",
        verbose_name=_("asker"),
    )
    title = models.CharField(_("question in one line"), max_length=150)
    text = models.TextField(_("what you want to know"), max_length=5000)
    theme = models.ForeignKey(
        Theme, models.PROTECT, null=True, blank=True, related_name="questions",
        verbose_name=_("theme"),
    )  # fmt: skip
    programme = models.ForeignKey(
        Programme, models.SET_NULL, null=True, blank=True, related_name="questions",
        verbose_name=_("programme"),
    )  # fmt: skip
    body = models.ForeignKey(
        Body, models.SET_NULL, null=True, blank=True, related_name="questions",
        verbose_name=_("body"),
    )  # fmt: skip
    period = models.CharField(_("period"), max_length=9, choices=Period.choices, blank=True)
    urgency = models.CharField(
        _("urgency"), max_length=10, choices=Urgency.choices, default=Urgency.NORMAL
    )
    use = models.CharField(_("use"), max_length=12, choices=Use.choices, default=Use.PUBLISHABLE)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.NEW)
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="questions_taken",
        verbose_name=_("officer"),
    )
    due_on = models.DateField(_("answer due"), null=True, blank=True)
    asked_at = models.DateTimeField(_("asked"), default=timezone.now)
    changed_at = models.DateTimeField(_("last step"), default=timezone.now)
    first_reply_at = models.DateTimeField(_("first reply"), null=True, blank=True)
    first_answered_at = models.DateTimeField(_("first answer"), null=True, blank=True)
    answered_at = models.DateTimeField(_("last answer"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="merged_questions",
        verbose_name=_("joined with"),
    )
    origin_kind = models.CharField(_("kind of place it was brought to"), max_length=40, blank=True)
    origin_key = models.CharField(_("its key there"), max_length=60, blank=True)
    origin_name = models.CharField(_("brought to"), max_length=200, blank=True)
    origin_url = models.CharField(_("address of that place"), max_length=300, blank=True)
    reply_token = models.CharField(
        _("address for letters"), max_length=40, unique=True, default=new_reply_token,
        editable=False,
    )  # fmt: skip
    reminded_at = models.DateTimeField(_("officer reminded"), null=True, blank=True)
    forget_on = models.DateField(_("forgotten from"), null=True, blank=True)
    forgotten_at = models.DateTimeField(_("forgotten"), null=True, blank=True)
    objects = QuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ("-asked_at", "-pk")
        permissions = (("see_figures_of_questions", _("Can see the figures of the desk")),)
        constraints = (
            models.CheckConstraint(
                name="question_under_way_has_an_officer",
                condition=~Q(state__in=("assigned", "waiting")) | Q(officer__isnull=False),
            ),
            models.CheckConstraint(
                name="new_question_has_no_officer",
                condition=~Q(state="new") | Q(officer__isnull=True),
            ),
            models.CheckConstraint(
                name="answered_question_is_dated",
                condition=~Q(state="answered")
                | Q(answered_at__isnull=False, first_answered_at__isnull=False),
            ),
            models.CheckConstraint(
                name="question_is_dated_exactly_when_closed",
                condition=Q(state="closed", closed_at__isnull=False)
                | (~Q(state="closed") & Q(closed_at__isnull=True)),
            ),
            models.CheckConstraint(
                name="question_names_its_twin_exactly_when_joined",
                condition=Q(state="merged", merged_into__isnull=False)
                | (~Q(state="merged") & Q(merged_into__isnull=True)),
            ),
            models.CheckConstraint(
                name="question_is_not_joined_with_itself",
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")),
            ),
            models.CheckConstraint(
                name="open_question_has_a_day_it_is_due",
                condition=~Q(state__in=("new", "assigned", "waiting")) | Q(due_on__isnull=False),
            ),
            models.CheckConstraint(
                name="question_has_an_asker_until_it_is_forgotten",
                condition=Q(asker__isnull=False) | Q(forgotten_at__isnull=False),
            ),
            models.CheckConstraint(
                name="forgotten_question_has_no_words_and_no_asker",
                condition=Q(forgotten_at__isnull=True)
                | Q(asker__isnull=True, title="", text="", body__isnull=True),
            ),
            models.CheckConstraint(
                name="question_is_answered_after_it_is_asked",
                condition=Q(first_answered_at__isnull=True)
                | Q(first_answered_at__gte=F("asked_at")),
            ),
            models.UniqueConstraint(
                fields=("origin_kind", "origin_key"),
                condition=~Q(origin_kind=""),
                name="one_question_for_each_thing_brought",
            ),
        )
        indexes = (
            models.Index(
                fields=("due_on", "id"),
                condition=Q(state__in=("new", "assigned", "waiting")),
                name="questions_on_the_desk",
            ),
        )

    def __str__(self) -> str:
        return f"{self.reference}: {self.title}" if self.title else self.reference

    def get_absolute_url(self) -> str:
        """Return the address of the asker's page."""
        return reverse("question_detail", args=[self.pk])

    @property
    def reference(self) -> str:
        """How people name it in a letter: Q-42."""
        return f"Q-{self.pk}"

    @property
    def is_open(self) -> bool:
        """Whether it still waits for somebody."""
        return self.state in OPEN

    @property
    def is_overdue(self) -> bool:
        """Whether its answer was due before today and it waits for us."""
        waits_for_us = self.state in (State.NEW, State.ASSIGNED)
        return waits_for_us and self.due_on is not None and self.due_on < timezone.localdate()

    @property
    def state_for_asker(self) -> str:
        """Where it stands, said to the person who asked it."""
        return str(
            _("Waiting for you") if self.state == State.WAITING else self.get_state_display()
        )

    @property
    def is_publishable(self) -> bool:
        """Whether the asker lets us publish it without names."""
        return self.use == Use.PUBLISHABLE

    @property
    def is_forgotten(self) -> bool:
        """Whether words and asker are gone."""
        return self.forgotten_at is not None
