"""The benchmark that scripts/bench runs; its options are described there."""
import argparse
import csv
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import equity
import export
import radio
import siting
import venues
import whatif
from measure import Figure, measure

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
PROGRAM = str(ROOT / ".build/release/bin/evenreach")
GISDATA = ROOT / "gisdata/tw"
DEM = ROOT.parent / "shared/data/dem" / radio.DEM
FOOTPRINTS = ROOT.parent / "shared/data/venues"
PARTS = ["reach", "load", "run", "site", "country", "cost", "venues", "equity", "whatif",
         "export", "siting"]
EXPORTED = [100000, 1000000]  # stations whose memory is measured
NEVER = 86400  # seconds; evenreach itself is not stopped


def say(text):
    print(text, file=sys.stderr, flush=True)


def arguments():
    parser = argparse.ArgumentParser(prog="scripts/bench")
    parser.add_argument("--parts", default=",".join(PARTS))
    parser.add_argument("--sizes", default="20000,100000,1000000")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--limit", type=int, default=300)
    parser.add_argument("--threads", type=int, default=os.cpu_count())
    parser.add_argument("--country-cell", type=float, default=50)
    parser.add_argument("--cost-radii", default="5,10,20")
    parser.add_argument("--cost-stations", default="50,100,200")
    parser.add_argument("--dem", type=Path, default=DEM)
    parser.add_argument("--footprints", type=Path, default=FOOTPRINTS)
    parser.add_argument("--venues", type=int, default=10000)
    parser.add_argument("--airports", type=int, default=100)
    parser.add_argument("--keep")
    parser.add_argument("--all-ways", action="store_true")
    parser.add_argument("--readme", action="store_true")
    options = parser.parse_args()
    options.parts = options.parts.split(",")
    options.sizes = [int(size) for size in options.sizes.split(",")]
    options.cost_radii = [float(radius) for radius in options.cost_radii.split(",")]
    options.cost_stations = [int(count) for count in options.cost_stations.split(",")]
    unknown = set(options.parts) - set(PARTS)
    if unknown or options.repeats < 1:
        parser.error(f"unknown part {', '.join(unknown)}" if unknown else "--repeats is 1 or more")
    return options


# ---- inputs ---------------------------------------------------------------------------------


def stations_file(folder, count):
    return folder / f"stations_{count}.csv"


def make_inputs(folder, counts):
    missing = [n for n in counts if not stations_file(folder, n).exists()]
    if missing or not (folder / "areas.fgb").exists():
        say(f"making inputs: {', '.join(f'{n:,} stations' for n in missing)}")
        script = [sys.executable, "-W", "ignore", str(HERE / "inputs.py")]
        subprocess.run(script + [str(GISDATA), str(folder)] + [str(n) for n in missing], check=True)


# ---- reach ----------------------------------------------------------------------------------


def served_by_evenreach(path):
    return {area["key"]: area["served_km2"] for area in json.load(open(path))["areas"]}


def served_by_peer(path):
    """Rows of key, area, served; a polygon that no disc meets may be left out or empty."""
    rows = (row for row in csv.reader(open(path)) if len(row) == 3)
    return {row[0]: float(row[2] or 0) for row in rows}


def evenreach_command(folder, count, threads):
    return [PROGRAM, "reach", "--json", "--threads", str(threads), "--areas",
            str(folder / "areas.fgb"), "--key", "key", "--stations",
            str(stations_file(folder, count)), "--radius-field", "radius_m"]


def peers(folder, count):
    """Name, command and input of every peer's way."""
    database = folder / f"spatialite_{count}.sqlite"
    if not database.exists():
        prepare = [str(HERE / "spatialite_prepare"), str(folder / "areas.fgb")]
        subprocess.run(prepare + [str(stations_file(folder, count)), str(database)], check=True)
    for way in ("discs", "whole"):
        yield f"SpatiaLite, {way}", ["sqlite3", str(database)], HERE / f"spatialite_{way}.sql"
    for way in ("union", "overlay", "clip"):
        yield f"GeoPandas, {way}", [
            sys.executable, "-W", "ignore", str(HERE / "geopandas_reach.py"), way,
            str(folder / "areas.fgb"), str(stations_file(folder, count))], None


