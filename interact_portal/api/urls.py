"""Addresses of the read API."""

urlpatterns: list = []
