"""Programmes and bodies as results of a list: what each is, and why it matters to the reader."""

from collections import Counter

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from programmes.choices import Role
from programmes.models import Body, Programme
from programmes.sums import basis_of

# More countries than this are counted, not named.
NAMED_COUNTRIES = 7


def programme_card(programme: Programme) -> dict:
    """Return what `components/card.html` needs of a programme that came `for_lists()`."""
    meta = [programme.get_period_display(), programme.get_strand_display()]
    if programme.cci:
        meta.append(_("CCI %(number)s") % {"number": programme.cci})
    amount, label = programme.eu_amount, _("EU funds")
    if amount is None and programme.total_amount is not None:
        amount, label = programme.total_amount, _("Total")
    return {
        "title": programme.name,
        "url": programme.get_absolute_url(),
        "why": [countries_of(programme)],
        "summary": programme.title if programme.title != programme.name else "",
        "meta": [fact for fact in meta if fact],
        "amount": amount,
        "amount_label": f"{label}, {basis_of(programme)}" if amount is not None else "",
        "slug": programme.slug,
        "period": programme.get_period_display(),
    }


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
    ended = len(mandates) - len(current)
    past = ngettext("%(n)s past mandate", "%(n)s past mandates", ended) % {"n": ended}
    return {
        "title": body.name,
        "url": body.get_absolute_url(),
        "why": roles_in_words(current),
        "summary": ", ".join(dict.fromkeys(mandate.programme.name for mandate in current[:4])),
        "meta": [fact for fact in (place, past if ended else "", *former) if fact],
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
