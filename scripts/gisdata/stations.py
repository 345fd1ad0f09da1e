"""Synthetic 5G stations. Their number is published, their places are not: every place, band, height
and month here is drawn at random under the rules below and says nothing about a real station.

1. 26,265 stations (in service at the end of 2022) are shared among counties and operators in
   proportion to the 4G stations of April 2024, by largest remainder.
2. Within a county, an operator's stations are shared among towns in proportion to persons, by
   largest remainder; within a town evenly among villages, the odd ones by lot.
3. The place is uniform inside the village's polygon, on a grid of one millionth of a degree.
4. Band, height and month of start are drawn from the tables below."""

from splitmix import SplitMix, largest_remainder

TOTAL = 26265
SEED = 26265

# Short names of the three operators that the published counts name in full.
OPERATORS = {
    "中華電信股份有限公司": ("中華電信", "Chunghwa Telecom"),
    "台灣大哥大股份有限公司": ("台灣大哥大", "Taiwan Mobile"),
    "遠傳電信股份有限公司": ("遠傳電信", "Far EasTone"),
}

# Percent of an operator's stations by band. An assumption: which bands an operator uses follows its
# licences as commonly reported (3.5 GHz for all; low and middle bands shared with 4G; a little
# 28 GHz in towns); how much of each is made up.
BANDS = {
    ("中華電信", "urban"): [("n78", 86), ("n1", 13), ("n257", 1)],
    ("中華電信", "other"): [("n78", 60), ("n1", 40)],
    ("台灣大哥大", "urban"): [("n78", 84), ("n28", 15), ("n257", 1)],
    ("台灣大哥大", "other"): [("n78", 55), ("n28", 45)],
    ("遠傳電信", "urban"): [("n78", 82), ("n28", 12), ("n41", 5), ("n257", 1)],
    ("遠傳電信", "other"): [("n78", 55), ("n28", 45)],
}

# Antenna height above ground in metres, with weights: roofs in towns, masts elsewhere. Made up.
HEIGHTS = {
    "urban": [(15, 10), (20, 25), (25, 30), (30, 25), (35, 10)],
    "remote": [(15, 15), (20, 20), (25, 20), (30, 25), (40, 20)],
    "offshore": [(15, 30), (20, 30), (25, 20), (30, 20)],
}

# Months from the first commercial service to the end of 2022.
MONTHS = [f"{2020 + m // 12}-{m % 12 + 1:02d}" for m in range(6, 36)]

NANO = 10**9  # polygons are tested in whole nanodegrees
STEP = 1000  # places lie on microdegrees


def whole_rings(polygons):
    """All rings in whole nanodegrees; inside is what an odd number of rings surround."""
    return [[(round(x * NANO), round(y * NANO)) for x, y in ring] for rings in polygons for ring in rings]


def is_inside(rings, x, y):
    """Even-odd rule in exact whole-number arithmetic."""
    inside = False
    for ring in rings:
        for (x1, y1), (x2, y2) in zip(ring, ring[1:]):
            if (y1 > y) != (y2 > y):
                # side of the point from the edge, oriented upwards
                cross = (x2 - x1) * (y - y1) - (x - x1) * (y2 - y1)
                if (cross > 0) == (y2 > y1):
                    inside = not inside
    return inside


def place_in(random, rings):
    """A point inside, uniform over the bounding box until it is inside; (x, y) in microdegrees."""
    xs = [x for ring in rings for x, _ in ring]
    ys = [y for ring in rings for _, y in ring]
    low_x, low_y = min(xs) // STEP, min(ys) // STEP
    wide, high = max(xs) // STEP - low_x + 1, max(ys) // STEP - low_y + 1
    for _ in range(1000000):
        x, y = low_x + random.below(wide), low_y + random.below(high)
        if is_inside(rings, x * STEP, y * STEP):
            return x, y
    raise ValueError("no place found inside a village")


def share_among_villages(random, count, villages):
    """Even shares; which villages get one more is drawn."""
    shares = [count // len(villages)] * len(villages)
    order = list(range(len(villages)))
    random.shuffle(order)
    for i in order[: count % len(villages)]:
        shares[i] += 1
    return shares


def micro(value):
    """Microdegrees as decimal text."""
    return f"{value // 10**6}.{value % 10**6:06d}"


def make_stations(counts, towns, villages, persons, town_class):
    """Rows of stations. counts: (county code, operator's full name, 4G stations), sorted."""
    random = SplitMix(SEED)
    by_parent = {}
    for row in villages:
        by_parent.setdefault(row["parent_code"], []).append(row)
    rings = {}
    rows = []
    totals = largest_remainder(TOTAL, [count for _, _, count in counts])
    for (county, full_name, _), total in zip(counts, totals):
        operator = OPERATORS[full_name][0]
        county_towns = [row["code"] for row in towns if row["parent_code"] == county]
        shares = largest_remainder(total, [persons[code] for code in county_towns])
        for town, share in zip(county_towns, shares):
            kind = town_class[town]
            bands = BANDS[(operator, "urban" if kind == "urban" else "other")]
            for village, number in zip(
                by_parent[town], share_among_villages(random, share, by_parent[town])
            ):
                for _ in range(number):
                    code = village["code"]
                    if code not in rings:
                        rings[code] = whole_rings(village["polygons"])
                    x, y = place_in(random, rings[code])
                    rows.append(
                        {
                            "code": len(rows) + 1,
                            "operator": operator,
                            "technology": "5G",
                            "band": random.pick(bands),
                            "lon": micro(x),
                            "lat": micro(y),
                            "height_m": random.pick(HEIGHTS[kind]),
                            "date_on": MONTHS[random.below(len(MONTHS))],
                            "status": "in_service",
                            "synthetic": "true",
                        }
                    )
    if len(rows) != TOTAL:
        raise ValueError(f"{len(rows)} stations where {TOTAL} are wanted")
    return rows
