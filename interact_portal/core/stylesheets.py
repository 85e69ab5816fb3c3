"""Static files in production: hashed, compressed, and the stylesheet in one piece.

The stylesheet is kept as one small file for each component, joined by `@import` in
`css/portal.css`, which every browser reads as it stands. When static files are collected the
imports are put in place of their lines, so that a reader's browser asks once, not thirty times.
"""

import re
from collections.abc import Iterator

from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

STYLESHEET = "css/portal.css"
IMPORT = re.compile(r'@import url\("(?P<path>[^"]+)"\) layer\((?P<layer>[a-z]+)\);')
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
WHITE_SPACE = re.compile(r"\s+")


class PortalStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Whitenoise's storage, with the imports of the portal's stylesheet put in their places."""

    def post_process(self, paths: dict, dry_run: bool = False, **options: object) -> Iterator:
        """Yield what whitenoise yields, the stylesheet joined first."""
        if STYLESHEET in paths and not dry_run:
            joined = InMemoryStorage()
            joined.save(STYLESHEET, ContentFile(self._joined(paths).encode()))
            paths = {**paths, STYLESHEET: (joined, STYLESHEET)}
        yield from super().post_process(paths, dry_run, **options)

    def _joined(self, paths: dict) -> str:
        folder = STYLESHEET.rpartition("/")[0]

        def put_in(match: re.Match) -> str:
            rules = self._source(paths, f"{folder}/{match['path']}")
            # Addresses in a file of a folder below would point elsewhere from here.
            if "/" in match["path"] and "url(" in rules:
                raise ValueError(f"{match['path']} names an address; only css/*.css may")
            return f"@layer {match['layer']}{{{rules}}}"

        return IMPORT.sub(put_in, self._source(paths, STYLESHEET))

    def _source(self, paths: dict, name: str) -> str:
        storage, path = paths[name]
        with storage.open(path) as file:
            text = file.read().decode()
        return WHITE_SPACE.sub(" ", COMMENT.sub("", text))
