"""Named lists of practices and the briefing packs made of them."""

from typing import Any

from django.db import transaction
from django.db.models import Max

from goodpractice.models import BriefingPack, ListEntry, Practice, ReadingList
from goodpractice.models.lists import new_key
from interact_portal.core.moves import IllegalMoveError
from programmes.models import Programme

MOST_IN_A_LIST = 100
MOST_LISTS = 50


@transaction.atomic
def make_list(name: str, *, by: Any) -> ReadingList:
    """Return the person's list of this name, made when she has none."""
    found = ReadingList.objects.filter(owner=by, name=name).first()
    if found is None and ReadingList.objects.filter(owner=by).count() >= MOST_LISTS:
        raise IllegalMoveError("A person has at most fifty lists.")
    return found or ReadingList.objects.create(owner=by, name=name)


class NameTakenError(IllegalMoveError):
    """The person has another list of this name."""


@transaction.atomic
def rename_list(reading_list: ReadingList, name: str) -> ReadingList:
    """Give a list another name; raise NameTakenError where the owner has one of that name."""
    reading_list = _locked(reading_list)
    others = ReadingList.objects.filter(owner=reading_list.owner_id).exclude(pk=reading_list.pk)
    if others.filter(name=name).exists():
        raise NameTakenError(name)
    reading_list.name = name
    reading_list.save()
    return reading_list


@transaction.atomic
def delete_list(reading_list: ReadingList) -> None:
    """Throw a list away; its link closes, packs made of it stay."""
    _locked(reading_list).delete()


@transaction.atomic
def keep(reading_list: ReadingList, practice: Practice, *, note: str = "") -> ListEntry:
    """Put a public practice at the end of a list; one that is in it gets the new note."""
    reading_list = _locked(reading_list)
    entry = reading_list.entries.filter(practice=practice).first()
    if entry is None:
        if reading_list.entries.count() >= MOST_IN_A_LIST:
            raise IllegalMoveError("A list holds at most a hundred practices.")
        last = reading_list.entries.aggregate(last=Max("position"))["last"] or 0
        entry = ListEntry(reading_list=reading_list, practice=practice, position=last + 1)
    entry.note, entry.version_seen = note, practice.current.number
    entry.save()
    reading_list.save()
    return entry


@transaction.atomic
def take_out(entry: ListEntry) -> None:
    """Take a practice out of a list."""
    _locked(entry.reading_list).save()
    entry.delete()


@transaction.atomic
def move_up(entry: ListEntry) -> None:
    """Change places with the practice before; the first stays."""
    _move(entry, -1)


@transaction.atomic
def move_down(entry: ListEntry) -> None:
    """Change places with the practice after; the last stays."""
    _move(entry, 1)


def _move(entry: ListEntry, by: int) -> None:
    reading_list = _locked(entry.reading_list)
    entries = list(reading_list.entries.all())
    at = next((n for n, each in enumerate(entries) if each.pk == entry.pk), None)
    if at is None or not 0 <= at + by < len(entries):
        return
    entries[at + by], entries[at] = entries[at], entries[at + by]
    for position, each in enumerate(entries, 1):
        each.position = position
    ListEntry.objects.bulk_update(entries, ["position"])
    reading_list.save()


@transaction.atomic
def share(reading_list: ReadingList) -> ReadingList:
    """Let everybody with the link read the list; the link stays the same while it is shared."""
    reading_list = _locked(reading_list)
    reading_list.key = reading_list.key or new_key()
    reading_list.save()
    return reading_list


@transaction.atomic
def stop_sharing(reading_list: ReadingList) -> ReadingList:
    """Close the link for good; sharing again gives another one."""
    reading_list = _locked(reading_list)
    reading_list.key = None
    reading_list.save()
    return reading_list


@transaction.atomic
def make_pack(
    reading_list: ReadingList, *, programme: Programme | None = None, by: Any
) -> BriefingPack:
    """Return a briefing pack of the list: the public versions of today, with the notes."""
    entries = _locked(reading_list).entries.select_related("practice__current")
    items = [
        {"version": entry.practice.current_id, "note": entry.note}
        for entry in entries
        if entry.practice.current_id
    ]
    if not items:
        raise IllegalMoveError("An empty list makes no pack.")
    return BriefingPack.objects.create(
        owner=by, title=reading_list.name, programme=programme, items=items
    )


def _locked(reading_list: ReadingList) -> ReadingList:
    return ReadingList.objects.select_for_update().get(pk=reading_list.pk)
