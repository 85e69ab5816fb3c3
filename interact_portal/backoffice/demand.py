"""What people want, theme by theme, beside what there is: questions, queues, searches in vain.

Counted in distinct programmes, not in clicks: forty searches of one office are one wish.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from advice.choices import OPEN
from advice.models import PublishedVersion, Question
from goodpractice.models import Practice
from interact_portal.core.text import fold
from interact_portal.words.models import Miss
from programmes.models import Theme
from seminars.choices import SeminarState, Status
from seminars.models import Registration, Seminar

from .coverage import draft_url

LONGEST_LIST = 15


@dataclass
class Wish:
    """What is wanted on a theme and what exists; every number leads to its rows."""

    theme: Theme
    programmes: set[int] = field(default_factory=set)
    questions: int = 0
    queueing: int = 0
    misses: int = 0
    words: list[str] = field(default_factory=list)
    practices: int = 0
    seminars: int = 0
    answers: int = 0

    @property
    def wanted(self) -> int:
        """How often it was asked for, in whatever way."""
        return self.questions + self.queueing + self.misses

    @property
    def links(self) -> dict[str, str]:
        """Where each number leads, and where one begins to close the gap."""
        theme = {"theme": self.theme.slug}
        practices = reverse("practice_list")
        return {
            "questions": _to("advice_question_changelist", queue="open", **theme),
            "queueing": _to("seminars_registration_changelist", status__exact="reserve", **theme),
            "misses": _to("words_miss_changelist", q=self.words[0] if self.words else ""),
            "practices": f"{practices}?{urlencode(theme)}",
            "seminars": f"{reverse('seminar_list')}?{urlencode(theme)}",
            "answers": f"{reverse('advice_list')}?{urlencode(theme)}",
            "start_practice": reverse("practice_new"),
            "start_seminar": _to("seminars_seminar_add", themes=self.theme.pk),
            "write": draft_url(never=(self.theme.parent or self.theme).slug),
        }


def _to(name: str, **query: object) -> str:
    return f"{reverse(f'admin:{name}')}?{urlencode(query)}"


@dataclass(frozen=True)
class Board:
    """The demand board: wishes by theme, and words that no theme knows."""

    wishes: list[Wish]
    other_words: list[tuple[str, int, str]]


def demand_board() -> Board:
    """Return the themes somebody asked for, those most programmes want first; 9 queries."""
    themes = {theme.pk: theme for theme in Theme.objects.select_related("parent")}
    wishes = {key: Wish(theme) for key, theme in themes.items()}
    questions = Question.objects.filter(state__in=OPEN)
    for theme, programme in questions.exclude(theme=None).values_list("theme", "programme"):
        wishes[theme].questions += 1
        wishes[theme].programmes |= {programme} - {None}
    queue = Registration.objects.filter(
        status=Status.RESERVE, seminar__themes__isnull=False, seminar__ends_at__gte=timezone.now()
    )
    for theme, programme in queue.values_list("seminar__themes", "programme"):
        wishes[theme].queueing += 1
        wishes[theme].programmes |= {programme} - {None}
    others = _sort_misses(wishes.values())
    _count_what_there_is(wishes)
    wanted = [wish for wish in wishes.values() if wish.wanted]
    wanted.sort(key=lambda wish: (-len(wish.programmes), -wish.wanted, wish.theme.name))
    return Board(wanted, others)


def _sort_misses(wishes: Iterable[Wish]) -> list[tuple[str, int, str]]:
    """Count each search in vain under the theme whose name stands in it; return the others."""
    names: dict[str, Wish] = {}
    for wish in wishes:
        for name in (wish.theme.name, *wish.theme.synonyms):
            names[fold(name)] = wish
    others: Counter[str] = Counter()
    found: dict[int, Counter[str]] = defaultdict(Counter)
    for text, times in Miss.objects.values_list("text").annotate(n=Sum("times")).order_by():
        padded = f" {fold(text)} "
        wish = next((w for name, w in names.items() if name and f" {name} " in padded), None)
        if wish is None:
            others[text] += times
        else:
            wish.misses += times
            found[wish.theme.pk][text] += times
    for wish in names.values():
        wish.words = [text for text, _n in found[wish.theme.pk].most_common()]
    return [
        (text, times, _to("words_miss_changelist", q=text))
        for text, times in others.most_common(LONGEST_LIST)
    ]


def _count_what_there_is(wishes: dict[int, Wish]) -> None:
    coming = Seminar.objects.filter(state=SeminarState.PUBLISHED, ends_at__gte=timezone.now())
    for name, rows in (
        ("practices", Practice.objects.published()),
        ("seminars", coming),
        ("answers", PublishedVersion.objects.in_force()),
    ):
        for theme, number in Counter(rows.order_by().values_list("themes", flat=True)).items():
            if theme is not None:
                setattr(wishes[theme], name, number)
