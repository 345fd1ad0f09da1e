"""Tables of the bundled study, out of the published figures."""

import csv

import chinese
from atlas import clean_name
from stations import OPERATORS

POPULATION_SOURCE = "household registration statistics, March 2021"
COUNTS_SOURCE = "number of mobile base stations by county and operator, April 2024"

# The common division into regions; the islands' counties apart.
REGIONS = {
    "north": "臺北市 新北市 基隆市 桃園市 新竹縣 新竹市 宜蘭縣",
    "centre": "苗栗縣 臺中市 彰化縣 南投縣 雲林縣",
    "south": "嘉義縣 嘉義市 臺南市 高雄市 屏東縣",
    "east": "花蓮縣 臺東縣",
    "offshore": "澎湖縣 金門縣 連江縣",
}
SIX = "新北市 臺北市 桃園市 臺中市 臺南市 高雄市"

# Offshore towns: whole counties, and three islands that belong to counties of the main island.
OFFSHORE_COUNTIES = {
    "10016": ("all of Penghu is offshore", "澎湖縣全境為離島"),
    "09020": ("all of Kinmen is offshore", "金門縣全境為離島"),
    "09007": ("all of Lienchiang is offshore", "連江縣全境為離島"),
}
OFFSHORE_TOWNS = {
    "10014110": ("Green Island, off Taitung", "臺東縣外海的綠島"),
    "10014160": ("Lanyu, off Taitung", "臺東縣外海的蘭嶼"),
    "10013220": ("Liuqiu, off Pingtung", "屏東縣外海的小琉球"),
}


def read_csv(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def write_csv(path, fields, rows):
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fields, lineterminator="\n", extrasaction="raise")
        writer.writeheader()
        writer.writerows(rows)


def renamed(rows, names):
    """Rows with the columns of `names` (new: old), in that order; the rest is left out."""
    return [{new: row[old] for new, old in names.items()} for row in rows]


def with_chinese(row, **words):
    """The row with a column of Chinese right behind each column that `words` names."""
    out = {}
    for name, text in row.items():
        out[name] = text
        if name in words:
            out[f"{name}_zh"] = chinese.of(words[name], text)
    return out


def population(facts, towns):
    """Persons and households by town; the codes must be those of the boundaries."""
    rows = read_csv(f"{facts}/town_population_2021-03.csv")
    if {row["town_code"] for row in rows} != {row["code"] for row in towns}:
        raise ValueError("the population's towns are not those of the boundaries")
    out = [
        {
            "code": row["town_code"],
            "county": clean_name(row["county"]),
            "town": clean_name(row["town"]),
            "town_en": row["town_en"],
            "persons": row["persons"],
            "households": row["households"],
            "as_of": "2021-03",
            "source_document": POPULATION_SOURCE,
        }
        for row in rows
    ]
    return sorted(out, key=lambda row: row["code"])


def offshore(towns, counties):
    county_names = {row["code"]: row["name"] for row in counties}
    rows = []
    for town in towns:
        why = OFFSHORE_TOWNS.get(town["code"]) or OFFSHORE_COUNTIES.get(town["parent_code"])
        if why:
            rows.append(
                {
                    "code": town["code"],
                    "county": county_names[town["parent_code"]],
                    "town": town["name"],
                    "town_en": town["name_en"],
                    "reason": why[0],
                    "reason_zh": why[1],
                }
            )
    if len(rows) != 19:
        raise ValueError(f"{len(rows)} offshore towns where 19 are known")
    return rows


def regions(counties):
    """Region of each county, and beside it the other usage, which puts Yilan in the east."""
    region_of = {name: region for region, names in REGIONS.items() for name in names.split()}
    rows = []
    for county in counties:
        region = region_of[county["name"]]
        rows.append(
            {
                "code": county["code"],
                "county": county["name"],
                "county_en": county["name_en"],
                "region": region,
                "region_yilan_east": "east" if county["name"] == "宜蘭縣" else region,
            }
        )
    return rows


