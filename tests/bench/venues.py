"""Venues: the footprints of airports and railway stations, and ten thousand made from them."""
import csv
import json
import math
import random
import shutil
import sys

import radio
from measure import measure

FILES = {"airport": "airports.geojson", "railway station": "station_polygons.geojson"}
SEED = 10
NEAR_M = 500  # of a made venue from the station that it is moved to, at most
CELL_M = 10
COVER_CELL_M = 1000  # of the coverage run before: venues have cells of their own
MODELS = {"disc": "discs", "tr38901": "TR 38.901"}


# ---- inputs ---------------------------------------------------------------------------------


def read_footprints(folder):
    """Geometries by kind, in the files' order."""
    return {kind: [feature["geometry"] for feature in json.load(open(folder / name))["features"]]
            for kind, name in FILES.items()}


def each_point(coordinates, change):
    if isinstance(coordinates[0], (int, float)):
        return change(coordinates)
    return [each_point(inner, change) for inner in coordinates]


def first_point(coordinates):
    return coordinates if isinstance(coordinates[0], (int, float)) else first_point(coordinates[0])


def moved(shape, lon, lat):
    """A footprint whose first corner stands elsewhere, of the same size."""
    from_lon, from_lat = first_point(shape["coordinates"])[:2]
    wider = math.cos(math.radians(from_lat)) / math.cos(math.radians(lat))
    change = lambda p: [round(lon + (p[0] - from_lon) * wider, 7), round(lat + p[1] - from_lat, 7)]
    return {"type": shape["type"], "coordinates": each_point(shape["coordinates"], change)}


def near(draw, place):
    """Somewhere around a place, evenly over a disc."""
    away_m, angle = NEAR_M * math.sqrt(draw.random()), draw.uniform(0, 2 * math.pi)
    x, y = radio.metres_per_degree(place[1])
    return place[0] + away_m * math.cos(angle) / x, place[1] + away_m * math.sin(angle) / y


def made_venues(footprints, stations, count, airports):
    """So many venues, of which each has the chance `airports` of being an airport."""
    draw = random.Random(SEED)
    for _ in range(count):
        kind = "airport" if draw.random() < airports else "railway station"
        yield kind, moved(draw.choice(footprints[kind]), *near(draw, draw.choice(stations)))


def write_venues(path, venues):
    features = [{"type": "Feature", "geometry": shape,
                 "properties": {"code": f"v{i:05}", "name": f"{kind} {i}"}}
                for i, (kind, shape) in enumerate(venues)]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))


def read_stations(gisdata):
    with open(gisdata / "stations.csv", newline="") as file:
        return [(float(row["lon"]), float(row["lat"])) for row in csv.DictReader(file)]


def make_sets(gisdata, footprints, folder, options):
    """Name and file of every set of venues."""
    shapes = read_footprints(footprints)
    stations = read_stations(gisdata)
    known = [(kind, shape) for kind in FILES for shape in shapes[kind]]
    count = options.venues
    sets = {f"{len(known)} footprints as they stand": known,
            f"{count:,} made, railway stations": made_venues(shapes, stations, count, 0),
            f"{count:,} made, one in {options.airports} an airport":
                made_venues(shapes, stations, count, 1 / options.airports)}
    for number, (name, venues) in enumerate(sets.items()):
        path = folder / f"venues_{number}.geojson"
        write_venues(path, venues)
        yield name, path


# ---- workspaces -----------------------------------------------------------------------------


def replace_once(text, old, new):
    if text.count(old) != 1:
        sys.exit(f"bench: the bundled study has no single line {old.strip()!r} any more")
    return text.replace(old, new)


def write_study(gisdata, folder, model, closing):
    """The bundled study with three sectors a station, of one model."""
    text = radio.country_study(gisdata, folder, COVER_CELL_M).read_text()
    text = replace_once(text, "\n  model: disc\n", f"\n  model: {model}\n")
    text = replace_once(text, "\nvenues:\n",
                        f"\nvenues:\n  cell_m: {CELL_M}\n  closing: {str(closing).lower()}\n")
    path = folder / f"{model}_{'closing' if closing else 'plain'}.yaml"
    path.write_text(text)
    return path