def difference(answer, ours):
    """Largest difference of one area's served km2, as a share of our total."""
    total = sum(ours.values())
    worst = max(abs(answer.get(key, 0) - served) for key, served in ours.items())
    return f"{sum(answer.values()):,.2f} | {worst / total:.1e}"


def reach_row(count, name, figure, base, answer):
    if figure.failed:
        return f"| {count:,} | {name} | {figure.failed} | | | | | |"
    times = figure.seconds / max(base.seconds, 0.01)
    return (f"| {count:,} | {name} | {figure.seconds:.2f} | {figure.cpu_seconds:.2f} | "
            f"{figure.peak_mb:.0f} | {times:.1f} | {answer} |")


def peer_rows(folder, options, count, base, ours, hopeless):
    """Rows of every peer's fastest way, or of all ways. A way that was stopped at one size
    (`hopeless`) is not tried at a larger one."""
    rows, best = [], {}
    for name, command, source in peers(folder, count):
        if name in hopeless:
            figure = Figure(failed=f"not tried: {hopeless[name]}")
        else:
            say(f"reach, {count:,} stations: {name}")
            output = folder / f"{name.replace(', ', '_')}_{count}.csv"
            figure = measure(command, options.repeats, options.limit, output, source)
        if figure.failed:
            hopeless.setdefault(name, f"{figure.failed} at {count:,}")
        answer = "" if figure.failed else difference(served_by_peer(output), ours)
        row = reach_row(count, name, figure, base, answer)
        rows.append(row)
        tool = name.split(",")[0]
        seconds = float("inf") if figure.failed else figure.seconds
        if tool not in best or seconds < best[tool][0]:
            best[tool] = seconds, row
    return rows if options.all_ways else [row for _, row in best.values()]


def growth(bases):
    """How the time grows from the fewest to the most stations."""
    (few, quick), (many, slow) = min(bases.items()), max(bases.items())
    if few == many:
        return []
    return ["", f"From {few:,} to {many:,} stations, {many / few:.0f} times as many, evenreach takes "
            f"{slow.seconds / quick.seconds:.1f} times as long "
            f"({slow.cpu_seconds / quick.cpu_seconds:.1f} times the processor time)."]


def bench_reach(folder, options):
    lines = ["| stations | tool | seconds | processor seconds | peak MB | times evenreach |"
             " served km² | largest difference |", "|--:|---|--:|--:|--:|--:|--:|--:|"]
    hopeless, bases = {}, {}
    for count in sorted(options.sizes):
        answer = folder / f"evenreach_{count}.json"
        say(f"reach, {count:,} stations: evenreach")
        command = evenreach_command(folder, count, options.threads)
        base = bases[count] = measure(command, options.repeats, NEVER, answer)
        if base.failed:
            sys.exit(f"bench: evenreach reach: {base.failed}")
        ours = served_by_evenreach(answer)
        lines.append(reach_row(count, "**evenreach**", base, base, f"{sum(ours.values()):,.2f} |"))
        lines += peer_rows(folder, options, count, base, ours, hopeless)
    notes = ("Served area of 868 polygons (368 townships at full resolution, 500 venues) under "
             "clustered stations with radii of 300 to 2,000 m. evenreach and GeoPandas read their "
             "files within the time; SpatiaLite has points and polygons projected and indexed "
             "beforehand. Discs: arcs in evenreach, 30 segments a quarter in SpatiaLite, 16 in "
             "GeoPandas. Of each peer the fastest of the usual ways counts: SpatiaLite by the discs "
             "near each polygon or by the whole union in parts; GeoPandas by union, overlay or clip. "
             "The largest difference is that of one polygon over the whole served area.")
    return ["### Served area: `evenreach reach`", "", notes, ""] + lines + growth(bases)


