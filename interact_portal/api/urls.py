"""Addresses of the read API, version 1."""

from django.urls import include, path
from drf_spectacular.views import SpectacularAPIView
from rest_framework.renderers import JSONRenderer
from rest_framework.routers import SimpleRouter

from . import views

router = SimpleRouter()
router.register("programmes", views.ProgrammeViewSet, basename="api_programme")
router.register("bodies", views.BodyViewSet, basename="api_body")

urlpatterns = [
    path("", views.guide, name="api_guide"),
    path(
        "v1/schema/",
        SpectacularAPIView.as_view(renderer_classes=[JSONRenderer]),
        name="api_schema",
    ),
    path("v1/", include(router.urls)),
    path("v1/<path:rest>", views.nothing_here),
]
