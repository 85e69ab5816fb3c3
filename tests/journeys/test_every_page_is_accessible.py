"""axe finds nothing against WCAG 2.2 A and AA on any page, at 1280 and at 320 pixels.

The same visit hears the console: no error, nothing refused by the policy; and no page scrolls
sideways. Pages of the back office are taken from its registry, so that none is forgotten.
"""

from django.contrib import admin
from django.urls import NoReverseMatch, reverse

from programmes.models import Body, Programme
from tests.browser import faults_of
from tests.factories import make_letter

PUBLIC = [
    "/",
    "/programmes/",
    "/programmes/?q=controll&period=2014-2020",
    "/programmes/?country=AT&country=IT&period=2014-2020",
    "/programmes/?view=map",
    "/programmes/interact-2007-2013/",
    "/programmes/balkan-mediterranean-2014-2020/",
    "/programmes/peace-2014-2020/",
    "/programmes/compare/?p=interact-2007-2013&p=interact-2014-2020",
    "/programmes/compare/",
    "/bodies/",
    "/bodies/?role=managing-authority",
    "/search/?q=control",
    "/search/?q=xyzzy",
    "/api/",
    "/no/such/page/",
    "/styleguide/",
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/password/reset/",
]
SIGNED_IN = [
    "profile",
    "account_email",
    "account_change_password",
    "account_logout",
    "mfa_index",
    "usersessions_list",
]


def test_public_pages(demo, browser):
    body = Body.objects.filter(mandates__isnull=False).order_by("pk").first()
    assert faults_of(browser, [*PUBLIC, body.get_absolute_url()]) == []


def test_pages_of_a_signed_in_person(jts, browser):
    browser.sign_in(jts)
    assert faults_of(browser, [reverse(name) for name in SIGNED_IN]) == []


def back_office_pages() -> list[str]:
    """Return the list, the empty form, and one row's form and history of every model."""
    paths = [reverse("admin:index")]
    for model, site in admin.site._registry.items():
        base = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        paths.append(reverse(f"{base}_changelist"))
        row = model._default_manager.order_by("pk").first()
        for action in ("add", "import", "export"):
            try:
                paths.append(reverse(f"{base}_{action}"))
            except NoReverseMatch:
                continue
        if row is not None:
            paths.append(reverse(f"{base}_change", args=[row.pk]))
            paths.append(reverse(f"{base}_history", args=[row.pk]))
        assert site.model is model
    return paths


def test_pages_of_the_back_office(officer, browser):
    make_letter()
    browser.sign_in(officer, second_factor=True)
    paths = back_office_pages()
    assert len(paths) > 30
    assert Programme.objects.count() == 177
    assert faults_of(browser, paths) == []
