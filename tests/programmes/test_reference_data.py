"""The portal's own reference data: complete, consistent, and true to what was published."""

import csv
import json
import re
from collections import Counter
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

DATA = Path(__file__).parents[2] / "programmes" / "data"
FILES = ("countries", "themes", "programmes", "priority_axes", "bodies", "mandates")
INTERACT = "interact-2007-2013"
NOT_IN_THE_UNION_OF_2007 = {"HR"}


@cache
def read(name: str) -> list[dict[str, str]]:
    """Return the rows of a file."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def keys(name: str, column: str = "slug") -> set[str]:
    """Return the values of a column."""
    return {row[column] for row in read(name)}


def parts_of(cell: str) -> list[str]:
    """Return the entries of a cell that holds a list."""
    return cell.split(";") if cell else []


def programme(slug: str) -> dict[str, str]:
    """Return the row of one programme."""
    return next(row for row in read("programmes") if row["slug"] == slug)


def countries_of(row: dict[str, str]) -> dict[str, str]:
    """Return the part of each country in a programme, by its code."""
    return dict(entry.split(":") for entry in parts_of(row["countries"]))


def points_at(path: str, x: float, y: float) -> bool:
    """Say whether a point lies inside an SVG path of relative lines."""
    inside = False
    for ring in re.findall(r"M(-?\d+ -?\d+)l([^z]+)z", path):
        at = [int(number) for number in ring[0].split()]
        corners = [tuple(at)]
        steps = [int(number) for number in re.findall(r"-?\d+", ring[1])]
        for dx, dy in zip(steps[::2], steps[1::2], strict=True):
            at = [at[0] + dx, at[1] + dy]
            corners.append(tuple(at))
        for (x1, y1), (x2, y2) in pairwise([*corners, corners[0]]):
            if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
                inside = not inside
    return inside


@pytest.mark.parametrize("name", FILES)
def test_every_file_is_plain_utf8_with_full_rows(name: str) -> None:
    raw = (DATA / f"{name}.csv").read_bytes()
    assert not raw.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in raw
    assert raw.endswith(b"\n")
    for row in read(name):
        assert None not in row
        assert None not in row.values()
        assert all(cell == cell.strip() for cell in row.values()), row


def test_all_programmes_and_axes_are_here() -> None:
    with_axes = keys("priority_axes", "programme")
    assert len(read("programmes")) == 177
    assert len(read("priority_axes")) == 447
    assert len(with_axes) == 87
    assert len({slug for slug in with_axes if slug.endswith("2014-2020")}) == 86
    assert Counter(row["period"] for row in read("programmes")) == {
        "2007-2013": 59,
        "2014-2020": 87,
        "2021-2027": 31,
    }


def test_interact_adds_up_from_its_two_axes_to_forty_million() -> None:
    row = programme(INTERACT)
    axes = [axis for axis in read("priority_axes") if axis["programme"] == INTERACT]
    assert [
        (
            axis["code"],
            axis["title"],
            axis["eu_amount"],
            axis["national_amount"],
            axis["total_amount"],
        )
        for axis in axes
    ] == [
        ("1", "Service development and delivery", "32000000", "5600000", "37600000"),
        ("2", "Technical assistance", "2000000", "400000", "2400000"),
    ]
    for column, published in (
        ("eu_amount", 34_000_000),
        ("national_amount", 6_000_000),
        ("total_amount", 40_000_000),
    ):
        assert int(row[column]) == sum(int(axis[column]) for axis in axes) == published
    assert [row[c] for c in ("cci", "decision_number", "decision_date", "approval_date")] == [
        ""
    ] * 4
    members = {c["code"] for c in read("countries") if c["eu_member_since"]}
    assert set(countries_of(row)) == members - NOT_IN_THE_UNION_OF_2007 | {"NO", "CH"}
    assert len(countries_of(row)) == 29
    assert row["aim"]
    assert row["expected_impact"]


def test_exactly_one_axis_is_off_by_one_euro_as_published() -> None:
    off = [
        (
            axis["programme"],
            axis["code"],
            int(axis["eu_amount"]) + int(axis["national_amount"]) - int(axis["total_amount"]),
        )
        for axis in read("priority_axes")
    ]
    assert [row for row in off if row[2]] == [("balkan-mediterranean-2014-2020", "1", -1)]
    assert programme("balkan-mediterranean-2014-2020")["cci"] == "2014TC16M4TN003"


@pytest.mark.parametrize("column", ["eu_amount", "total_amount"])
def test_axes_add_up_to_the_programme_everywhere(column: str) -> None:
    sums: Counter[str] = Counter()
    for axis in read("priority_axes"):
        sums[axis["programme"]] += int(axis[column])
    assert {slug: int(programme(slug)[column]) for slug in sums} == sums


def test_keys_are_unique() -> None:
    for name in ("themes", "programmes", "bodies"):
        slugs = [row["slug"] for row in read(name)]
        assert len(slugs) == len(set(slugs))
        assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug) for slug in slugs)
    for columns in (("code",), ("eu_code",), ("name",)):
        assert len({tuple(r[c] for c in columns) for r in read("countries")}) == len(
            read("countries")
        )
    axes = [
        (a["programme"], a["code"], a["fund"], a["thematic_objective"])
        for a in read("priority_axes")
    ]
    mandates = [
        (m["body"], m["programme"], m["role"], m["country"], m["since"]) for m in read("mandates")
    ]
    titles = [(row["title"].lower(), row["period"]) for row in read("programmes")]
    for rows in (axes, mandates, titles):
        assert len(rows) == len(set(rows))


def test_ccis_are_unique_and_well_formed() -> None:
    ccis = [row["cci"] for row in read("programmes") if row["cci"]]
    assert len(ccis) == len(set(ccis))
    assert len(ccis) == 122
    forms = {
        "2007-2013": r"2007CB163PO\d{3}",
        "2014-2020": r"2014TC16(RF|M4|M5|M6|I5)(CB|TN|IR|PC)\d{3}",
        "2021-2027": r"2021TC16(RF|FF|IP|NX)(CB|TN|IR|OR)\d{3}",
    }
    for row in read("programmes"):
        assert not row["cci"] or re.fullmatch(forms[row["period"]], row["cci"]), row["cci"]


def test_every_reference_leads_somewhere() -> None:
    countries, themes, programmes = keys("countries", "code"), keys("themes"), keys("programmes")
    for row in read("programmes"):
        assert countries_of(row).keys() <= countries, row["slug"]
        assert set(parts_of(row["themes"])) <= themes, row["slug"]
        assert set(parts_of(row["predecessors"])) <= programmes - {row["slug"]}, row["slug"]
    assert keys("priority_axes", "programme") <= programmes
    assert keys("mandates", "programme") <= programmes
    assert keys("mandates", "body") == keys("bodies")
    assert keys("mandates", "country") | keys("bodies", "country") <= countries | {""}


def test_words_of_closed_lists_are_known() -> None:
    allowed = {
        ("programmes", "strand"): {
            "cross-border",
            "transnational",
            "interregional",
            "outermost",
            "",
        },
        ("programmes", "external_border"): {"yes", "no", ""},
        ("programmes", "maritime"): {"yes", "no", ""},
        ("programmes", "amounts_rounded"): {"yes", "no"},
        ("programmes", "control_system"): {"centralised", "decentralised", "mixed", ""},
        ("priority_axes", "fund"): {"ERDF", "IPA"},
        ("priority_axes", "thematic_objective"): {
            *(f"{number:02}" for number in range(1, 12)),
            "TA",
            "IPA-TA",
            "",
        },
        ("mandates", "role"): {
            "managing-authority",
            "certifying-authority",
            "audit-authority",
            "group-of-auditors",
            "joint-secretariat",
            "monitoring-committee",
            "national-authority",
            "info-point",
        },
    }
    for (name, column), words in allowed.items():
        assert keys(name, column) <= words, (name, column)


def test_themes_make_a_tree_of_two_levels() -> None:
    top = {row["slug"] for row in read("themes") if not row["parent"]}
    assert {row["parent"] for row in read("themes") if row["parent"]} == top
    objectives = [row for row in read("themes") if row["parent"] == "thematic-objectives"]
    assert len(objectives) == 11


def test_a_member_state_was_in_the_union_in_the_period() -> None:
    since = {row["code"]: int(row["eu_member_since"] or 9999) for row in read("countries")}
    until = {row["code"]: int(row["eu_member_until"] or 9999) for row in read("countries")}
    for row in read("programmes"):
        first, last = (int(year) for year in row["period"].split("-"))
        for code, part in countries_of(row).items():
            was_in = since[code] <= first and until[code] >= last
            is_partner = code in {"NO", "CH", "IS", "LI"}
            expected = "member-state" if was_in else "partner" if is_partner else "third-country"
            assert part == expected, (row["slug"], code)


def test_a_predecessor_is_of_the_period_before() -> None:
    order = ["2000-2006", "2007-2013", "2014-2020", "2021-2027"]
    for row in read("programmes"):
        for slug in parts_of(row["predecessors"]):
            before = programme(slug)["period"]
            assert order.index(before) == order.index(row["period"]) - 1, row["slug"]
    assert programme("interact-2021-2027")["predecessors"] == "interact-2014-2020"
    assert programme("interact-2014-2020")["predecessors"] == INTERACT


def test_every_row_names_its_source_and_every_figure_its_basis() -> None:
    for name in ("themes", "programmes", "priority_axes", "bodies", "mandates"):
        assert all(row["source"] for row in read(name)), name
    for row in read("programmes"):
        has_figure = bool(row["eu_amount"] or row["total_amount"])
        assert has_figure == bool(row["amounts_basis"]) == bool(row["amounts_source"]), row["slug"]


def test_at_least_twenty_one_programmes_say_their_aim_and_impact() -> None:
    told = [row for row in read("programmes") if row["aim"] and row["expected_impact"]]
    assert len(told) >= 21


def test_the_map_knows_every_country_that_claims_a_place_on_it() -> None:
    drawing = json.loads((DATA / "europe.json").read_text(encoding="utf-8"))
    drawn = drawing["countries"] | drawing["neighbours"]
    on_map = {row["map_id"]: row["name"] for row in read("countries") if row["map_id"]}
    assert {code: country["name"] for code, country in drawn.items()} == on_map
    assert len(drawing["countries"]) == 32
    assert (DATA / "europe.json").stat().st_size < 45_000


@pytest.mark.parametrize(
    ("x", "y", "code"),
    [
        pytest.param(686.7, 499.2, "UA", id="Simferopol"),
        pytest.param(733.6, 691.6, "CY", id="north of Nicosia"),
        pytest.param(725.7, 700.9, "CY", id="Troodos"),
        pytest.param(653.1, 274.3, "RU", id="Moscow"),
        pytest.param(511.5, 589.5, "XK", id="Pristina"),
    ],
)
def test_the_map_draws_crimea_in_ukraine_and_cyprus_whole(x: float, y: float, code: str) -> None:
    drawing = json.loads((DATA / "europe.json").read_text(encoding="utf-8"))
    drawn = drawing["countries"] | drawing["neighbours"]
    assert [key for key, country in drawn.items() if points_at(country["d"], x, y)] == [code]
