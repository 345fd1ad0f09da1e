"""Write boundaries as FlatGeobuf, repairing what is not a valid polygon."""

from osgeo import gdal, ogr, osr

from atlas import area_km2

gdal.UseExceptions()
ogr.UseExceptions()

TWD97_GEOGRAPHIC = 3824


def geometry_of(polygons):
    geometry = ogr.Geometry(ogr.wkbMultiPolygon)
    for rings in polygons:
        polygon = ogr.Geometry(ogr.wkbPolygon)
        for points in rings:
            ring = ogr.Geometry(ogr.wkbLinearRing)
            for x, y in points:
                ring.AddPoint_2D(x, y)
            polygon.AddGeometry(ring)
        geometry.AddGeometry(polygon)
    return geometry


def polygons_of(geometry):
    """The polygonal parts, back as lists; points and lines that a repair leaves are dropped."""
    kind = ogr.GT_Flatten(geometry.GetGeometryType())
    if kind == ogr.wkbPolygon:
        return [[geometry.GetGeometryRef(i).GetPoints() for i in range(geometry.GetGeometryCount())]]
    if kind in (ogr.wkbMultiPolygon, ogr.wkbGeometryCollection):
        parts = []
        for i in range(geometry.GetGeometryCount()):
            parts.extend(polygons_of(geometry.GetGeometryRef(i)))
        return parts
    return []


def fault_of(geometry):
    """None for a valid geometry, else what GEOS says is wrong with it."""
    said = []
    gdal.PushErrorHandler(lambda kind, number, text: said.append(text))
    valid = geometry.IsValid()
    gdal.PopErrorHandler()
    if valid:
        return None
    return said[0].split(" at or near")[0] if said else "invalid"


def repair(rows):
    """Make every boundary valid, in place; a list of what was repaired."""
    repaired = []
    for row in rows:
        geometry = geometry_of(row["polygons"])
        fault = fault_of(geometry)
        if fault is None:
            continue
        before = area_km2(row["polygons"])
        row["polygons"] = polygons_of(geometry.MakeValid())
        if fault_of(geometry_of(row["polygons"])) is not None:
            raise ValueError(f"{row['code']}: can't be made valid")
        repaired.append(
            {
                "code": row["code"],
                "name": row["name"],
                "fault": fault,
                "parts": len(row["polygons"]),
                "area_km2_before": f"{before:.6f}",
                "area_km2": f"{area_km2(row['polygons']):.6f}",
            }
        )
    return repaired


def write_flatgeobuf(path, layer_name, rows):
    srs = osr.SpatialReference()
    srs.ImportFromEPSG(TWD97_GEOGRAPHIC)
    srs.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    dataset = ogr.GetDriverByName("FlatGeobuf").CreateDataSource(path)
    layer = dataset.CreateLayer(layer_name, srs, ogr.wkbMultiPolygon, ["SPATIAL_INDEX=YES"])
    fields = ["code", "parent_code", "name", "name_en"]
    if rows[0]["parent_code"] is None:
        fields.remove("parent_code")
    for field in fields:
        layer.CreateField(ogr.FieldDefn(field, ogr.OFTString))
    for row in rows:
        feature = ogr.Feature(layer.GetLayerDefn())
        for field in fields:
            if row[field] is not None:
                feature.SetField(field, row[field])
        feature.SetGeometry(geometry_of(row["polygons"]))
        layer.CreateFeature(feature)
    dataset = None
