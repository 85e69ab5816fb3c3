"""The narrow tables that the catalogue is searched and counted by.

`catalogue.keeping` is their only writer. A row here repeats what stands in the practice, made
small: facets as numbers, words as lexemes.
"""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from .practices import Practice


class FacetValue(models.Model):
    """A value of a facet, by the number that stands for it in the index."""

    facet = models.CharField(max_length=20)
    value = models.CharField(max_length=120)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("facet", "value"), name="one_number_for_each_facet_value"
            ),
        )

    def __str__(self) -> str:
        return f"{self.facet}={self.value}"


class IndexedPractice(models.Model):
    """A published practice as the catalogue finds, counts and sorts it."""

    practice = models.OneToOneField(
        Practice, models.CASCADE, primary_key=True, related_name="indexed"
    )
    keys = ArrayField(models.IntegerField())
    published_on = models.DateField()
    verified_on = models.DateField(null=True)
    users_count = models.PositiveIntegerField(default=0)
    search = SearchVectorField()

    class Meta:
        indexes = (
            GinIndex(fields=("keys",), name="practices_by_facet", fastupdate=False),
            GinIndex(fields=("search",), name="practices_by_word", fastupdate=False),
            models.Index(fields=("-published_on", "-practice"), name="practices_newest"),
            models.Index(
                fields=("-users_count", "-published_on", "-practice"), name="practices_most_used"
            ),
            models.Index(
                models.F("verified_on").desc(nulls_last=True),
                models.F("practice").desc(),
                name="practices_last_verified",
            ),
        )

    def __str__(self) -> str:
        return str(self.practice_id)


class IndexChange(models.Model):
    """One change of the index, in the order of commit; by it a process knows what is news to it."""

    stamp = models.UUIDField(default=uuid.uuid4, editable=False)
    practice_id = models.BigIntegerField()
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"{self.pk}: {self.practice_id}"
