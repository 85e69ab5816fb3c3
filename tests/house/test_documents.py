"""What the documents say of the portal is so."""

import re
from pathlib import Path

import pytest

from interact_portal.accounts.demo_accounts import DEMO_ACCOUNTS

PROJECT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted({PROJECT / "README.md", PROJECT / "CONTRIBUTING.md", *PROJECT.glob("docs/*.md")})


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.name)
def test_every_link_of_a_document_leads_to_a_file(document):
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#]+)", document.read_text("utf-8"))
    assert [link for link in links if not (document.parent / link).exists()] == []


def test_the_readme_names_the_demos_people_and_their_passwords():
    readme = (PROJECT / "README.md").read_text("utf-8")
    for account in DEMO_ACCOUNTS:
        assert f"| {account.email} | {account.password} |" in readme


def test_the_picture_of_the_readme_is_small():
    assert (PROJECT / "docs" / "img" / "home.png").stat().st_size < 200 * 1024
