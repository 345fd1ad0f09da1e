"""Make the inputs of the benchmarks: seeded, so that everybody measures the same.

inputs.py GISDATA OUT COUNT...

OUT/areas.fgb        the towns of GISDATA at full resolution and 500 venues; field `key`
OUT/stations_N.csv   N stations around 600 villages, radius 300 to 2,000 m
"""
import csv
import sys

import geopandas
import numpy
from shapely.affinity import rotate
from shapely.geometry import Point, box

WGS84 = "EPSG:4326"
PLANE = "+proj=laea +lat_0=23.8 +lon_0=120.6 +datum=WGS84 +units=m"
CLUSTERS = 600
SPREAD_M = 1500
VENUES = 500


def read(path):
    """Longitude and latitude as they are (TWD97 and WGS 84 agree within a metre)."""
    return geopandas.read_file(path).set_crs(WGS84, allow_override=True)


def cluster_centres(gisdata, random):
    villages = read(f"{gisdata}/villages.fgb")
    chosen = villages.iloc[random.choice(len(villages), CLUSTERS, replace=False)]
    points = chosen.geometry.representative_point().to_crs(PLANE)
    return numpy.column_stack([points.x, points.y])


def venue(centre, random):
    """A building or a ground: a turned rectangle, sometimes a round one."""
    x, y = centre + random.normal(0, SPREAD_M, 2)
    width, height = random.uniform(40, 400, 2)
    if random.random() < 0.2:
        return Point(x, y).buffer(width / 2)
    shape = box(x - width / 2, y - height / 2, x + width / 2, y + height / 2)
    return rotate(shape, random.uniform(0, 180))


def write_areas(gisdata, centres, path):
    random = numpy.random.Generator(numpy.random.PCG64(11))
    towns = read(f"{gisdata}/towns.fgb")[["code", "geometry"]].rename(columns={"code": "key"})
    shapes = [venue(centres[random.integers(CLUSTERS)], random) for _ in range(VENUES)]
    venues = geopandas.GeoDataFrame(
        {"key": [f"venue{i:03d}" for i in range(VENUES)]}, geometry=shapes, crs=PLANE
    ).to_crs(WGS84)
    areas = geopandas.pd.concat([towns, venues], ignore_index=True)
    geopandas.GeoDataFrame(areas, crs=WGS84).to_file(path, driver="FlatGeobuf")


def write_stations(centres, count, path):
    random = numpy.random.Generator(numpy.random.PCG64(count))
    places = centres[random.integers(CLUSTERS, size=count)]
    places = places + random.normal(0, SPREAD_M, (count, 2))
    points = geopandas.GeoSeries(
        geopandas.points_from_xy(places[:, 0], places[:, 1]), crs=PLANE
    ).to_crs(WGS84)
    radius = random.uniform(300, 2000, count)
    height = random.uniform(10, 40, count)
    operators = random.integers(5, size=count)
    with open(path, "w", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow("id operator technology band lon lat height_m radius_m".split())
        for i, point in enumerate(points):
            table.writerow(
                [f"s{i}", "ABCDE"[operators[i]], "5G", "n78", f"{point.x:.7f}", f"{point.y:.7f}",
                 f"{height[i]:.1f}", f"{radius[i]:.1f}"]
            )


def main():
    gisdata, out = sys.argv[1:3]
    random = numpy.random.Generator(numpy.random.PCG64(7))
    centres = cluster_centres(gisdata, random)
    write_areas(gisdata, centres, f"{out}/areas.fgb")
    for count in sys.argv[3:]:
        write_stations(centres, int(count), f"{out}/stations_{count}.csv")


if __name__ == "__main__":
    main()
