"""Addresses of the room: seminars and registrations."""

urlpatterns: list = []
