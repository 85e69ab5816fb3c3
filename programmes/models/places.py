"""Countries and themes: what everything else in the portal is sorted by."""

from functools import lru_cache

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django_countries import countries


@lru_cache(maxsize=5000)
def name_in(code: str, language: str) -> str:
    """Return the name of a country in the language that is on; asked for dozens of times a page."""
    return str(countries.name(code))


class Country(models.Model):
    """A country or territory that takes part in programmes, by its ISO 3166-1 code (XK: Kosovo)."""

    code = models.CharField(_("ISO code"), max_length=2, primary_key=True)
    eu_code = models.CharField(
        _("code in EU documents"),
        max_length=2,
        unique=True,
        help_text=_("EL for Greece, UK for the United Kingdom; otherwise the ISO code."),
    )
    english_name = models.CharField(_("name in English"), max_length=80)
    eu_member_since = models.PositiveSmallIntegerField(_("EU member since"), null=True, blank=True)
    eu_member_until = models.PositiveSmallIntegerField(_("EU member until"), null=True, blank=True)
    map_id = models.CharField(
        _("mark on the map"),
        max_length=4,
        blank=True,
        help_text=_("Empty where the map of Europe does not show the country."),
    )

    class Meta:
        verbose_name = _("country")
        verbose_name_plural = _("countries")
        ordering = ("english_name",)
        constraints = (
            models.CheckConstraint(
                name="country_code_is_two_capital_letters",
                condition=Q(code__regex=r"^[A-Z]{2}$") & Q(eu_code__regex=r"^[A-Z]{2}$"),
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language."""
        return name_in(self.code, get_language()) or self.english_name


class Theme(models.Model):
    """A subject: of a practice, a seminar, a question or a programme. Themes form a tree."""

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=120)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("part of"),
    )
    synonyms = ArrayField(
        models.CharField(max_length=80),
        verbose_name=_("other names"),
        default=list,
        blank=True,
        help_text=_("Separated by commas."),
    )
    description = models.CharField(_("description"), max_length=300, blank=True)
    source = models.CharField(_("source"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering = ("name",)
        constraints = (
            models.CheckConstraint(
                name="theme_is_not_its_own_parent",
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
            ),
        )

    def __str__(self) -> str:
        return self.name
