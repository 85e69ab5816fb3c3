"""Every address of the portal, room by room."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from interact_portal.backoffice.views.mailing import stop_group_letters
from interact_portal.home import views as home

urlpatterns = [
    path("", include("interact_portal.home.urls")),
    path("", include("interact_portal.search.urls")),
    path("", include("interact_portal.alerts.urls")),
    path("", include("programmes.urls")),
    path("", include("seminars.urls")),
    path("", include("goodpractice.urls")),
    path("", include("advice.urls")),
    path("letters/stop/<str:token>/", stop_group_letters, name="stop_group_letters"),
    path("api/", include("interact_portal.api.urls")),
    path("accounts/", include("interact_portal.accounts.urls")),
    # Our own page tells the owner and the trail; Django's would not.
    path("admin/password_change/", RedirectView.as_view(pattern_name="account_change_password")),
    path("admin/", admin.site.urls),
]
if settings.DEMO or settings.DEBUG:
    urlpatterns += [path("styleguide/", home.styleguide, name="styleguide")]

handler400 = "interact_portal.home.views.bad_request"
handler403 = "interact_portal.home.views.forbidden"
handler404 = "interact_portal.home.views.not_found"
handler500 = "interact_portal.home.views.server_error"
