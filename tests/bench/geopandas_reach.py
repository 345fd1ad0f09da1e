"""Served area of every polygon with GeoPandas: geopandas_reach.py WAY AREAS STATIONS > CSV

WAY union:    for every polygon, the discs that meet it (spatial index), their union, its cut
    overlay:  discs and polygons overlaid, the pieces dissolved by polygon
    clip:     one union of all discs, cut by every polygon
"""
import sys

import geopandas

PLANE = "+proj=laea +lat_0=23.8 +lon_0=120.6 +datum=WGS84 +units=m"


def read(areas_path, stations_path):
    areas = geopandas.read_file(areas_path).to_crs(PLANE)
    table = geopandas.pd.read_csv(stations_path)
    points = geopandas.points_from_xy(table.lon, table.lat, crs="EPSG:4326")
    stations = geopandas.GeoDataFrame(table[["radius_m"]], geometry=points).to_crs(PLANE)
    discs = stations.buffer(stations.radius_m, resolution=16)
    return areas, geopandas.GeoDataFrame(geometry=discs)


def by_union(areas, discs):
    area_rows, disc_rows = discs.sindex.query_bulk(areas.geometry, predicate="intersects")
    near = geopandas.pd.Series(disc_rows).groupby(area_rows)
    served = geopandas.pd.Series(0.0, index=areas.index)
    for row, members in near:
        union = discs.geometry.iloc[members.values].unary_union
        served[row] = areas.geometry.iloc[row].intersection(union).area
    return served


def by_overlay(areas, discs):
    pieces = geopandas.overlay(discs, areas[["key", "geometry"]], how="intersection")
    served = pieces.dissolve("key").area
    return areas.key.map(served).fillna(0.0)


def by_clip(areas, discs):
    union = geopandas.GeoDataFrame(geometry=[discs.unary_union], crs=PLANE).explode(
        index_parts=False
    )
    area_rows, part_rows = union.sindex.query_bulk(areas.geometry, predicate="intersects")
    pairs = areas.geometry.iloc[area_rows].reset_index(drop=True)
    cut = pairs.intersection(union.geometry.iloc[part_rows].reset_index(drop=True)).area
    return cut.groupby(area_rows).sum().reindex(areas.index, fill_value=0.0)


def main():
    way = {"union": by_union, "overlay": by_overlay, "clip": by_clip}[sys.argv[1]]
    areas, discs = read(sys.argv[2], sys.argv[3])
    served = way(areas, discs)
    for key, whole, part in zip(areas.key, areas.area, served):
        print(f"{key},{whole / 1e6:.12g},{part / 1e6:.12g}")


if __name__ == "__main__":
    main()
