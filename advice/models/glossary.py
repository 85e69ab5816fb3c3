"""The glossary: terms of the field, what they mean, and what they were called in which period."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from programmes.choices import Period


@dataclass(frozen=True)
class Mention:
    """The first place in a text where a term stands, under whatever name."""

    term: "Term"
    start: int
    end: int


class TermQuerySet(models.QuerySet["Term"]):
    """Which terms, and where they stand."""

    def with_names(self) -> "TermQuerySet":
        """Bring all names along."""
        return self.prefetch_related("names")

    def found_in(self, text: str) -> list[Mention]:
        """Return where each term stands first in `text`, in that order; 2 queries.

        Names are found in any case, abbreviations only as they are written; the longest wins.
        """
        terms = {term.pk: term for term in self.with_names()}
        names = sorted(
            (
                (written, pk, is_short)
                for pk, term in terms.items()
                for name in term.names.all()
                for written, is_short in ((name.name, False), (name.short, True))
                if written
            ),
            key=lambda row: -len(row[0]),
        )
        if not names:
            return []
        parts = (
            f"({re.escape(written)})" if is_short else f"((?i:{re.escape(written)}s?))"
            for written, _pk, is_short in names
        )
        pattern = re.compile(rf"(?<![\w/.@-])(?:{'|'.join(parts)})(?![\w@])")
        found: dict[int, Mention] = {}
        for match in pattern.finditer(text):
            pk = names[match.lastindex - 1][1]
            found.setdefault(pk, Mention(terms[pk], match.start(), match.end()))
        return list(found.values())


class Term(models.Model):
    """A term of the field. What it is called stands in its names, which depend on the period."""

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    definition = models.TextField(_("what it means"), max_length=600)
    source = models.CharField(_("source"), max_length=300, blank=True)
    see_also = models.ManyToManyField(
        "self", symmetrical=True, blank=True, verbose_name=_("see also")
    )
    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        ordering = ("slug",)

    def __str__(self) -> str:
        return self.slug

    def get_absolute_url(self) -> str:
        """Return where the glossary explains it."""
        return f"{reverse('glossary')}#{self.slug}"

    @property
    def name(self) -> str:
        """What it is called now; uses the prefetched names."""
        return current_name(self.names.all())


class TermName(models.Model):
    """A name of a term, with its abbreviation, and the periods in which it is used."""

    term = models.ForeignKey(Term, models.CASCADE, related_name="names", verbose_name=_("term"))
    name = models.CharField(_("name"), max_length=120)
    short = models.CharField(_("abbreviation"), max_length=20, blank=True)
    since = models.CharField(_("from the period"), max_length=9, choices=Period.choices, blank=True)
    until = models.CharField(
        _("until the period"), max_length=9, choices=Period.choices, blank=True
    )

    class Meta:
        verbose_name = _("name of a term")
        verbose_name_plural = _("names of terms")
        ordering = ("since", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("term", "name", "since"), name="name_of_a_term_is_stated_once"
            ),
            models.CheckConstraint(
                name="name_of_a_term_ends_after_it_starts",
                condition=Q(since="") | Q(until="") | Q(until__gte=F("since")),
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} ({self.short})" if self.short else self.name

    @property
    def when(self) -> str:
        """The periods in words: “2007–2013”, “from 2014–2020”, or nothing."""
        since = str(Period(self.since).label) if self.since else ""
        until = str(Period(self.until).label) if self.until else ""
        if since and until:
            return since if since == until else f"{since}, {until}"
        if since:
            return str(_("from %(period)s")) % {"period": since}
        return str(_("until %(period)s")) % {"period": until} if until else ""


def current_name(names: Iterable[TermName]) -> str:
    """Return the name without an end, or the one that ended last."""
    names = list(names)
    now = [name for name in names if not name.until]
    chosen = max(now or names, key=lambda name: name.since or name.until, default=None)
    return chosen.name if chosen else ""
