"""The style sheet in one piece, templates without inline style or script, and few bytes."""

import re
from pathlib import Path

import brotli
import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

from interact_portal.core.stylesheets import STYLESHEET, PortalStaticFilesStorage

BASE = Path(settings.BASE_DIR)
CSS = BASE / "static" / "css"
FONTS = BASE / "static" / "fonts" / "sofia-sans-5.3.0"
TEMPLATES = sorted((BASE / "templates").rglob("*.html"))


def _sources() -> dict:
    return {
        name: (storage, name)
        for finder in finders.get_finders()
        for name, storage in finder.list(["CVS"])
    }


@pytest.fixture
def collected(tmp_path) -> str:
    """The style sheet as a reader's browser gets it."""
    storage = PortalStaticFilesStorage(location=tmp_path, base_url="/static/")
    wanted = {"css/", "fonts/"}
    paths = {name: at for name, at in _sources().items() if name[: name.find("/") + 1] in wanted}
    for name, (source, path) in paths.items():
        with source.open(path) as file:
            storage.save(name, file)
    for name, _hashed, outcome in storage.post_process(paths):
        assert not isinstance(outcome, Exception), (name, outcome)
    return (tmp_path / storage.stored_name(STYLESHEET)).read_text()


def test_every_component_sheet_is_part_of_the_style_sheet():
    imported = set(re.findall(r'url\("([^"]+)"\)', (CSS / "portal.css").read_text()))
    own_pages = {"portal.css", "admin.css", "desk.css", "office.css", "styleguide.css"}
    assert imported == {
        str(file.relative_to(CSS)) for file in CSS.rglob("*.css") if file.name not in own_pages
    }


def test_collecting_puts_every_sheet_in_its_place_and_layer(collected):
    layers = re.findall(r"layer\(([a-z]+)\)", (CSS / "portal.css").read_text())
    assert "@import" not in collected
    assert re.findall(r"@layer ([a-z]+)\{", collected) == layers


def test_collected_letters_have_their_hashed_addresses(collected):
    addresses = re.findall(r'url\("([^"]+)"\)', collected)
    assert len(addresses) == 5
    assert all(re.search(r"^\.\./fonts/.+\.[0-9a-f]{12}\.woff2$", address) for address in addresses)


def test_a_sheet_in_a_folder_below_may_not_name_addresses(tmp_path):
    storage = PortalStaticFilesStorage(location=tmp_path)
    (tmp_path / "css" / "components").mkdir(parents=True)
    (tmp_path / "css" / "portal.css").write_text(
        '@import url("components/a.css") layer(components);'
    )
    (tmp_path / "css" / "components" / "a.css").write_text('a { background: url("a.svg"); }')
    paths = {name: (storage, name) for name in ("css/portal.css", "css/components/a.css")}
    with pytest.raises(ValueError, match="only css"):
        list(storage.post_process(paths))


def test_what_every_page_brings_along_leaves_room_for_the_page_itself(collected):
    """A first view has 100 KB in all; letters of two scripts, style, scripts and htmx take most."""
    letters = sum(
        (FONTS / f"sofia-sans-{s}-wght-normal.woff2").stat().st_size for s in ("latin", "latin-ext")
    )
    scripts = [BASE / "static" / "js" / "portal.js", *BASE.glob("static/vendor/htmx-*/htmx.min.js")]
    packed = [brotli.compress(collected.encode())]
    packed += [brotli.compress(script.read_bytes()) for script in scripts]
    assert len(scripts) == 2
    assert letters + sum(map(len, packed)) < 86_000


@pytest.mark.django_db
def test_pages_travel_compressed(client):
    answer = client.get("/", headers={"Accept-Encoding": "gzip"})
    assert answer["Content-Encoding"] == "gzip"
    assert len(answer.content) < 14_000


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda file: str(file.relative_to(BASE)))
def test_no_template_holds_inline_style_or_script(template):
    text = template.read_text()
    assert not re.search(r"\sstyle\s*=|<style|\son[a-z]+\s*=\s*[\"']|javascript:", text)
    for script in re.findall(r"<script\b[^>]*>", text):
        assert "src=" in script or "nonce=" in script or 'type="application/' in script


@pytest.mark.parametrize(
    "component",
    sorted((BASE / "templates" / "components").glob("*.html")),
    ids=lambda file: file.stem,
)
def test_every_component_says_in_its_first_line_what_it_needs(component):
    first = component.read_text().splitlines()[0]
    assert re.fullmatch(r"\{# .+ #\}", first)
    assert re.search(r"\bNeeds\b", first)


def test_letters_keep_their_licence_and_vendored_scripts_theirs():
    assert "SIL Open Font License" in (FONTS / "LICENSE").read_text()
    for folder in (BASE / "static" / "vendor").iterdir():
        assert (folder / "LICENSE").exists(), folder
