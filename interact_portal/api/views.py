"""The read API: the same rows and the same filters as the pages, as JSON."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from rest_framework import viewsets

from programmes.filters import BodyFilter, ProgrammeFilter
from programmes.models import Body, Programme

from .pages import NumberedPages
from .serializers import BodySerializer, ProgrammeSerializer, WholeProgrammeSerializer


class ProgrammeViewSet(viewsets.ReadOnlyModelViewSet):
    """Programmes, by the query string of the page `/programmes/`."""

    lookup_field = "slug"
    lookup_value_regex = r"[-a-zA-Z0-9_]+"
    pagination_class = NumberedPages
    filterset_class = ProgrammeFilter
    queryset = Programme.objects.prefetch_related("participations", "themes")

    def get_queryset(self) -> QuerySet[Programme]:
        """Return the programmes with what their answer shows."""
        if self.action == "retrieve":
            more = ("axes", "predecessors", "successors", "mandates__body", "mandates__programme")
            return self.queryset.prefetch_related(*more)
        return self.queryset.order_by("-period", "title", "pk")

    def get_serializer_class(self) -> type[ProgrammeSerializer]:
        """Return the whole programme for one, the short form for a list."""
        return WholeProgrammeSerializer if self.action == "retrieve" else ProgrammeSerializer


class BodyViewSet(viewsets.ReadOnlyModelViewSet):
    """Bodies and their mandates, by the query string of the page `/bodies/`."""

    lookup_field = "slug"
    lookup_value_regex = r"[-a-zA-Z0-9_]+"
    pagination_class = NumberedPages
    filterset_class = BodyFilter
    serializer_class = BodySerializer
    queryset = Body.objects.prefetch_related("mandates__programme", "mandates__body").order_by(
        "name", "pk"
    )


@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """Say in words what the API gives and how it is asked."""
    return render(request, "api/guide.html")


@require_safe
def nothing_here(request: HttpRequest, rest: str) -> JsonResponse:
    """Tell a program in its own words that the address leads nowhere."""
    return JsonResponse({"detail": f"There is nothing at “{rest}”."}, status=404)
