"""Addresses of the room."""

from django.urls import path

from goodpractice import feeds, views
from programmes.urls import files

urlpatterns = [
    path("practices/", views.practice_list, name="practice_list"),
    path("practices/feed/", feeds.PracticeFeed(), name="practice_feed"),
    *files("practices", views.practice_export),
    path("practices/compare/", views.practice_compare, name="practice_compare"),
    path("practices/compare.csv", views.compare_export, name="practice_compare_csv"),
    path("practices/my-programme/", views.choose_programme, name="choose_programme"),
    path("practices/mine/", views.my_practices, name="my_practices"),
    path("practices/mine/<int:pk>/", views.submission, name="practice_submission"),
    path("practices/mine/<int:pk>/submit/", views.submit, name="practice_submit"),
    path("practices/mine/<int:pk>/withdraw/", views.withdraw, name="practice_withdraw"),
    path("practices/mine/<int:pk>/facts/", views.facts, name="practice_facts"),
    path("practices/<slug:slug>/", views.practice_detail, name="practice_detail"),
    path("practices/<slug:slug>/fact-sheet.pdf", views.fact_sheet, name="practice_fact_sheet"),
    path("practices/<slug:slug>/v<int:number>/", views.practice_version, name="practice_version"),
]
