"""The portal's addresses with the style guide, which only the demo and development show."""

from django.urls import path

from interact_portal.home.views import styleguide
from interact_portal.urls import urlpatterns as portal

urlpatterns = [*portal, path("styleguide/", styleguide, name="styleguide")]
handler404 = "interact_portal.home.views.not_found"
