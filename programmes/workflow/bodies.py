"""Two bodies that are one: everything follows the kept one, and the old address leads there.

Every table that points to a body is found through the model itself, so that a room built later
need not be named here.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, models, transaction
from django.db.models.deletion import Collector
from django.utils.translation import gettext as _
from simple_history.models import HistoricalChanges

from interact_portal.core import audit
from programmes.models import Body, FormerAddress, Mandate, Membership

from . import memberships

UNIQUE_VIOLATION = "23505"
FACTS = ("short_name", "country", "city", "website", "email", "note", "source")


class MergeError(Exception):
    """The two bodies cannot be merged; the message says why, for people."""


@dataclass
class Merge:
    """What a merge moves and drops, as lists of names by kind of row, and the facts it fills in."""

    kept: Body
    gone: Body
    moved: dict[str, list[str]] = field(default_factory=dict)
    dropped: dict[str, list[str]] = field(default_factory=dict)
    filled: dict[str, str] = field(default_factory=dict)

    @staticmethod
    def note(lists: dict[str, list[str]], row: models.Model, name: str) -> None:
        """Add a row to the moved or the dropped ones; a bare link under what it links."""
        model = row._meta.auto_created or type(row)
        lists.setdefault(str(model._meta.verbose_name_plural), []).append(name)


def merge_bodies(kept: Body, gone: Body, *, by: models.Model | None) -> Merge:
    """Let everything of `gone` follow `kept` and take `gone` away; return what was done.

    The name of `gone` becomes a former name, its addresses lead to `kept`, and facts that `kept`
    lacks are taken over. A row that `kept` has already is dropped. Raises MergeError where the two
    are one already, or where a row can be neither moved nor dropped.
    """
    with transaction.atomic():
        kept, gone = _locked(kept, gone)
        merge = Merge(kept, gone)
        before = {"kept": _facts_of(kept), "gone": _facts_of(gone)}
        for row, name in _rows_of(gone):
            _move(row, name, merge, by)
        _take_over_facts(merge)
        _keep_addresses(merge)
        kept._history_user = gone._history_user = by
        reason = _("“%(gone)s” was merged into “%(kept)s”") % {"gone": gone, "kept": kept}
        kept._change_reason = gone._change_reason = reason[:100]
        kept.save()
        after = {"moved": merge.moved, "dropped": merge.dropped, "filled": merge.filled}
        audit.record("merge", kept, by=by, before=before, after=after, why=reason)
        gone.delete()
    return merge


def preview_merge(kept: Body, gone: Body) -> Merge:
    """Return what `merge_bodies` would do, and do nothing: the merge is made and rolled back."""
    with transaction.atomic():
        merge = merge_bodies(kept, gone, by=None)
        transaction.set_rollback(True)
    return merge


def _locked(kept: Body, gone: Body) -> tuple[Body, Body]:
    if kept.pk == gone.pk:
        raise MergeError(_("A body cannot be merged with itself. Choose two."))
    rows = Body.objects.select_for_update().filter(pk__in=(kept.pk, gone.pk)).order_by("pk")
    found = {body.pk: body for body in rows}
    for body in (gone, kept):
        if body.pk not in found:
            raise MergeError(_why_missing(body))
    return found[kept.pk], found[gone.pk]


def _why_missing(body: Body) -> str:
    address = FormerAddress.objects.filter(slug=body.slug).select_related("body").first()
    if address is None:
        return _("“%(name)s” is no longer there.") % {"name": body}
    return _("Somebody has already merged “%(name)s” into “%(kept)s”.") % {
        "name": body,
        "kept": address.body,
    }


def _facts_of(body: Body) -> dict[str, Any]:
    country = body.country_id or ""
    texts = {name: getattr(body, name) for name in ("name", "slug", *FACTS) if name != "country"}
    return {"key": body.pk, "country": country, "former_names": body.former_names, **texts}


def _rows_of(body: Body) -> Iterator[tuple[models.Model, str]]:
    """Yield every row that points to the body, with the name of its field. Versions stay behind."""
    for relation in Body._meta.get_fields(include_hidden=True):
        points_here = relation.auto_created and (relation.one_to_many or relation.one_to_one)
        if not points_here or issubclass(relation.related_model, HistoricalChanges):
            continue
        name = relation.field.name
        rows = relation.related_model._base_manager.filter(**{name: body}).order_by("pk")
        yield from ((row, name) for row in rows.select_for_update(of=("self",)))


def _move(row: models.Model, name: str, merge: Merge, by: models.Model | None) -> None:
    said = _name_of(row, name)
    row._history_user = by
    setattr(row, name, merge.kept)
    try:
        with transaction.atomic():
            row.save(update_fields=[name])
    except IntegrityError as error:
        if getattr(error.__cause__, "pgcode", "") != UNIQUE_VIOLATION:
            reason = _("“%(row)s” cannot be moved: %(rule)s")
            raise MergeError(reason % {"row": said, "rule": error}) from error
        setattr(row, name, merge.gone)
        twin = _twin_of(row, merge.kept)
        _drop(row, twin, said, error)
        merge.note(merge.dropped, row, said)
    else:
        merge.note(merge.moved, row, said)


def _name_of(row: models.Model, name: str) -> str:
    """Return the row's name; for a bare link between two tables that of the other end."""
    if not row._meta.auto_created:
        return str(row)
    other = next(one for one in row._meta.fields if one.is_relation and one.name != name)
    return str(getattr(row, other.name))


def _twin_of(row: models.Model, kept: Body) -> models.Model | None:
    """Return the row of `kept` that says the same, where two such rows have something to join."""
    if isinstance(row, Mandate):
        return kept.mandates.filter(
            programme=row.programme, role=row.role, country=row.country, since=row.since
        ).first()
    if isinstance(row, Membership):
        return kept.memberships.open().filter(person=row.person).first()
    return None


def _drop(row: models.Model, twin: models.Model | None, said: str, error: Exception) -> None:
    collector = Collector(using="default", origin=row)
    collector.collect([row])
    others = [one for rows in collector.data.values() for one in rows if one != row]
    if others or any(batch.exists() for batch in collector.fast_deletes):
        reason = _("“%(row)s” cannot be moved, and other things depend on it. Settle it first.")
        raise MergeError(reason % {"row": said}) from error
    row.delete()
    if isinstance(row, Mandate):
        _join_mandates(twin, row)
    elif isinstance(row, Membership):
        memberships.join(twin, row)


def _join_mandates(kept: Mandate, gone: Mandate) -> None:
    """Let the kept mandate say what only the other one said."""
    for name in ("until", "doubt", "source"):
        if not getattr(kept, name):
            setattr(kept, name, getattr(gone, name))
    kept.save()


def _take_over_facts(merge: Merge) -> None:
    kept, gone = merge.kept, merge.gone
    for name in FACTS:
        if not getattr(kept, name) and getattr(gone, name):
            setattr(kept, name, getattr(gone, name))
            label = str(Body._meta.get_field(name).verbose_name)
            merge.filled[label] = str(getattr(gone, name))
    names = dict.fromkeys([*kept.former_names, gone.name, *gone.former_names])
    kept.former_names = [name for name in names if name != kept.name]


def _keep_addresses(merge: Merge) -> None:
    FormerAddress.objects.filter(slug=merge.kept.slug).delete()
    FormerAddress.objects.update_or_create(slug=merge.gone.slug, defaults={"body": merge.kept})