def six(counties):
    """The special municipalities; every other county is left to the scheme's `otherwise`."""
    rows = [
        {
            "code": county["code"],
            "county": county["name"],
            "county_en": county["name_en"],
            "reason": "one of the six special municipalities",
            "reason_zh": "六都之一",
        }
        for county in counties
        if county["name"] in SIX.split()
    ]
    if len(rows) != 6:
        raise ValueError("six municipalities are wanted")
    return rows


def station_counts(facts, counties):
    """Published 4G stations by county and operator, by code and name."""
    code_of = {row["name"]: row["code"] for row in counties}
    rows = [
        {
            "county_code": code_of[clean_name(row["county"])],
            "county": clean_name(row["county"]),
            "operator": row["operator"],
            "operator_short": OPERATORS[row["operator"]][0],
            "operator_en": OPERATORS[row["operator"]][1],
            "stations_4g": row["stations_4g"],
            "as_of": "2024-04",
            "source_document": COUNTS_SOURCE,
        }
        for row in read_csv(f"{facts}/stations_4g_by_county_operator_2024-04.csv")
    ]
    return sorted(rows, key=lambda row: (row["county_code"], row["operator"]))


def pilots(facts):
    names = ["theme", "network", "year", "status", "smes", "visits"]
    columns = {"code": "pilot_id", "name": "name_zh", "name_en": "name_en"}
    columns |= {name: name for name in names}
    columns |= {name: name for name in ("revenue_ntd", "persons_served", "note", "source_document")}
    rows = renamed(read_csv(f"{facts}/pilots.csv"), columns)
    return [with_chinese(row, note=chinese.NOTES) for row in rows]


def pilot_sites(facts, counties, towns):
    """Sites in the published order; a site known by county only gets the county's code."""
    county_code = {row["name"]: row["code"] for row in counties}
    town_codes = {row["code"] for row in towns}
    rows = []
    for row in read_csv(f"{facts}/pilot_sites.csv"):
        county, code = clean_name(row["county"]), row["town_code"]
        if code and (code not in town_codes or not code.startswith(county_code[county])):
            raise ValueError(f"pilot site {row['pilot_id']}: {code} is not a town of {county}")
        rows.append(
            {
                "pilot_code": row["pilot_id"],
                "unit_code": code or county_code[county],
                "county": county,
                "town": clean_name(row["town"]),
                "place": county + clean_name(row["town"]),
                "lon": row["lon"],
                "lat": row["lat"],
                "accuracy_m": row["accuracy_m"],
            }
        )
    return rows


def spelled_out(text, before):
    """What "same" and "same, ..." stand for, from the row before."""
    if text == "same":
        return before
    if text.startswith("same, "):
        return before.removesuffix(" in the year") + text.removeprefix("same")
    return "" if text == "-" else text


def targets(facts):
    rows, measure, denominator = [], "", ""
    for row in read_csv(f"{facts}/targets.csv"):
        measure = spelled_out(row["measure"], measure)
        denominator = spelled_out(row["denominator"], denominator)
        rows.append(
            {
                "code": row["target_id"],
                "measure": measure,
                "denominator": denominator,
                "unit": row["unit"],
                "year": row["year"],
                "target": row["target"],
                "actual": row["actual"],
                "source_document": row["source_document"],
            }
        )
    words = {"measure": chinese.MEASURES, "denominator": chinese.DENOMINATORS}
    return [with_chinese(row, **words) for row in rows]


def service_needs(facts):
    columns = {"code": "service_id"}
    columns |= {
        name: name
        for name in ("name", "dl_mbps", "ul_mbps", "latency_ms", "basis", "source_document")
    }
    rows = renamed(read_csv(f"{facts}/service_needs.csv"), columns)
    return [with_chinese(row, name=chinese.SERVICES, basis=chinese.BASES) for row in rows]
