"""What the API says of programmes, their money and bodies. Amounts are exact texts, in euro."""

from django.conf import settings
from rest_framework import serializers

from programmes.models import Body, Mandate, ParticipatingCountry, PriorityAxis, Programme


class CheckSerializer(serializers.Serializer):
    """A sum that ought to hold; `difference` is parts less published total, in euro."""

    label = serializers.CharField()
    computed = serializers.DecimalField(max_digits=18, decimal_places=2)
    published = serializers.DecimalField(max_digits=18, decimal_places=2)
    difference = serializers.DecimalField(max_digits=18, decimal_places=2)
    holds = serializers.BooleanField()


class AxisSerializer(serializers.ModelSerializer):
    """A published row of a priority axis."""

    eu_rate = serializers.DecimalField(
        max_digits=5, decimal_places=1, source="money.eu_rate", allow_null=True
    )
    check = CheckSerializer(source="sum_check", allow_null=True)

    class Meta:
        model = PriorityAxis
        fields = (
            "code",
            "title",
            "thematic_objective",
            "fund",
            "eu_amount",
            "national_amount",
            "total_amount",
            "published_rate",
            "eu_rate",
            "check",
            "basis",
            "as_of",
            "source",
        )


class ParticipationSerializer(serializers.ModelSerializer):
    """A country's part in a programme."""

    code = serializers.CharField(source="country_id")

    class Meta:
        model = ParticipatingCountry
        fields = ("code", "part")


class PageField(serializers.URLField):
    """The address of the page for people, made from the whole row."""

    def __init__(self) -> None:
        super().__init__(source="*", read_only=True)

    def to_representation(self, value: Programme | Body) -> str:
        """Return the absolute address."""
        return settings.PORTAL_URL + value.get_absolute_url()


class ProgrammeSerializer(serializers.ModelSerializer):
    """A programme in a list. What is not published is null or an empty text."""

    countries = ParticipationSerializer(source="participations", many=True)
    themes = serializers.SlugRelatedField("slug", many=True, read_only=True)
    page = PageField()

    class Meta:
        model = Programme
        fields = (
            "slug",
            "page",
            "title",
            "short_name",
            "period",
            "strand",
            "cci",
            "countries",
            "themes",
            "eu_amount",
            "national_amount",
            "total_amount",
            "amounts_basis",
            "amounts_as_of",
            "amounts_rounded",
            "amounts_source",
        )


class MandateSerializer(serializers.ModelSerializer):
    """What a body does for the programme, in years."""

    body = serializers.SlugRelatedField("slug", read_only=True)
    programme = serializers.SlugRelatedField("slug", read_only=True)

    class Meta:
        model = Mandate
        fields = ("body", "programme", "role", "country", "since", "until", "doubt", "source")


class WholeProgrammeSerializer(ProgrammeSerializer):
    """A programme with all that is known: axes, checks of its sums, mandates, kin."""

    axes = AxisSerializer(many=True)
    checks = CheckSerializer(source="finance_checks", many=True)
    mandates = MandateSerializer(many=True)
    predecessors = serializers.SlugRelatedField("slug", many=True, read_only=True)
    successors = serializers.SlugRelatedField("slug", many=True, read_only=True)

    class Meta(ProgrammeSerializer.Meta):
        fields = (
            *ProgrammeSerializer.Meta.fields,
            "intervention_type",
            "decision_number",
            "decision_date",
            "approval_date",
            "aim",
            "expected_impact",
            "area",
            "website",
            "languages",
            "external_border",
            "maritime",
            "control_system",
            "predecessors",
            "successors",
            "axes",
            "checks",
            "mandates",
            "doubt",
            "source",
        )


class BodySerializer(serializers.ModelSerializer):
    """A body and its mandates. Its address for letters is not published."""

    mandates = MandateSerializer(many=True)
    page = PageField()

    class Meta:
        model = Body
        fields = (
            "slug",
            "page",
            "name",
            "short_name",
            "country",
            "city",
            "website",
            "former_names",
            "mandates",
            "note",
            "source",
        )