def covered_workspace(program, gisdata, folder, study):
    """Units, stations and the coverage run that venues rest on: untimed."""
    workspace = folder / f"{study.stem}.sqlite"
    workspace.unlink(missing_ok=True)
    on = ["-q", "-w", str(workspace)]
    radio.run(program, "init", *on)
    for level, parent in (("county", ()), ("town", ("county",)), ("village", ("town",))):
        name = {"county": "counties", "town": "towns", "village": "villages"}[level]
        radio.run(program, "load", *on, "units", str(gisdata / f"{name}.fgb"), "--level", level,
                  *(("--parent", *parent) if parent else ()), "--study", str(study))
    radio.run(program, "load", *on, "population", str(gisdata / "population.csv"), "--level",
              "town")
    radio.run(program, "load", *on, "stations", str(gisdata / "stations.csv"), "--crs",
              "EPSG:3824")
    radio.run(program, "classify", *on, "--study", str(study))
    radio.run(program, "cover", *on, "--study", str(study))
    return workspace


def with_venues(program, covered, path):
    """The same workspace with venues loaded."""
    workspace = path.with_name(f"{covered.stem}_{path.stem}.sqlite")
    shutil.copy(covered, workspace)
    radio.run(program, "load", "-q", "-w", str(workspace), "venues", str(path))
    return workspace


# ---- measuring ------------------------------------------------------------------------------


def measure_venues(program, options, workspace, study, threads, answer):
    """Each run begins with the same workspace, which has no run of venues."""
    fresh = workspace.with_name("fresh.sqlite")
    command = [program, "venues", "-q", "--json", "-w", str(fresh), "--study", str(study),
               "--threads", str(threads)]
    figure = measure(command, options.repeats, options.limit * 100, answer,
                     before=lambda: shutil.copy(workspace, fresh))
    fresh.unlink()
    if figure.failed:
        sys.exit(f"bench: evenreach venues: {figure.failed}")
    return figure


def row(name, model, closing, threads, figure, answer):
    venues = answer["venues"]
    cells = sum(venue["cells"] for venue in venues)
    short = sum(1 for venue in venues if venue.get("plans"))
    return (f"| {name} | {model} | {f'yes, {short:,}' if closing else 'no'} | {threads} | "
            f"{figure.seconds:.2f} | {figure.cpu_seconds:.2f} | {figure.peak_mb:.0f} | "
            f"{1000 * figure.seconds / len(venues):.2f} | {len(venues) / figure.seconds:,.0f} | "
            f"{cells / figure.seconds:,.0f} |")


def rows_of(program, options, name, model, closing, workspace, study):
    """One thread and two; their answers must be the same bytes."""
    answers = []
    for threads in (1, 2):
        path = workspace.with_name(f"answer_{threads}.json")
        what = f"{name}, {model}{', closing' if closing else ''}, threads: {threads}"
        print(f"venues, {what}", file=sys.stderr, flush=True)
        figure = measure_venues(program, options, workspace, study, threads, path)
        answers.append(path.read_bytes())
        yield row(name, MODELS[model], closing, threads, figure, json.loads(answers[-1]))
    if answers[0] != answers[1]:
        sys.exit(f"bench: evenreach venues: {name}, {model}: one thread and two do not agree")


def bench_venues(program, gisdata, footprints, folder, options):
    folder = folder / "venues"
    folder.mkdir(parents=True, exist_ok=True)
    sets = list(make_sets(gisdata, footprints, folder, options))
    lines = ["| venues | model | closing, for | threads | seconds | processor seconds | peak MB |"
             " ms a venue | venues a second | cells a second |",
             "|---|---|---|--:|--:|--:|--:|--:|--:|--:|"]
    for model in MODELS:
        studies = {closing: write_study(gisdata, folder, model, closing)
                   for closing in (False, True)}
        covered = covered_workspace(program, gisdata, folder, studies[False])
        for name, path in sets:
            workspace = with_venues(program, covered, path)
            for closing, study in studies.items():
                lines += rows_of(program, options, name, model, closing, workspace, study)
            workspace.unlink()
        covered.unlink()
    notes = (f"`evenreach venues` alone, after an untimed `cover`: footprints of "
             f"{' and '.join(f'{kind}s' for kind in FILES)} in cells of {CELL_M} m, the "
             f"synthetic stations of gisdata/tw (with TR 38.901 three sectors each), its units. "
             f"The made venues are these footprints moved to within {NEAR_M} m of stations drawn "
             f"at random. With closing, plans of small cells and of a mobile pack are searched for "
             f"the venues that fall short, of which there are as many as said. Loading the "
             f"workspace and writing the results are within the time. One thread and two gave the "
             f"same bytes.")
    return ["### Venues: `evenreach venues`", "", notes, ""] + lines
