-- Served area of every polygon with SpatiaLite, second way: one union of all discs, taken apart
-- into its parts (R-tree over them), and the parts cut by the polygons. Discs of 30 segments a
-- quarter, as ST_Buffer makes them by default.
.mode csv
SELECT load_extension('mod_spatialite');
PRAGMA cache_size = -500000;
PRAGMA temp_store = MEMORY;
CREATE TEMP TABLE whole AS SELECT ST_Union(ST_Buffer(geometry, radius_m)) AS geometry FROM station;
CREATE TEMP TABLE part(id INTEGER PRIMARY KEY, geometry BLOB);
INSERT INTO part
WITH RECURSIVE number(i) AS (
    SELECT 1 UNION ALL SELECT i + 1 FROM number, whole WHERE i < ST_NumGeometries(whole.geometry))
SELECT i, ST_GeometryN(whole.geometry, i) FROM number, whole;
CREATE VIRTUAL TABLE temp.part_box USING rtree(id, x0, x1, y0, y1);
INSERT INTO part_box
SELECT id, ST_MinX(geometry), ST_MaxX(geometry), ST_MinY(geometry), ST_MaxY(geometry) FROM part;
SELECT a.key, ST_Area(a.geometry) / 1e6, sum(ST_Area(ST_Intersection(a.geometry, p.geometry))) / 1e6
FROM area a
JOIN part_box b ON b.x0 <= ST_MaxX(a.geometry) AND b.x1 >= ST_MinX(a.geometry)
               AND b.y0 <= ST_MaxY(a.geometry) AND b.y1 >= ST_MinY(a.geometry)
JOIN part p ON p.id = b.id
GROUP BY a.ogc_fid;
