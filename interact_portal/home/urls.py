"""Addresses of the front: home page, pages about the portal, health, and files for robots."""

from django.contrib.sitemaps.views import sitemap
from django.urls import path

from . import views
from .sitemaps import SITEMAPS

urlpatterns = [
    path("", views.index, name="home"),
    path("about/", views.about, name="about"),
    path("contact/", views.contact, name="contact"),
    path("accessibility/", views.accessibility, name="accessibility"),
    path("privacy/", views.privacy, name="privacy"),
    path("open-data/", views.reuse, name="reuse"),
    path("catalog.jsonld", views.catalog, name="catalog"),
    path("robots.txt", views.robots, name="robots"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("sitemap.xml", sitemap, {"sitemaps": SITEMAPS}, "sitemap"),
    path("health/live", views.alive, name="health_live"),
    path("health/ready", views.ready, name="health_ready"),
]
