"""Addresses of the front: home page, health and the files that robots ask for."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.index, name="home"),
    path("health/live", views.alive, name="health_live"),
    path("health/ready", views.ready, name="health_ready"),
]
