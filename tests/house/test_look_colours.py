"""Every pair of colours that meets on a page can be read, in light and in dark."""

import re
from pathlib import Path

import pytest
from django.conf import settings

TOKENS = Path(settings.BASE_DIR) / "static" / "css" / "tokens.css"
PAIR = re.compile(r"--color-([a-z0-9-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);")
GROUNDS = ("ground", "ground-quiet", "ground-raised")

# Words on what lies under them: 4.5 to 1 (WCAG 2.2, 1.4.3).
WORDS = [
    *(
        (word, ground)
        for word in ("text", "text-quiet", "link", "link-hover")
        for ground in GROUNDS
    ),
    *((word, ground) for word in ("good", "bad", "decision-text") for ground in GROUNDS[:2]),
    ("on-structure", "structure"),
    ("on-structure", "structure-hover"),
    ("link-hover", "chosen-ground"),
    ("text", "chosen-ground"),
    ("text-quiet", "chosen-ground"),
    ("link", "chosen-ground"),
    ("decision-text", "decision-ground"),
    ("text", "decision-ground"),
    ("text", "good-ground"),
    ("good", "good-ground"),
    ("text", "bad-ground"),
    ("bad", "bad-ground"),
    ("link", "bad-ground"),
    ("link", "good-ground"),
    ("link", "decision-ground"),
    ("text", "found-ground"),
    ("link", "found-ground"),
]
# Shapes that say something, edges of controls and focus rings: 3 to 1 (1.4.11).
SHAPES = [
    *(("focus", ground) for ground in GROUNDS),
    *(("line-control", ground) for ground in GROUNDS[:2]),
    *((mark, "ground") for mark in ("mark-1", "mark-2", "mark-3", "mark-rest")),
    ("map-part", "map-land"),
    ("map-part", "map-border"),
    ("decision", "decision-ground"),
    ("structure", "ground"),
]


def _tokens() -> dict[str, tuple[str, str]]:
    return {name: (light, dark) for name, light, dark in PAIR.findall(TOKENS.read_text())}


def _luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("pairs", "least"), [(WORDS, 4.5), (SHAPES, 3)], ids=["words", "shapes"])
def test_every_pair_of_colours_has_the_contrast_it_needs(pairs, least, scheme):
    tokens = _tokens()
    weak = {
        (front, ground): round(_contrast(tokens[front][scheme], tokens[ground][scheme]), 2)
        for front, ground in pairs
        if _contrast(tokens[front][scheme], tokens[ground][scheme]) < least
    }
    assert weak == {}


def test_every_colour_has_a_light_and_a_dark_value():
    names = set(re.findall(r"--color-([a-z0-9-]+):", TOKENS.read_text()))
    assert names == set(_tokens())


def test_colours_are_named_in_the_tokens_only():
    strays = {
        file.name: found
        for file in TOKENS.parent.rglob("*.css")
        if file.name not in {"tokens.css", "print.css"}
        and (
            found := re.findall(
                r"#[0-9a-fA-F]{3,8}\b(?=[;, )])|\brgba?\(|\bhsla?\(", file.read_text()
            )
        )
    }
    assert strays == {}


def test_every_token_that_is_used_exists():
    folder = TOKENS.parent
    known = set(re.findall(r"(--[a-z0-9-]+):", TOKENS.read_text()))
    used = {
        (file.name, token)
        for file in folder.rglob("*.css")
        for token in re.findall(r"var\((--[a-z0-9-]+)\)", file.read_text())
        if token not in known
    }
    assert used == set()
