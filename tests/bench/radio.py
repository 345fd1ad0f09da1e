"""Signal coverage: one site against SPLAT!, a whole country, and what a cell costs."""
import csv
import json
import math
import shutil
import subprocess
import sys
from pathlib import Path

from measure import measure, measure_in_turn

# The site of the comparison, and what both programs compute around it.
SITE = {"lat": 25.0340, "lon": 121.5645, "height_m": 60, "freq_mhz": 3500, "receiver_m": 1.5}
RADIUS_KM = 20
DEM = "taipei_z13_3857.tif"  # in ../shared/data/dem
SQUARES = [(24, 121), (25, 121)]  # degrees that SPLAT! reads for this site
# SPLAT! HD works on one second of arc; square cells of the same area at the site's latitude.
SECOND_M = 6371007.2 * math.pi / 180 / 3600
CELL_M = round(SECOND_M * math.sqrt(math.cos(math.radians(SITE["lat"]))), 2)
SEED = 12
PIXELS = 3600  # of a degree

STUDY = """title: {{en: {title}}}
language: en
inputs:
  - {{units: area.geojson, level: area}}
  - {{stations: {stations}, crs: EPSG:4326}}
coverage:
  model: p1812
  resolution_m: {cell_m}
  receiver: {{height_m: {receiver_m}}}
  levels: [{{name: served, min_rsrp_dbm: -110}}]
  sectors: [{{height_m: {height_m}, sectors: 1, beamwidth_deg: 360, range_m: {range_m}}}]
  terrain: {{elevation: {dem}, no_data_is_sea: true}}
"""


def run(*command, **keywords):
    result = subprocess.run(command, capture_output=True, text=True, **keywords)
    if result.returncode != 0:
        sys.exit(f"bench: {command[0]}: {result.stderr.strip() or result.stdout.strip()}")
    return result.stdout


# ---- inputs ---------------------------------------------------------------------------------


def metres_per_degree(lat):
    return SECOND_M * 3600 * math.cos(math.radians(lat)), SECOND_M * 3600


def square(lon, lat, half_km):
    """A ring of degrees around a place."""
    x, y = metres_per_degree(lat)
    dx, dy = 1000 * half_km / x, 1000 * half_km / y
    return [[lon - dx, lat - dy], [lon + dx, lat - dy], [lon + dx, lat + dy], [lon - dx, lat + dy],
            [lon - dx, lat - dy]]


def write_area(folder, ring):
    shape = {"type": "Polygon", "coordinates": [ring]}
    feature = {"type": "Feature", "properties": {"code": "1", "name": "area"}, "geometry": shape}
    whole = {"type": "FeatureCollection", "features": [feature]}
    (folder / "area.geojson").write_text(json.dumps(whole))


