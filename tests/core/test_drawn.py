"""Components that are drawn once and kept: the same words, and never another's."""

import pytest
from django.template import Context, Template
from django.utils import translation
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from interact_portal.core.facets import Choice, Facet
from interact_portal.core.templatetags import drawn

CARD = (
    '{% load drawn %}{% drawn "components/card.html" title=title url="/x/" meta=meta %}'
    "|{% include 'components/card.html' with title=title url='/x/' meta=meta only %}"
)
FACET = (
    '{% load drawn %}{% drawn "components/facet.html" facet=facet %}'
    "|{% include 'components/facet.html' with facet=facet only %}"
)


def both(source: str, **given: object) -> tuple[str, str]:
    """Return a component as it is kept and as it is included."""
    kept, included = Template(source).render(Context(given)).split("|")
    return kept, included


def test_a_component_says_the_same_kept_and_included():
    for title in ("First", "Second", "<b>", mark_safe("<b>"), "First"):
        kept, included = both(CARD, title=title, meta=["a", gettext_lazy("Search")])
        assert kept == included


def test_a_facet_is_drawn_anew_when_a_count_or_a_choice_changes():
    pages = set()
    for count, selected in ((1, False), (2, False), (2, True)):
        facet = Facet("theme", "Theme", [Choice("a", "A", count, selected)])
        kept, included = both(FACET, facet=facet)
        assert kept == included
        pages.add(kept)
    assert len(pages) == 3


def test_each_language_has_its_own():
    facet = Facet("theme", "Theme", [Choice(str(n), str(n), n) for n in range(1, 12)])
    for language in ("en-gb", "fr", "en-gb"):
        with translation.override(language):
            kept, included = both(FACET, facet=facet)
        assert kept == included


def test_what_is_kept_has_a_bound(monkeypatch):
    monkeypatch.setattr(drawn, "_kept", drawn._Kept())
    monkeypatch.setattr(drawn, "MOST_KEPT", 1000)
    for number in range(20):
        both(CARD, title=f"Card {number}", meta=[])
    assert drawn._kept.size == sum(map(len, drawn._kept.values())) <= 1000


def test_a_thing_that_may_change_behind_its_back_is_refused():
    with pytest.raises(TypeError, match="cannot be given a object"):
        both(CARD, title=object(), meta=[])
