"""The back office of seminars: the tables, and for each seminar its participants' desk."""

from . import others, seminars  # noqa: F401 - each registers what it shows
