"""Ways drawn by hand through a few stated places each, straight between them: approximate. Real
ferries, tracks and trails bend between these places; nothing here is a survey or a timetable."""

import json

# Places by name (longitude, latitude), to about 300 m: harbours, stations, trail heads and peaks as
# commonly published.
ROUTES = [
    {
        "code": "ferry-donggang-liuqiu",
        "name": "東港—小琉球航線",
        "name_en": "Donggang to Liuqiu ferry",
        "type": "ferry",
        "speed_kmh": None,
        "places": [(120.4370, 22.4645), (120.4290, 22.4560), (120.3805, 22.3540)],
    },
    {
        "code": "ferry-fugang-green-island",
        "name": "富岡—綠島航線",
        "name_en": "Fugang to Green Island ferry",
        "type": "ferry",
        "speed_kmh": None,
        "places": [(121.1930, 22.7910), (121.2000, 22.7890), (121.4740, 22.6610)],
    },
    {
        "code": "ferry-fugang-lanyu",
        "name": "富岡—蘭嶼航線",
        "name_en": "Fugang to Lanyu ferry",
        "type": "ferry",
        "speed_kmh": None,
        "places": [(121.1930, 22.7910), (121.2000, 22.7890), (121.5060, 22.0580)],
    },
    {
        "code": "ferry-budai-magong",
        "name": "布袋—馬公航線",
        "name_en": "Budai to Magong ferry",
        "type": "ferry",
        "speed_kmh": None,
        "places": [(120.1340, 23.3780), (120.1150, 23.3760), (119.6000, 23.5350), (119.5650, 23.5630)],
    },
    {
        "code": "ferry-keelung-nangan",
        "name": "基隆—南竿航線",
        "name_en": "Keelung to Nangan ferry",
        "type": "ferry",
        "speed_kmh": None,
        "places": [(121.7420, 25.1330), (121.7480, 25.1620), (119.9700, 26.1600), (119.9410, 26.1620)],
    },
    {
        "code": "trail-yushan",
        "name": "玉山主峰步道",
        "name_en": "Yushan main peak trail",
        "type": "trail",
        "speed_kmh": None,
        "places": [
            (120.8990, 23.4700), (120.9160, 23.4690), (120.9310, 23.4660), (120.9490, 23.4660),
            (120.9550, 23.4680), (120.9573, 23.4700),
        ],
    },
    {
        "code": "rail-high-speed",
        "name": "高速鐵路（南港—左營）",
        "name_en": "High-speed railway, Nangang to Zuoying",
        "type": "rail",
        "speed_kmh": 250,
        "places": [
            (121.6070, 25.0520), (121.5170, 25.0480), (121.4640, 25.0140), (121.2150, 25.0130),
            (121.0400, 24.8080), (120.8250, 24.6060), (120.6160, 24.1120), (120.5750, 23.8740),
            (120.4160, 23.7360), (120.3230, 23.4600), (120.2860, 22.9250), (120.3080, 22.6870),
        ],
    },
]


def feature_text(route):
    line = ", ".join(f"[{lon:.4f}, {lat:.4f}]" for lon, lat in route["places"])
    properties = {key: route[key] for key in ("code", "name", "name_en", "type", "speed_kmh")}
    properties |= {"approximate": True}
    return (
        '{"type": "Feature", "properties": '
        + json.dumps(properties, ensure_ascii=False)
        + ', "geometry": {"type": "LineString", "coordinates": ['
        + line
        + "]}}"
    )


def write_geojson(path):
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write('{"type": "FeatureCollection", "features": [\n')
        file.write(",\n".join(map(feature_text, sorted(ROUTES, key=lambda route: route["code"]))))
        file.write("\n]}\n")
