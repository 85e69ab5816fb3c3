"""Writing what an import has read: in bulk, row by row only to find the row a table refuses.

The history of each new or changed row is written beside it, with the person and the file.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _
from simple_history.utils import get_history_manager_for_model

from .columns import Column, LinkColumn
from .findings import Finding, Report

if TYPE_CHECKING:
    from .resources import Work


def write(works: list["Work"], columns: dict[str, Column], report: Report) -> list["Work"]:
    """Write the rows and their links; return those that stand, the others are refused by name."""
    early = {name: column for name, column in columns.items() if not column.late}
    to_write = [work for work in works if work.is_to_write]
    try:
        with transaction.atomic():
            _write_rows(to_write, early)
    except IntegrityError:
        refused = {id(work) for work in to_write if not _write_alone(work, report)}
        works = [work for work in works if id(work) not in refused]
    _write_links([work for work in works if work.is_to_write], early)
    return works


def write_late(works: list["Work"], columns: dict[str, Column], report: Report) -> None:
    """Write the columns that were read last."""
    changed = [work for work in works if any(one.column in columns for one in work.changes)]
    plain = {name: column for name, column in columns.items() if not isinstance(column, LinkColumn)}
    try:
        with transaction.atomic():
            _update(changed, plain)
    except IntegrityError as error:
        report.refuse([Finding(_rule_of(error))])
    else:
        _write_links(changed, columns)


def _write_rows(works: list["Work"], columns: dict[str, Column]) -> None:
    new = [work.instance for work in works if work.is_new]
    if new:
        type(new[0])._default_manager.bulk_create(new)
    _update([work for work in works if not work.is_new], columns)


def _update(works: list["Work"], columns: dict[str, Column]) -> None:
    touched = {change.column for work in works for change in work.changes}
    attributes = [
        column.attribute
        for name, column in columns.items()
        if name in touched and not isinstance(column, LinkColumn)
    ]
    if attributes:
        instances = [work.instance for work in works]
        type(instances[0])._default_manager.bulk_update(instances, attributes)


def _write_alone(work: "Work", report: Report) -> bool:
    """Write one row; refuse it with the broken rule's name and return False when that fails."""
    work.instance.skip_history_when_saving = True
    try:
        with transaction.atomic():
            work.instance.save(force_insert=work.is_new)
    except IntegrityError as error:
        report.refuse([Finding(_rule_of(error), work.line.number)])
        return False
    finally:
        del work.instance.skip_history_when_saving
    return True


def _rule_of(error: IntegrityError) -> str:
    rule = getattr(error.__cause__.diag, "constraint_name", None) or str(error)
    return _("the table does not allow this; its rule: %(rule)s") % {"rule": rule.replace("_", " ")}


def _write_links(works: list["Work"], columns: dict[str, Column]) -> None:
    for name, column in columns.items():
        linked = [
            work.instance for work in works if any(change.column == name for change in work.changes)
        ]
        if isinstance(column, LinkColumn) and linked:
            column.write_links(linked)


def write_history(
    works: Iterable["Work"],
    *,
    by: models.Model | None,
    reason: str,
    links: dict[str, LinkColumn],
) -> None:
    """Write a version of every new or changed row into its history, if its table keeps one."""
    for is_new in (True, False):
        rows = [work.instance for work in works if work.is_to_write and work.is_new == is_new]
        if not rows or not hasattr(rows[0]._meta, "simple_history_manager_attribute"):
            continue
        history = get_history_manager_for_model(type(rows[0]))
        versions = history.bulk_history_create(
            rows, update=not is_new, default_user=by, default_change_reason=reason
        )
        _write_links_of_versions(rows, versions, links)


def _write_links_of_versions(
    rows: list[models.Model], versions: list[models.Model], links: dict[str, LinkColumn]
) -> None:
    kept = {field.name for field in getattr(versions[0], "_history_m2m_fields", ())}
    for column in links.values():
        if column.attribute not in kept:
            continue
        through = getattr(type(rows[0]), column.attribute).through
        source = getattr(type(rows[0]), column.attribute).field.m2m_field_name()
        version_of = {row.pk: version for row, version in zip(rows, versions, strict=True)}
        links_now = through.objects.filter(**{f"{source}__in": rows}).order_by("pk").values()
        link_version = getattr(type(versions[0]), column.attribute).model
        link_version.objects.bulk_create(
            link_version(history=version_of[link[f"{source}_id"]], **link) for link in links_now
        )
