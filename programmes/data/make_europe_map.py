"""Makes europe.json, the outlines that the map component draws. Run by hand, not by the portal.

Source: the npm package world-atlas 2.0.2 (countries-50m.json; ISC licence), which holds Natural
Earth, public domain. Needs shapely (2.1 or newer), pyproj and numpy, which are not among the
portal's dependencies; docs/data.md says how to run it.

Two outlines of Natural Earth show who holds a place, not whose it is. Both are mended here, as the
European Union sees them: Crimea belongs to Ukraine, and Cyprus is one country.
"""

import csv
import json
import sys
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import shapely
from pyproj import Transformer
from shapely.geometry import MultiPolygon, Polygon, box

HERE = Path(__file__).parent
WIDTH = 900
WEST, SOUTH, EAST, NORTH = 2_450_000, 1_350_000, 7_350_000, 5_450_000  # metres of EPSG:3035
SCALE = WIDTH / (EAST - WEST)
HEIGHT = round((NORTH - SOUTH) * SCALE)
TOLERANCE = 3000  # metres by which a simplified border may leave the true one
SMALLEST_ISLAND = 150e6  # square metres; a country's largest part is always drawn
ROUGH_FRAME = box(-32, 26, 85, 82)  # degrees, to leave the rest of the world out early
CRIMEA = box(32.3, 44.3, 36.64, 46.25)
TAKE_PART = set(
    "AT BE BG CH CY CZ DE DK EE ES FI FR GB GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI"
    " SK".split()
)
# ISO 3166-1 numeric codes, as the atlas names its countries.
NUMERIC = {
    "008": "AL", "012": "DZ", "020": "AD", "031": "AZ", "040": "AT", "051": "AM", "056": "BE",
    "070": "BA", "100": "BG", "112": "BY", "191": "HR", "196": "CY", "203": "CZ", "208": "DK",
    "233": "EE", "234": "FO", "246": "FI", "250": "FR", "268": "GE", "275": "PS", "276": "DE",
    "292": "GI", "300": "GR", "336": "VA", "348": "HU", "352": "IS", "364": "IR",
    "368": "IQ", "372": "IE", "376": "IL", "380": "IT", "398": "KZ", "400": "JO", "422": "LB",
    "428": "LV", "434": "LY", "438": "LI", "440": "LT", "442": "LU", "470": "MT", "492": "MC",
    "498": "MD", "499": "ME", "504": "MA", "528": "NL", "578": "NO", "616": "PL", "620": "PT",
    "642": "RO", "643": "RU", "674": "SM", "682": "SA", "688": "RS", "703": "SK", "705": "SI",
    "724": "ES", "752": "SE", "756": "CH", "760": "SY", "788": "TN", "792": "TR", "804": "UA",
    "807": "MK", "818": "EG", "826": "GB", "831": "GG", "832": "JE", "833": "IM",
}  # fmt: skip
WITHOUT_NUMBER = {"Kosovo": "XK", "N. Cyprus": "north of Cyprus"}


def outlines(topology: dict) -> dict[str, shapely.Geometry]:
    """Return each country's outline in degrees, by its code."""
    scale, shift = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = [np.cumsum(np.array(arc), axis=0) * scale + shift for arc in topology["arcs"]]

    def ring(indexes: list[int], code: str) -> np.ndarray:
        lines = [arcs[i] if i >= 0 else arcs[~i][::-1] for i in indexes]
        points = np.concatenate([lines[0], *(line[1:] for line in lines[1:])])
        if code == "RU":  # its far east lies beyond 180 degrees and would cross the whole map
            points = np.column_stack([points[:, 0] % 360, points[:, 1]])
        return points

    found = {}
    for country in topology["objects"]["countries"]["geometries"]:
        code = WITHOUT_NUMBER.get(country["properties"]["name"])
        code = code or NUMERIC.get(str(country.get("id", "")).zfill(3))
        if code is None:
            continue
        parts = country["arcs"] if country["type"] == "MultiPolygon" else [country["arcs"]]
        polygons = []
        for part in parts:
            shell, *holes = (ring(indexes, code) for indexes in part)
            if len(shell) > 3:
                polygons.append(Polygon(shell, [hole for hole in holes if len(hole) > 3]))
        found[code] = shapely.make_valid(MultiPolygon(polygons))
    return found