# ---- load -----------------------------------------------------------------------------------


def remove(*paths):
    for path in paths:
        Path(path).unlink(missing_ok=True)


def bench_load(folder, options):
    count = 1000000
    table = stations_file(folder, count)
    ours, theirs = folder / "load.sqlite", folder / "load_ogr.sqlite"
    load = (f"'{PROGRAM}' init -w '{ours}' && '{PROGRAM}' load -w '{ours}' stations '{table}'"
            " --crs EPSG:4326")
    commands = {
        "**evenreach load**": ["sh", "-c", load],
        "ogr2ogr": ["ogr2ogr", "-f", "SQLite", "-dsco", "SPATIALITE=YES", "-lco",
                    "SPATIAL_INDEX=YES", "-gt", "unlimited", "-a_srs", "EPSG:4326", "-oo",
                    "X_POSSIBLE_NAMES=lon", "-oo", "Y_POSSIBLE_NAMES=lat", str(theirs), str(table)],
    }
    lines = ["| tool | seconds | processor seconds | peak MB | times evenreach |",
             "|---|--:|--:|--:|--:|"]
    base = None
    for name, command in commands.items():
        say(f"load, {count:,} stations: {name}")
        figure = measure(command, options.repeats, NEVER, before=lambda: remove(ours, theirs))
        if figure.failed:
            sys.exit(f"bench: {name}: {figure.failed}")
        base = base or figure
        lines.append(f"| {name} | {figure.seconds:.2f} | {figure.cpu_seconds:.2f} | "
                     f"{figure.peak_mb:.0f} | {figure.seconds / base.seconds:.1f} |")
    remove(ours, theirs)
    notes = ("1,000,000 stations from CSV into a new SpatiaLite file with an R-tree, flushed to the "
             "disk. evenreach also checks every value, the reference system and the headings.")
    return ["### Loading: `evenreach load`", "", notes, ""] + lines


# ---- run ------------------------------------------------------------------------------------


def bench_run(folder, options):
    out = folder / "out"
    command = [PROGRAM, "run", str(GISDATA / "study.yaml"), "--out", str(out), "--threads",
               str(options.threads)]
    say("run, the bundled study")
    figure = measure(command, options.repeats, NEVER,
                     before=lambda: shutil.rmtree(out, ignore_errors=True))
    if figure.failed:
        sys.exit(f"bench: evenreach run: {figure.failed}")
    shutil.rmtree(out, ignore_errors=True)
    return ["### The whole study: `evenreach run gisdata/tw/study.yaml`", "",
            "| seconds | processor seconds | peak MB |", "|--:|--:|--:|",
            f"| {figure.seconds:.2f} | {figure.cpu_seconds:.2f} | {figure.peak_mb:.0f} |"]


# ---- signals --------------------------------------------------------------------------------


def left_out(title, why):
    say(f"bench: {title} is left out: {why}")
    return [f"### {title}", "", f"Not measured here: {why}."]


def bench_site(folder, options):
    if not options.dem.exists():
        return left_out("One site over terrain", f"there is no terrain {options.dem.name}")
    if not shutil.which("splat-hd"):
        return left_out("One site over terrain", "SPLAT! (splat-hd) is not installed")
    say("site, evenreach and SPLAT!")
    return radio.bench_splat(PROGRAM, folder, options, options.dem)


def bench_country(folder, options):
    say("country, TR 38.901")
    return radio.bench_country(PROGRAM, GISDATA, folder, options)


def bench_cost(folder, options):
    if not options.dem.exists():
        return left_out("What a path over terrain costs",
                        f"there is no terrain {options.dem.name}")
    if not shutil.which("srtm2sdf-hd"):
        return left_out("What a path over terrain costs", "SPLAT! is not installed")
    say("cost of a path, P.1812")
    return radio.bench_cost(PROGRAM, folder, options, options.dem)