def write_stations(path, places, band="3500 MHz"):
    with open(path, "w", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(["code", "operator", "band", "lon", "lat"])
        for i, (lon, lat) in enumerate(places):
            table.writerow([f"s{i}", "A", band, f"{lon:.7f}", f"{lat:.7f}"])


def write_study(folder, name, **what):
    given = {"title": name, "cell_m": CELL_M, "receiver_m": SITE["receiver_m"],
             "height_m": SITE["height_m"], "range_m": 1000 * RADIUS_KM, **what}
    path = folder / f"{name}.yaml"
    path.write_text(STUDY.format(**given))
    return path


def prepare(program, folder, study):
    """A workspace with a study's inputs loaded, untimed: what `cover` then works on."""
    workspace = folder / f"{study.stem}.sqlite"
    workspace.unlink(missing_ok=True)
    run(program, "init", "-q", "-w", str(workspace))
    kinds = ("units", "population", "stations", "sectors")
    for line in study.read_text().splitlines():
        entry = line.strip().lstrip("- {").rstrip("}")
        kind = entry.split(":")[0]
        if kind in kinds and line.lstrip().startswith("- {"):
            parts = dict(part.strip().split(": ") for part in entry.split(","))
            command = [program, "load", "-q", "-w", str(workspace), kind,
                       str(study.parent / parts[kind])]
            for key in ("level", "crs"):
                command += [f"--{key}", parts[key]] if key in parts else []
            run(*command)
    return workspace


def cover(program, workspace, study, threads, *more):
    return [program, "cover", "-q", "-w", str(workspace), "--study", str(study), "--threads",
            str(threads), *more]


# ---- SPLAT! ---------------------------------------------------------------------------------


def splat_squares(folder, dem):
    """The terrain in one-degree squares of one second of arc, as SPLAT! and as GeoTIFF.

    Both are made from one raster: whole metres, and 0 m wherever the terrain has no data (the sea,
    and all of the squares beyond it)."""
    south, west = min(SQUARES)[0], min(SQUARES)[1]
    north = max(SQUARES)[0] + 1
    half = 0.5 / PIXELS
    whole, filled = folder / "seconds.tif", folder / "seconds_filled.tif"
    run("gdalwarp", "-q", "-overwrite", "-t_srs", "EPSG:4326", "-te", str(west - half),
        str(south - half), str(west + 1 + half), str(north + half), "-ts", str(PIXELS + 1),
        str(PIXELS * (north - south) + 1), "-r", "bilinear", "-ot", "Float32", "-dstnodata",
        "-9999", str(dem), str(whole))
    from osgeo import gdal
    import numpy

    source = gdal.Open(str(whole))
    heights = source.ReadAsArray()
    heights = numpy.where(heights == -9999, 0, numpy.rint(heights)).astype("int16")
    made = gdal.GetDriverByName("GTiff").Create(
        str(filled), source.RasterXSize, source.RasterYSize, 1, gdal.GDT_Int16, ["TILED=YES"])
    made.SetProjection(source.GetProjection())
    made.SetGeoTransform(source.GetGeoTransform())
    made.GetRasterBand(1).WriteArray(heights)
    made = source = None
    for lat, lon in SQUARES:
        top = (north - lat - 1) * PIXELS
        piece = heights[top:top + PIXELS + 1]
        name = f"N{lat}E{lon}.hgt"
        (folder / name).write_bytes(piece.astype(">i2").tobytes())  # SRTM: rows from the north
        run("srtm2sdf-hd", name, cwd=folder)
        (folder / name).unlink()
    return filled


def splat_site(folder):
    """SPLAT!'s site (longitudes west of Greenwich are positive) and parameter files."""
    (folder / "site.qth").write_text(
        f"site\n{SITE['lat']}\n{-SITE['lon']}\n{SITE['height_m']} meters\n")
    (folder / "site.lrp").write_text(
        "15.000 ; Earth Dielectric Constant (Relative permittivity)\n"
        "0.005 ; Earth Conductivity (Siemens per meter)\n"
        "325.000 ; Atmospheric Bending Constant (N-units)\n"
        f"{SITE['freq_mhz']:.3f} ; Frequency in MHz (20 MHz to 20 GHz)\n"
        "6 ; Radio Climate (6 = Maritime Temperate, over land)\n"
        "1 ; Polarization (0 = Horizontal, 1 = Vertical)\n"
        "0.50 ; Fraction of situations (50% of locations)\n"
        "0.50 ; Fraction of time (50% of the time)\n")


def splat_command(folder, *more):
    """SPLAT! reads and writes in the folder that it runs in."""
    words = ["splat-hd", "-t", "site.qth", "-L", str(SITE["receiver_m"]), "-R", str(RADIUS_KM),
             "-metric", "-N", "-d", f"{folder}/", "-o", "out.ppm", *more]
    return ["sh", "-c", f"cd '{folder}' && exec \"$@\"", "splat", *words]


def splat_points(folder):
    """How many places it computes: it lists each with -ano."""
    run(*splat_command(folder, "-olditm", "-ano", "points.txt"))
    with open(folder / "points.txt") as file:
        count = sum(1 for _ in file) - 2  # two lines of bounds
    (folder / "points.txt").unlink()
    return count


def raster_cells(path):
    from osgeo import gdal
    import numpy

    return int(numpy.isfinite(gdal.Open(str(path)).ReadAsArray()).sum())


def site_rows(program, folder, options, terrain):
    study = write_study(folder, "site", stations="site.csv", dem=terrain.name)
    write_stations(folder / "site.csv", [(SITE["lon"], SITE["lat"])])
    write_area(folder, square(SITE["lon"], SITE["lat"], 1.01 * RADIUS_KM))
    workspace = prepare(program, folder, study)
    rasters = folder / "rasters"
    command = cover(program, workspace, study, 1, "--rasters", str(rasters), "--raster",
                    "loss")
    run(*command)
    places, points = raster_cells(rasters / "loss.tif"), splat_points(folder)
    commands = {"**evenreach** p1812": command,
                "evenreach p1812, figures and outlines alone": cover(program, workspace, study, 1),
                "SPLAT! HD, ITM (-olditm)": splat_command(folder, "-olditm"),
                "SPLAT! HD, ITWOM": splat_command(folder)}
    figures = measure_in_turn(commands, options.repeats, options.limit)
    for name, figure in figures.items():
        yield name, figure, points if "SPLAT!" in name else places


def bench_splat(program, folder, options, dem):
    folder = folder / "site"
    folder.mkdir(parents=True, exist_ok=True)
    terrain = splat_squares(folder, dem)
    splat_site(folder)
    lines = ["| tool | seconds | processor seconds | peak MB | places | µs a place |"
             " times evenreach |", "|---|--:|--:|--:|--:|--:|--:|"]
    base = None
    for name, figure, places in site_rows(program, folder, options, terrain):
        if figure.failed:
            lines.append(f"| {name} | {figure.failed} | | | | | |")
            continue
        base = base or figure
        lines.append(
            f"| {name} | {figure.seconds:.2f} | {figure.cpu_seconds:.2f} | {figure.peak_mb:.0f} | "
            f"{places:,} | {1e6 * figure.seconds / places:.2f} | "
            f"{figure.seconds / base.seconds:.1f} |")
    notes = (f"One site ({SITE['lat']} N, {SITE['lon']} E, {SITE['height_m']} m, "
             f"{SITE['freq_mhz'] / 1000:.1f} GHz, receiver at {SITE['receiver_m']} m), everything "
             f"within {RADIUS_KM} km, one core, from the program's start to its files. Both read the "
             f"same terrain: {DEM} in whole metres on a grid of one second of arc, 0 m wherever it "
             f"has no data, as it does not reach the whole radius. SPLAT! HD computes every second "
             f"of arc (31 by 28 m) and writes a picture; evenreach computes square cells of "
             f"{CELL_M} m, exact shares of its area, and writes a raster of the losses. The models differ: "
             f"ITU-R P.1812 here, Longley-Rice (ITM) and ITWOM there.")
    return ["### One site over terrain: `evenreach cover`, P.1812", "", notes, ""] + lines


# ---- a country ------------------------------------------------------------------------------


def country_study(gisdata, folder, cell_m):
    """The bundled study with three sectors at every station, and its files by whole names."""
    text = (gisdata / "study.yaml").read_text()
    for key in ("units", "population", "stations", "venues", "routes", "pilots", "pilot_sites",
                "targets", "service_needs", "list"):
        text = text.replace(f" {key}: ", f" {key}: {gisdata}/")
    text = text.replace("\n  sectors:\n", "\n  sectors:\n    - {sectors: 3}\n", 1)
    path = folder / "country.yaml"
    path.write_text(text.replace("\n  preset: default\n", f"\n  resolution_m: {cell_m}\n", 1))
    return path


def bench_country(program, gisdata, folder, options):
    folder = folder / "country"
    folder.mkdir(parents=True, exist_ok=True)
    study = country_study(gisdata, folder, options.country_cell)
    out = folder / "out"
    shutil.rmtree(out, ignore_errors=True)
    run(program, "run", "-q", str(gisdata / "study.yaml"), "--out", str(out))
    workspace = out / "workspace.sqlite"
    command = cover(program, workspace, study, options.threads, "--model", "tr38901", "--json")
    answer = folder / "country.json"
    figure = measure(command, options.repeats, options.limit * 100, answer)
    if figure.failed:
        sys.exit(f"bench: evenreach cover: {figure.failed}")
    said = json.load(open(answer))["parameters"]
    shutil.rmtree(out)
    sectors, grid = said["sectors"]["computed"], said["grid"]
    notes = (f"All {said['stations']['in_service']:,} stations of gisdata/tw with three sectors each "
             f"({sectors:,}), TR 38.901 by area class, cells of {options.country_cell} m over every "
             f"unit ({grid['columns']:,} by {grid['rows']:,} with the sea between the islands, of "
             f"which only tiles with land and a station in range are computed): levels, operators "
             f"and persons of all units, outlines; without rasters. {options.threads} threads.")
    return ["### A country: `evenreach cover`, TR 38.901", "", notes, "",
            "| seconds | processor seconds | peak MB |", "|--:|--:|--:|",
            f"| {figure.seconds:.2f} | {figure.cpu_seconds:.2f} | {figure.peak_mb:.0f} |"]


# ---- what a cell costs ----------------------------------------------------------------------


def random_places(count):
    """Places within the terrain's data, the same for everybody."""
    import random

    draw = random.Random(SEED)
    return [(draw.uniform(121.43, 121.67), draw.uniform(24.94, 25.23)) for _ in range(count)]


def cost_of(program, folder, options, terrain, count, radius_km, threads):
    """Median figure, and the number of paths: cells in range of each station, one after another."""
    name = f"cost_{count}_{radius_km:g}"
    write_stations(folder / f"{name}.csv", random_places(count))
    write_area(folder, square(121.55, 25.085, 17 + radius_km))  # all that is in range
    study = write_study(folder, name, stations=f"{name}.csv", dem=terrain.name, height_m=30,
                        range_m=1000 * radius_km)
    workspace = prepare(program, folder, study)
    command = cover(program, workspace, study, threads)
    figure = measure(command, options.repeats, options.limit * 100)
    if figure.failed:
        sys.exit(f"bench: evenreach cover: {figure.failed}")
    workspace.unlink()
    return figure, count * math.pi * (1000 * radius_km / CELL_M) ** 2


def bench_cost(program, folder, options, dem):
    folder = folder / "site"
    folder.mkdir(parents=True, exist_ok=True)
    terrain = folder / "seconds_filled.tif"
    if not terrain.exists():
        splat_squares(folder, dem)
    lines = ["| stations | radius km | million paths | seconds | processor seconds | peak MB |"
             " processor seconds a million | paths a second and core |",
             "|--:|--:|--:|--:|--:|--:|--:|--:|"]
    most = max(options.cost_stations)
    cases = [(100, radius) for radius in options.cost_radii]
    cases += [(count, 10) for count in options.cost_stations if count != 100]
    for count, radius in cases:
        figure, paths = cost_of(program, folder, options, terrain, count, radius, options.threads)
        lines.append(
            f"| {count} | {radius:g} | {paths / 1e6:.2f} | {figure.seconds:.2f} | "
            f"{figure.cpu_seconds:.2f} | {figure.peak_mb:.0f} | "
            f"{1e6 * figure.cpu_seconds / paths:.3f} | {paths / figure.cpu_seconds:,.0f} |")
    notes = (f"Stations at random places over {DEM}, all round, 30 m, 3.5 GHz, P.1812, cells of "
             f"{CELL_M} m. A path is one cell in range of one station. The time of a path should not "
             f"grow with the radius, nor with the number of stations (up to {most}); what a run costs "
             f"besides (start, terrain, shares of the area's cells, outlines) weighs most where "
             f"the paths are few.")
    return ["### What a path over terrain costs: P.1812", "", notes, ""] + lines
