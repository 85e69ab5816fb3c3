"""The back office of the hall: lists that say what matters and forms in plain words."""

import re
from decimal import Decimal

import pytest

from programmes.choices import Role
from programmes.models import Body, Mandate, PriorityAxis, Programme, Theme
from tests.factories import (
    give_second_factor,
    make_axis,
    make_body,
    make_country,
    make_mandate,
    make_membership,
    make_programme,
    make_staff,
    make_theme,
)

pytestmark = pytest.mark.django_db
ADMIN = "/admin/programmes/"


@pytest.fixture
def officer():
    return make_staff("officer@example.eu")


@pytest.fixture
def desk(client, officer):
    """The officer's browser, signed in with her second factor, with a first page behind her."""
    client.force_login(officer)
    give_second_factor(client, officer)
    client.get("/admin/")
    return client


def words(response):
    text = re.sub(r"<(script|style).*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


def rows_of(kind, count):
    """Make `count` rows of each table that the page of `kind` shows."""
    made = None
    for number in range(count):
        programme = make_programme(f"P{number}", countries=["AT", ["IT", "SI", "FR"][number]])
        make_axis(programme, total_amount=Decimal("5"), eu_amount=Decimal("4"))
        body = make_body(f"B{number}", country=make_country("AT"))
        make_mandate(body, programme, country=make_country("AT"))
        make_membership(body=body)
        parent = make_theme(f"T{number}")
        make_theme(f"T{number} part", parent=parent)
        made = made or {"programme": programme, "body": body}
    return made.get(kind)


@pytest.mark.parametrize("rows", (1, 3))
@pytest.mark.parametrize(
    ("page", "queries"),
    (
        ("programme/", 6),
        ("priorityaxis/", 4),
        ("body/", 5),
        ("mandate/", 5),
        ("theme/", 4),
        ("country/", 4),
        ("membership/", 7),
    ),
)
def test_a_list_asks_as_much_for_three_rows_as_for_one(
    desk, page, queries, rows, django_assert_num_queries
):
    rows_of("", rows)
    with django_assert_num_queries(queries):
        response = desk.get(ADMIN + page)
    assert response.context["cl"].result_count >= rows


@pytest.mark.parametrize("rows", (1, 3))
@pytest.mark.parametrize(("kind", "queries"), (("programme", 13), ("body", 6)))
def test_a_form_asks_as_much_with_three_rows_inside_as_with_one(
    desk, kind, queries, rows, django_assert_num_queries
):
    row = rows_of(kind, 1)
    for number in range(rows - 1):
        if kind == "programme":
            make_axis(row)
            row.participations.create(country=make_country(["CH", "DE"][number]), part="partner")
        else:
            make_mandate(row, make_programme())
    path = f"{ADMIN}{kind}/{row.pk}/change/"
    desk.get(path)  # Django learns the kinds of content once
    with django_assert_num_queries(queries):
        response = desk.get(path)
    assert response.context["original"] == row


def test_the_list_of_programmes_says_what_matters_as_people_read_it(desk):
    make_programme(
        "Operational Programme Alpine Space",
        short_name="Alpine Space",
        cci="2007CB163PO029",
        countries=["IT", "AT"],
        eu_amount=Decimal("98000000"),
    )
    said = words(desk.get(ADMIN + "programme/"))
    row = "Alpine Space 2007–2013 Cross-border 2007CB163PO029 AT, IT € 98,000,000 not published"
    assert row in said


def test_many_countries_are_counted_and_not_listed(desk):
    make_programme("A", countries=["AT", "BE", "CH", "DE", "ES", "FR", "IT"])
    assert "7 countries" in words(desk.get(ADMIN + "programme/"))


@pytest.mark.parametrize(
    "query", ("alpine", "2007CB163PO029", "(2007) CB 163 PO 029", "2007 cb163po029", "Austria")
)
def test_a_programme_is_found_by_title_cci_in_any_spelling_and_country(desk, query):
    found = make_programme("Alpine Space", cci="2007CB163PO029", countries=["AT"])
    make_programme("Other", cci="2007CB163PO030", countries=["IT"])
    response = desk.get(ADMIN + "programme/", {"q": query})
    assert list(response.context["cl"].queryset) == [found]


@pytest.mark.parametrize(("finance", "title"), (("yes", "With"), ("no", "Without")))
def test_programmes_are_filtered_by_finance_data(desk, finance, title):
    make_programme("With", eu_amount=Decimal("1"))
    make_programme("Without")
    response = desk.get(ADMIN + "programme/", {"finance": finance})
    assert [programme.title for programme in response.context["cl"].queryset] == [title]


@pytest.mark.parametrize(("mandates", "name"), (("yes", "Busy"), ("no", "Idle")))
def test_bodies_without_a_mandate_are_found_for_they_are_often_twins(desk, mandates, name):
    busy = make_body("Busy")
    make_mandate(busy)
    make_mandate(busy)
    make_body("Idle")
    response = desk.get(ADMIN + "body/", {"mandates": mandates})
    assert [body.name for body in response.context["cl"].queryset] == [name]


def test_a_body_is_found_by_a_former_name(desk):
    found = make_body("City of Vienna", former_names=["Magistrat Wien"])
    make_body("Other")
    response = desk.get(ADMIN + "body/", {"q": "magistrat"})
    assert list(response.context["cl"].queryset) == [found]


def test_an_axis_says_whether_its_figures_add_up(desk):
    programme = make_programme()
    amounts = {"eu_amount": Decimal("5"), "national_amount": Decimal("5")}
    make_axis(programme, "1", total_amount=Decimal("11"), **amounts)
    make_axis(programme, "2", total_amount=Decimal("10"), **amounts)
    make_axis(programme, "3")
    said = words(desk.get(ADMIN + "priorityaxis/"))
    assert "€ 11 −€ 1" in said
    assert "€ 10 yes" in said
    assert "not published cannot be checked" in said


def test_themes_stand_below_what_they_are_a_part_of(desk):
    control = make_theme("Control")
    make_theme("Zeal")
    make_theme("Audit", parent=control, synonyms=["AA", "sample"])
    said = words(desk.get(ADMIN + "theme/"))
    assert re.search(r"Control control .* Control › Audit audit AA, sample .* Zeal zeal", said)


def form_of(response):
    """Return what the page's form would send as it stands."""
    data = {}
    forms = [response.context["adminform"].form]
    for wrapped in response.context["inline_admin_formsets"]:
        formset = wrapped.formset
        data |= {
            f"{formset.prefix}-{name}": formset.management_form[name].value()
            for name in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS")
        }
        forms += formset.forms
    for form in forms:
        for bound in form:
            value = bound.value()
            if isinstance(value, bool):
                value = "on" if value else None
            if isinstance(value, list):
                value = [getattr(one, "pk", one) for one in value]
                value = ",".join(value) if bound.name in ("languages", "former_names") else value
            if value not in (None, ""):
                data[bound.html_name] = value
    return data


def test_a_programme_is_saved_with_its_axes_and_the_change_is_kept_with_its_person(desk, officer):
    programme = make_programme("A", slug="a", countries=["AT"], languages=["en", "de"])
    axis = make_axis(programme, "1", total_amount=Decimal("5"))
    path = f"{ADMIN}programme/{programme.pk}/change/"
    data = form_of(desk.get(path))
    prefix = "axes-0-total_amount"
    response = desk.post(path, data | {"aim": "New aim", prefix: "32000000", "slug": "b"})
    assert response.status_code == 302
    programme.refresh_from_db()
    axis.refresh_from_db()
    assert (programme.aim, axis.total_amount) == ("New aim", 32_000_000)
    assert programme.slug == "a"  # an address, once given, stays
    assert programme.languages == ["en", "de"]
    assert [one.country_id for one in programme.participations.all()] == ["AT"]
    assert programme.history.first().history_user == officer
    said = words(desk.get(f"{ADMIN}programme/{programme.pk}/history/"))
    assert re.search(r"[Aa]im: .*New aim", said)


def test_a_negative_amount_is_refused_at_its_field(desk):
    programme = make_programme("A", slug="a")
    path = f"{ADMIN}programme/{programme.pk}/change/"
    response = desk.post(path, form_of(desk.get(path)) | {"total_amount": "-5"})
    assert "Ensure this value is greater than or equal to 0." in words(response)
    assert Programme.objects.get().total_amount is None


def test_the_page_of_a_programme_leads_to_the_site_and_back(desk):
    programme = make_programme("A", slug="a")
    page = desk.get(f"{ADMIN}programme/{programme.pk}/change/").content.decode()
    assert "View on site" in page
    assert desk.get(programme.get_absolute_url()).context is not None


def test_forms_work_without_scripts(desk):
    programme = make_programme("A", slug="a")
    make_theme("State aid")
    page = desk.get(f"{ADMIN}programme/{programme.pk}/change/").content.decode()
    assert 'type="checkbox" name="themes"' in page
    assert "admin-autocomplete" not in page
    assert "selectfilter" not in page


def test_a_body_is_saved_with_its_mandates(desk):
    body, programme = make_body("Vienna", slug="vienna"), make_programme("A", slug="a")
    path = f"{ADMIN}body/{body.pk}/change/"
    data = form_of(desk.get(path)) | {
        "former_names": "Wien,Vindobona",
        "mandates-0-programme": programme.pk,
        "mandates-0-role": Role.MANAGING_AUTHORITY,
        "mandates-0-since": "2007",
    }
    assert desk.post(path, data).status_code == 302
    body.refresh_from_db()
    assert body.former_names == ["Wien", "Vindobona"]
    assert (body.mandates.get().programme, body.mandates.get().since) == (programme, 2007)


def test_a_membership_is_shown_and_never_written_here(desk):
    membership = make_membership()
    path = f"{ADMIN}membership/{membership.pk}/change/"
    page = desk.get(path)
    assert "Confirmed" in words(page)
    assert 'name="state"' not in page.content.decode()
    assert desk.post(path, {"state": "declined"}).status_code == 403
    assert desk.get(f"{ADMIN}membership/add/").status_code == 403


@pytest.mark.parametrize(
    "kind", ("programme", "priorityaxis", "body", "mandate", "theme", "country")
)
def test_the_empty_form_opens_and_says_in_plain_words_what_it_wants(desk, kind):
    response = desk.get(f"{ADMIN}{kind}/add/")
    assert response.context["add"] is True
    assert 'class="errorlist' not in response.content.decode()


@pytest.mark.parametrize("model", (Programme, PriorityAxis, Body, Mandate))
def test_the_history_of_every_table_that_keeps_one_opens(desk, model):
    rows_of("", 1)
    row = model.objects.first()
    page = desk.get(f"{ADMIN}{model._meta.model_name}/{row.pk}/history/")
    assert str(row) in page.context["title"]


def test_a_theme_may_not_be_deleted_while_others_are_a_part_of_it(desk):
    parent = make_theme("Control")
    make_theme("Audit", parent=parent)
    desk.post(f"{ADMIN}theme/{parent.pk}/delete/", {"post": "yes"})
    assert Theme.objects.filter(pk=parent.pk).exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", (1280, 320))
def test_every_page_passes_axe_and_the_policy(browser, width):
    programme = rows_of("programme", 2)
    body, twin = Body.objects.order_by("pk")
    visit = browser.sign_in(make_staff(), second_factor=True).at(width)
    faults = []
    pages = (
        *("programme/", f"programme/{programme.pk}/change/", f"programme/{programme.pk}/history/"),
        *("programme/add/", "priorityaxis/", "body/", f"body/{body.pk}/change/", "mandate/"),
        *(f"body/merge/?kept={body.pk}&gone={twin.pk}", "theme/", "country/", "membership/"),
        *("mandate/add/", "theme/add/", "programme/export/", "programme/import/"),
    )
    for page in pages:
        visit.open(ADMIN + page)
        faults += [f"{page} {fault}" for fault in visit.axe() + visit.complaints()]
        if visit.scrolls_sideways():
            faults.append(f"{page} scrolls sideways")
    assert faults == []
