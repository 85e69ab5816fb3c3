"""The columns of an importer: how what a cell says gets into a row of the table, and out again."""

from typing import Any

from django.db import models
from import_export import fields

from .cells import Cell


class Column(fields.Field):
    """A column that holds a field of the row.

    A `late` column names rows of the same table, and is read when all rows of the file are in.
    """

    def __init__(self, attribute: str, cell: Cell, *, late: bool = False):
        super().__init__(attribute=attribute, widget=cell)
        self.late = late

    def current(self, instance: models.Model) -> Any:
        """Return the value the row has; None for a reference not given yet."""
        return getattr(instance, self.attribute, None)

    def get_value(self, instance: models.Model) -> Any:
        """Return the value for an export."""
        return self.current(instance)

    def put(self, instance: models.Model, value: Any) -> None:
        """Give the row its new value."""
        setattr(instance, self.attribute, value)

    def merged(self, old: Any, new: Any) -> Any:
        """Return what the field will hold, from what it holds and what the cell says."""
        return new


class AddingColumn(Column):
    """A list that an import only adds to: names that others gave a body stay."""

    def merged(self, old: list[str], new: list[str]) -> list[str]:
        """Return the old texts and then the new ones, each once."""
        return list(dict.fromkeys([*old, *new]))


class LinkColumn(Column):
    """A column that holds rows linked to this one; they are written once the row is there."""

    def current(self, instance: models.Model) -> frozenset:
        """Return the linked rows."""
        put = instance.__dict__.get(f"_linked_{self.attribute}")
        return self.linked(instance) if put is None else put

    def linked(self, instance: models.Model) -> frozenset:
        """Return the linked rows as the table has them."""
        return frozenset(getattr(instance, self.attribute).all())

    def put(self, instance: models.Model, value: frozenset) -> None:
        """Remember the rows to link; `write_links` does it."""
        instance.__dict__[f"_linked_{self.attribute}"] = value

    def write_links(self, instances: list[models.Model]) -> None:
        """Write what was put, in few queries."""
        manager = getattr(type(instances[0]), self.attribute)
        through, source = manager.through, manager.field.m2m_field_name()
        target = manager.field.m2m_reverse_field_name()
        through.objects.filter(**{f"{source}__in": instances}).delete()
        through.objects.bulk_create(
            through(**{source: instance, target: row})
            for instance in instances
            for row in sorted(self.current(instance), key=lambda row: row.pk)
        )
