"""What a person reads on a page, for tests: the words between the tags, their spaces evened out."""

import html
import re


def words_of(page: str) -> str:
    """Return the words of the HTML `page`, without scripts and linked data."""
    bare = re.sub(r"<script.*?</script>", " ", page, flags=re.DOTALL)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", bare)))
