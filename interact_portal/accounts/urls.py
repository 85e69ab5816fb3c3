"""Addresses of a person's own pages; signing in and up is allauth's."""

from django.urls import path

from . import views

urlpatterns = [path("profile/", views.profile, name="profile")]
