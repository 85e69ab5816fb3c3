"""Forms of the public pages and of the desk."""

from .public import AskForm, FilesForm, UsefulForm, WriteForm

__all__ = ["AskForm", "FilesForm", "UsefulForm", "WriteForm"]
