"""Venue footprints drawn by hand around the stated places: approximate shapes of about the right
size, in metres east and north of the place. They are no survey."""

import json
import math

from atlas import FLATTENING, SEMI_MAJOR_M


def box(wide_m, deep_m, turn_deg=0.0):
    """A rectangle around the place, turned counterclockwise."""
    c, s = math.cos(math.radians(turn_deg)), math.sin(math.radians(turn_deg))
    half = [(-0.5, -0.5), (0.5, -0.5), (0.5, 0.5), (-0.5, 0.5)]
    return [(x * wide_m * c - y * deep_m * s, x * wide_m * s + y * deep_m * c) for x, y in half]


# One a pilot site whose place is stated with coordinates. `services` are the needs that the pilot's
# document observed or stated; where it names none, the venue asks for coverage alone.
VENUES = [
    {
        "code": "tainan-baseball-stadium",
        "pilot_code": "tainan-baseball",
        "name": "臺南市立棒球場",
        "name_en": "Tainan Municipal Baseball Stadium",
        "type": "stadium",
        "environment": "outdoor",
        "network": "public",
        "services": "stadium_app;live_360_4k",
        # a quarter circle with its corner in the south-west, stands included
        "outline": [(-85, -85), (70, -95), (100, -60), (98, 5), (70, 65), (10, 98), (-60, 100), (-95, 70)],
        "note": "field and stands",
    },
    {
        "code": "yilan-shopping-district",
        "pilot_code": "yilan-district",
        "name": "宜蘭市商圈",
        "name_en": "Yilan City shopping district",
        "type": "shopping_district",
        "environment": "outdoor",
        "network": "public",
        "services": "vr_bus_1080p;live_4k",
        "outline": [(-290, -210), (60, -260), (250, -150), (300, 90), (140, 240), (-150, 230), (-310, 40)],
        "note": "the streets around the stated point; the tourist bus leaves the area",
    },
    {
        "code": "chungyo-department-store",
        "pilot_code": "chungyo",
        "name": "中友百貨",
        "name_en": "Chungyo Department Store",
        "type": "department_store",
        "environment": "indoor",
        "network": "small_cell",
        "services": "live_4k",
        "outline": box(170, 85, 12),
        "note": "three buildings drawn as one",
    },
    {
        "code": "songshan-park",
        "pilot_code": "songshan",
        "name": "松山文創園區",
        "name_en": "Songshan Cultural and Creative Park",
        "type": "cultural_park",
        "environment": "outdoor",
        "network": "private",
        "services": "virtual_park",
        "outline": [(-150, -120), (140, -125), (145, 20), (60, 130), (-90, 125), (-155, 20)],
        "note": "old factory, garden and pond",
    },
    {
        "code": "icc-tainan",
        "pilot_code": "tainan-mice",
        "name": "大臺南會展中心",
        "name_en": "ICC Tainan",
        "type": "exhibition_centre",
        "environment": "indoor",
        "network": None,
        "outline": box(240, 160, -8),
        "note": "the document says only that the network is the venue's",
    },
    {
        "code": "linkou-sports",
        "pilot_code": "linkou-isport",
        "name": "林口運動場域",
        "name_en": "Linkou sports demonstration site",
        "type": "stadium",
        "environment": "outdoor",
        "network": "public",
        "outline": [(-190, -130), (170, -150), (200, 60), (90, 150), (-160, 140)],
        "note": "the town's sports ground; the pilot's other two towns have no stated place",
    },
    {
        "code": "asia-new-bay",
        "pilot_code": "asia-new-bay-itrip",
        "name": "亞洲新灣區",
        "name_en": "Asia New Bay Area",
        "type": "harbour",
        "environment": "outdoor",
        "network": "public",
        "outline": [(-700, 450), (-620, -150), (-250, -820), (350, -900), (620, -350), (480, 330), (60, 700)],
        "note": "quays and leisure harbour; the edge is open to interpretation",
    },
    {
        "code": "national-theater",
        "pilot_code": "national-theater-5g",
        "name": "國家兩廳院戲劇院",
        "name_en": "National Theater",
        "type": "concert_hall",
        "environment": "indoor",
        "network": "private",
        "reported_area_ha": 3.5,
        "reported_share": 1.0,
        "outline": box(200, 175, 0),
        "note": "drawn to the reported 3.5 ha, which is larger than the building",
    },
    {
        "code": "kaohsiung-exhibition-center",
        "pilot_code": "kec-5g",
        "name": "高雄展覽館",
        "name_en": "Kaohsiung Exhibition Center",
        "type": "exhibition_centre",
        "environment": "indoor",
        "network": "private",
        "reported_area_ha": 2.3,
        "reported_share": 1.0,
        "outline": box(192, 120, 35),
        "note": "drawn to the reported 2.3 ha",
    },
    {
        "code": "love-river-pier-2",
        "pilot_code": "sandbox-love-river",
        "name": "愛河駁二水域",
        "name_en": "Love River and Pier-2 waterway",
        "type": "harbour",
        "environment": "moving",
        "network": "public",
        "outline": [
            (-260, -420), (40, -380), (230, -120), (330, 260), (420, 620),
            (330, 650), (220, 280), (130, -40), (-20, -210), (-290, -260),
        ],
        "note": "the boat's waterway from the pier to the river",
    },
]


def ring_at(lon, lat, outline):
    """Metres to degrees with the two radii of curvature at the place (Snyder 1987, 4-18, 4-20); a
    closed counterclockwise ring of 7 decimals."""
    e2 = FLATTENING * (2 - FLATTENING)
    w2 = 1 - e2 * math.sin(math.radians(lat)) ** 2
    meridian = SEMI_MAJOR_M * (1 - e2) / w2**1.5
    prime = SEMI_MAJOR_M / math.sqrt(w2) * math.cos(math.radians(lat))
    ring = [
        (round(lon + math.degrees(x / prime), 7), round(lat + math.degrees(y / meridian), 7))
        for x, y in outline
    ]
    ring.append(ring[0])
    twice = sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(outline, outline[1:] + outline[:1]))
    return ring if twice > 0 else ring[::-1]


def feature_text(venue, site):
    lon, lat = float(site["lon"]), float(site["lat"])
    ring = ", ".join(f"[{x:.7f}, {y:.7f}]" for x, y in ring_at(lon, lat, venue["outline"]))
    properties = {
        key: venue[key]
        for key in ("code", "pilot_code", "name", "name_en", "type", "environment", "network")
    }
    properties |= {
        "peak_crowd": None,
        "services": venue.get("services"),
        "reported_area_ha": venue.get("reported_area_ha"),
        "reported_share": venue.get("reported_share"),
        "accuracy_m": int(site["accuracy_m"]),
        "approximate": True,
        "note": venue["note"],
    }
    return (
        '{"type": "Feature", "properties": '
        + json.dumps(properties, ensure_ascii=False)
        + ', "geometry": {"type": "Polygon", "coordinates": [['
        + ring
        + "]]}}"
    )


def write_geojson(path, sites):
    """sites: rows of pilot_sites. Every site with coordinates has its venue."""
    placed = {row["pilot_code"]: row for row in sites if row["lon"]}
    if set(placed) != {venue["pilot_code"] for venue in VENUES}:
        raise ValueError("venues and sites with coordinates do not match")
    features = [
        feature_text(venue, placed[venue["pilot_code"]])
        for venue in sorted(VENUES, key=lambda venue: venue["code"])
    ]
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write('{"type": "FeatureCollection", "features": [\n')
        file.write(",\n".join(features))
        file.write("\n]}\n")
