"""Programmes and bodies as results of a list: what each is, and why it matters to the reader."""

from collections import Counter

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programmes.choices import Role
from programmes.filters import words_of
from programmes.models import Body, Programme
from programmes.sums import basis_of

# More countries than this are counted, not named.
NAMED_COUNTRIES = 7
# Words of a title that every programme has, or that its strand says already.
WORDS_OF_KIND = {"operational", "programme", "interreg", "iv", "v", "vi", "a", "b", "c", "d"}


def programme_card(programme: Programme) -> dict:
    """Return what `components/card.html` needs of a programme that came `for_lists()`."""
    meta = [programme.get_period_display(), programme.get_strand_display()]
    if programme.cci:
        meta.append(_("CCI %(number)s") % {"number": programme.cci})
    amount, label = programme.eu_amount, _("EU funds")
    if amount is None and programme.total_amount is not None:
        amount, label = programme.total_amount, _("Total")
    if amount is None:
        meta.append(_("amounts not published"))
    return {
        "title": programme.name,
        "url": programme.get_absolute_url(),
        "why": [countries_of(programme)],
        "summary": programme.title if says_more(programme.title, programme.name) else "",
        "meta": [fact for fact in meta if fact],
        "amount": amount,
        "amount_label": f"{label}, {basis_of(programme)}" if amount is not None else "",
        "slug": programme.slug,
        "period": programme.get_period_display(),
    }


def says_more(title: str, name: str) -> bool:
    """Say whether the full title tells more than the short name and the kind of programme."""
    return bool(set(words_of(title)) - set(words_of(name)) - WORDS_OF_KIND)


def countries_of(programme: Programme) -> str:
    """Return the names of the countries in words, or how many they are."""
    names = [each.country.name for each in programme.participations.all()]
    if not names:
        return _("Countries: not published")
    if len(names) > NAMED_COUNTRIES:
        return ngettext("%(n)s country", "%(n)s countries", len(names)) % {"n": len(names)}
    return ", ".join(sorted(names))


def body_card(body: Body) -> dict:
    """Return what `components/card.html` needs of a body that came `for_lists()`."""
    mandates = list(body.mandates.all())
    current = [mandate for mandate in mandates if not mandate.is_past]
    country = body.country.name if body.country else ""
    place = ", ".join(part for part in (body.city, country) if part)
    former = [_("formerly %(name)s") % {"name": name} for name in body.former_names]
    past = roles_in_words([mandate for mandate in mandates if mandate.is_past])
    return {
        "title": body.name,
        "url": body.get_absolute_url(),
        "why": roles_in_words(current),
        "summary": ", ".join(dict.fromkeys(mandate.programme.name for mandate in current[:4])),
        "meta": [
            *([place] if place else []),
            *(_("in the past: %(roles)s") % {"roles": role} for role in past),
            *former,
        ],
    }


def roles_in_words(mandates) -> list[str]:
    """Return each role with the number of programmes: “Managing authority of 3 programmes”."""
    counts = Counter(mandate.role for mandate in mandates)
    return [
        ngettext("%(role)s of %(n)s programme", "%(role)s of %(n)s programmes", counts[role])
        % {"role": Role(role).label, "n": counts[role]}
        for role in Role.values
        if counts[role]
    ]