def mend_borders(found: dict[str, shapely.Geometry]) -> None:
    """Give Crimea back to Ukraine and its north to Cyprus."""
    crimea = found["RU"].intersection(CRIMEA)
    found["UA"] = shapely.union(found["UA"], crimea, grid_size=1e-6)
    found["RU"] = shapely.difference(found["RU"], CRIMEA)
    found["CY"] = shapely.union(found["CY"], found.pop("north of Cyprus").buffer(0.02))


def project(found: dict[str, shapely.Geometry]) -> dict[str, shapely.Geometry]:
    """Return the outlines in metres, equal in area (EPSG:3035), cut to the frame and simplified.

    Borders that two countries share stay shared.
    """
    transform = Transformer.from_crs(4326, 3035, always_xy=True).transform
    frame = box(WEST, SOUTH, EAST, NORTH)
    flat = {}
    for code, outline in found.items():
        near = shapely.make_valid(outline).intersection(ROUGH_FRAME)
        if near.is_empty:
            continue
        near = shapely.transform(shapely.segmentize(near, 0.5), transform, interleaved=False)
        cut = shapely.make_valid(near).intersection(frame)
        if not cut.is_empty:
            flat[code] = cut
    simple = shapely.coverage_simplify(list(flat.values()), TOLERANCE, simplify_boundary=True)
    return dict(zip(flat, simple, strict=True))


def on_picture(x: float, y: float) -> tuple[int, int]:
    """Return the place of a point on the picture."""
    return round((x - WEST) * SCALE), round((NORTH - y) * SCALE)


def strokes(parts: list[Polygon]) -> Iterator[str]:
    """Yield an SVG path for each ring that is large enough to be drawn."""
    largest = max((part.area for part in parts), default=0)
    for part in parts:
        if part.area < min(SMALLEST_ISLAND, largest):
            continue
        for ring in (part.exterior, *part.interiors):
            points = [on_picture(x, y) for x, y in ring.coords]
            points = points[:1] + [b for a, b in pairwise(points) if b != a]
            if len(points) < 4:
                continue
            steps = " ".join(f"{b[0] - a[0]} {b[1] - a[1]}" for a, b in pairwise(points[:-1]))
            yield f"M{points[0][0]} {points[0][1]}l{steps}z".replace(" -", "-")


def path(outline: shapely.Geometry) -> str:
    """Return a country as one SVG path; a dot where it is too small to have a shape."""
    parts = [part for part in getattr(outline, "geoms", [outline]) if part.geom_type == "Polygon"]
    drawn = "".join(strokes(parts))
    if drawn or not parts:
        return drawn
    centre = max(parts, key=lambda part: part.area).centroid
    x, y = on_picture(centre.x, centre.y)
    return f"M{x - 3} {y}a3 3 0 1 0 6 0a3 3 0 1 0-6 0z"


def main(atlas: str) -> None:
    """Write europe.json from the atlas."""
    with (HERE / "countries.csv").open(encoding="utf-8", newline="") as file:
        names = {row["code"]: row["name"] for row in csv.DictReader(file)}
    found = outlines(json.loads(Path(atlas).read_text(encoding="utf-8")))
    mend_borders(found)
    drawing: dict = {"viewBox": f"0 0 {WIDTH} {HEIGHT}", "countries": {}, "neighbours": {}}
    drawing["other"] = []
    for code, outline in sorted(project(found).items()):
        drawn = path(outline)
        if code not in names and drawn:
            drawing["other"].append(drawn)
        elif drawn:
            kind = "countries" if code in TAKE_PART else "neighbours"
            drawing[kind][code] = {"name": names[code], "d": drawn}
    text = json.dumps(drawing, ensure_ascii=False, separators=(",", ":"))
    (HERE / "europe.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