def bench_venues(folder, options):
    missing = [name for name in venues.FILES.values() if not (options.footprints / name).exists()]
    if missing:
        return left_out("Venues", f"there is no {' and no '.join(missing)}")
    return venues.bench_venues(PROGRAM, GISDATA, options.footprints, folder, options)


def bench_equity(folder, options):
    return equity.bench_equity(PROGRAM, folder, options)


def bench_whatif(folder, options):
    say("whatif, the bundled study")
    return whatif.bench_whatif(PROGRAM, ROOT, GISDATA, folder)


def bench_export(folder, options):
    say("export, evenreach and ogr2ogr")
    tables = {count: stations_file(folder, count) for count in EXPORTED}
    return export.bench_export(PROGRAM, GISDATA, folder, options, tables)


def bench_siting(folder, options):
    say("siting, 1,000 candidates by 7,701 demands")
    return siting.bench_siting(ROOT)


# ---- the report -----------------------------------------------------------------------------


def first_line(*command):
    return subprocess.run(command, capture_output=True, text=True).stdout.strip().split("\n")[0]


def processor():
    match = re.search(r"model name\s*:\s*(.*)", Path("/proc/cpuinfo").read_text())
    return match.group(1) if match else platform.machine()


def splat_version():
    found = re.search(r"SPLAT! HD v([0-9.]+)",
                      subprocess.run(["splat-hd"], capture_output=True, text=True).stdout
                      if shutil.which("splat-hd") else "")
    return f"SPLAT! HD {found.group(1)}" if found else "without SPLAT!"


def heading(options):
    import geopandas
    import shapely

    spatialite = first_line("sqlite3", ":memory:", "SELECT load_extension('mod_spatialite');",
                            "SELECT 'SpatiaLite ' || spatialite_version() || ', GEOS ' ||"
                            " geos_version();") or first_line(
        "sqlite3", ":memory:", "SELECT 'SQLite ' || sqlite_version()")
    commit = first_line("git", "-C", str(ROOT), "rev-parse", "--short", "HEAD")
    version = first_line(PROGRAM, "--version")
    return (f"{processor()}, {os.cpu_count()} cores; {version}, commit {commit}, "
            f"{options.threads} threads; {spatialite}; GeoPandas {geopandas.__version__}, "
            f"Shapely {shapely.__version__}; {first_line('ogr2ogr', '--version')}; {splat_version()}. "
            f"Median of {options.repeats} runs. Made by `scripts/bench`.")


def put_into_readme(text):
    path = ROOT / "README.md"
    readme = path.read_text()
    block = re.compile(r"(<!-- bench:begin -->\n).*?(<!-- bench:end -->)", re.S)
    if not block.search(readme):
        sys.exit("bench: README.md has no bench marks")
    path.write_text(block.sub(lambda match: match.group(1) + text + match.group(2), readme))


def main():
    options = arguments()
    kept = Path(options.keep) if options.keep else Path(tempfile.mkdtemp(prefix="evenreach-bench-"))
    kept.mkdir(parents=True, exist_ok=True)
    counts = options.sizes if "reach" in options.parts else []
    counts = sorted(set(counts + ([1000000] if "load" in options.parts else []) +
                        (EXPORTED if "export" in options.parts else [])))
    if counts:
        make_inputs(kept, counts)
    parts = {"reach": bench_reach, "load": bench_load, "run": bench_run, "site": bench_site,
             "country": bench_country, "cost": bench_cost, "venues": bench_venues,
             "equity": bench_equity, "whatif": bench_whatif, "export": bench_export,
             "siting": bench_siting}
    blocks = [heading(options)]
    for name in options.parts:
        blocks.append("\n".join(parts[name](kept, options)))
    text = "\n\n".join(blocks) + "\n"
    if not options.keep:
        shutil.rmtree(kept)
    print(text, end="")
    if options.readme:
        put_into_readme(text)


if __name__ == "__main__":
    main()
