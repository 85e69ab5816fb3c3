"""Addresses of saved searches."""

from django.urls import path, re_path

from . import views

urlpatterns = [
    path("searches/", views.saved_search_list, name="saved_search_list"),
    path("searches/new/<slug:name>/", views.saved_search_new, name="saved_search_new"),
    path("searches/<int:pk>/", views.saved_search_change, name="saved_search_change"),
    re_path(
        r"^searches/(?P<pk>\d+)/(?P<act>pause|resume|delete)/$",
        views.saved_search_act,
        name="saved_search_act",
    ),
    path("searches/stop/<str:secret>/", views.saved_search_stop, name="saved_search_stop"),
]
