"""Writing GeoJSON: evenreach export beside ogr2ogr on the same layers, and how memory grows."""
import shutil
import subprocess
import sys

from measure import measure

LAYERS = ["towns", "stations", "coverage"]
OGR2OGR = ["ogr2ogr", "-f", "GeoJSON", "-lco", "RFC7946=YES", "-lco", "WRITE_BBOX=YES", "-lco",
           "COORDINATE_PRECISION=7", "-lco", "SIGNIFICANT_FIGURES=15"]
NEVER = 86400  # seconds; evenreach itself is not stopped
# As small a study as a workspace of stations alone needs.
STUDY = """title: {en: Stations}
inputs:
  - {units: units.geojson, level: town}
  - {stations: STATIONS, crs: EPSG:4326}
schemes:
  - name: all
    level: town
    groups: [{name: here}]
    rules: [{id: a, group: here, code_prefix: A}]
    otherwise: here
coverage: {model: disc, default_radius_m: 1000}
"""


def checked(command):
    result = subprocess.run(command, capture_output=True, text=True)
    if result.returncode:
        sys.exit(f"bench: {' '.join(command)}: {result.stderr.strip()}")


def figure_of(command, repeats, out):
    figure = measure(command, repeats, NEVER, before=lambda: shutil.rmtree(out, ignore_errors=True))
    if figure.failed:
        sys.exit(f"bench: {' '.join(command)}: {figure.failed}")
    return figure


def row(name, figure):
    return f"| {name} | {figure.seconds:.2f} | {figure.cpu_seconds:.2f} | {figure.peak_mb:.0f} |"


def side_by_side(program, gisdata, folder, options):
    """The same three layers: ours from the workspace, ogr2ogr's from a GeoPackage that holds them
    as they are written."""
    run, packed, ours, theirs = (folder / f"export_{name}" for name in
                                 ("run", "packed", "ours", "theirs"))
    study = str(gisdata / "study.yaml")
    checked([program, "run", study, "--out", str(run), "--quiet"])
    export = [program, "export", "-w", str(run / "workspace.sqlite"), "--study", study, "--quiet"]
    chosen = [word for layer in LAYERS for word in ("--layer", layer)]
    checked(export + chosen + ["--format", "gpkg", "--out", str(packed)])
    words = export + ["--format", "geojson", "--threads", str(options.threads)]
    lines = []
    for name, layers in (("all three", LAYERS), *((layer, [layer]) for layer in LAYERS)):
        chosen = [word for layer in layers for word in ("--layer", layer)]
        lines.append(row(f"**evenreach export**, {name}",
                         figure_of(words + chosen + ["--out", str(ours)], options.repeats, ours)))
        each = [" ".join(OGR2OGR + [f"'{theirs}/{layer}.geojson'",
                                    f"'{packed}/evenreach.gpkg'", layer]) for layer in layers]
        script = f"mkdir '{theirs}' && " + " && ".join(each)
        lines.append(row(f"ogr2ogr, {name}",
                         figure_of(["sh", "-c", script], options.repeats, theirs)))
    for path in (run, packed, ours, theirs):
        shutil.rmtree(path, ignore_errors=True)
    return lines


def growth(program, folder, options, table, count):
    """Peak memory of an export and a check of so many stations."""
    world, out = folder / "export_world", folder / "export_world" / "out"
    shutil.rmtree(world, ignore_errors=True)
    world.mkdir()
    (world / "study.yaml").write_text(STUDY.replace("STATIONS", str(table)))
    (world / "units.geojson").write_text(
        '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":"A"},'
        '"geometry":{"type":"Polygon","coordinates":'
        '[[[118,20],[124,20],[124,27],[118,27],[118,20]]]}}]}')
    store = str(world / "workspace.sqlite")
    checked([program, "init", "-w", store])
    checked([program, "load", "-w", store, "units", str(world / "units.geojson"), "--level",
             "town"])
    checked([program, "load", "-w", store, "stations", str(table), "--crs", "EPSG:4326"])
    export = figure_of([program, "export", "-w", store, "--study", str(world / "study.yaml"),
                        "--layer", "stations", "--format", "geojson", "--quiet", "--out",
                        str(out)], options.repeats, out)
    check = measure([program, "export", "--check-only", "--quiet", "--out", str(out)],
                    options.repeats, NEVER)
    if check.failed:
        sys.exit(f"bench: evenreach export --check-only: {check.failed}")
    shutil.rmtree(world)
    return [row(f"**evenreach export**, {count:,} stations", export),
            row(f"**evenreach export --check-only**, {count:,} stations", check)]


def bench_export(program, gisdata, folder, options, tables):
    """`tables` are CSV files of stations by their number."""
    lines = side_by_side(program, gisdata, folder, options)
    for count, table in tables.items():
        lines += growth(program, folder, options, table, count)
    notes = ("368 towns at full resolution, 26,265 stations and the coverage polygons as GeoJSON, "
             "with the same options; ogr2ogr copies them from a GeoPackage that holds them already "
             "drawn. evenreach also reads the workspace, counts stations in units and joins the "
             "area classes. Towns alone it writes more slowly than they are copied: to count the "
             "stations in them takes as long as to write them.")
    return ["### Writing GeoJSON: `evenreach export`", "", notes, "",
            "| tool | seconds | processor seconds | peak MB |", "|---|--:|--:|--:|"] + lines
