"""The list of pages for search engines."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import QuerySet
from django.urls import reverse

from advice.models import PublishedAnswer, PublishedVersion
from goodpractice.models import Practice
from programmes.models import Body, Programme
from seminars.models import Seminar


class PortalSitemap(Sitemap):
    """Pages under the portal's own address, however it was asked for."""

    limit = 5000

    @property
    def protocol(self) -> str:
        """Return the protocol of the portal's address."""
        return urlsplit(settings.PORTAL_URL).scheme

    def get_domain(self, site: object = None) -> str:
        """Return the host of the portal's address."""
        return urlsplit(settings.PORTAL_URL).netloc


class PageSitemap(PortalSitemap):
    """The home page, the lists and the pages about the portal."""

    def items(self) -> list[str]:
        """Return the names of the addresses."""
        return [
            *("home", "practice_list", "seminar_list", "advice_list", "glossary"),
            *("programme_list", "body_list"),
            *("about", "contact", "accessibility", "privacy", "reuse"),
        ]

    def location(self, name: str) -> str:
        """Return the address."""
        return reverse(name)


class ProgrammeSitemap(PortalSitemap):
    """Every programme."""

    def items(self) -> QuerySet[Programme]:
        """Return the programmes."""
        return Programme.objects.order_by("slug").only("slug")


class BodySitemap(PortalSitemap):
    """Every body; addresses of merged bodies redirect and are not listed."""

    def items(self) -> QuerySet[Body]:
        """Return the bodies."""
        return Body.objects.order_by("slug").only("slug")


class PracticeSitemap(PortalSitemap):
    """Every published practice."""

    def items(self) -> QuerySet[Practice]:
        """Return the practices."""
        return Practice.objects.published().order_by("slug").only("slug")


class SeminarSitemap(PortalSitemap):
    """Every seminar that everybody may read."""

    def items(self) -> QuerySet[Seminar]:
        """Return the seminars."""
        return Seminar.objects.public().order_by("slug").only("slug")


class AnswerSitemap(PortalSitemap):
    """Every answer that stands at its address."""

    def items(self) -> QuerySet[PublishedAnswer]:
        """Return the answers."""
        answers = PublishedVersion.objects.public().values("answer")
        return PublishedAnswer.objects.filter(pk__in=answers).order_by("slug").only("slug")


SITEMAPS = {
    "pages": PageSitemap,
    "practices": PracticeSitemap,
    "seminars": SeminarSitemap,
    "answers": AnswerSitemap,
    "programmes": ProgrammeSitemap,
    "bodies": BodySitemap,
}
