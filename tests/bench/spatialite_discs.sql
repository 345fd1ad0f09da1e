-- Served area of every polygon with SpatiaLite, first way: for every polygon the discs that meet it
-- (R-tree over the discs, then the exact test), their union, its cut. Discs of 30 segments a
-- quarter, as ST_Buffer makes them by default.
.mode csv
SELECT load_extension('mod_spatialite');
PRAGMA cache_size = -500000;
PRAGMA temp_store = MEMORY;
CREATE TEMP TABLE disc(id INTEGER PRIMARY KEY, geometry BLOB);
INSERT INTO disc SELECT ogc_fid, ST_Buffer(geometry, radius_m) FROM station;
CREATE VIRTUAL TABLE temp.disc_box USING rtree(id, x0, x1, y0, y1);
INSERT INTO disc_box
SELECT id, ST_MinX(geometry), ST_MaxX(geometry), ST_MinY(geometry), ST_MaxY(geometry) FROM disc;
SELECT a.key, ST_Area(a.geometry) / 1e6,
       ST_Area(ST_Intersection(a.geometry, ST_Union(d.geometry))) / 1e6
FROM area a
JOIN disc_box b ON b.x0 <= ST_MaxX(a.geometry) AND b.x1 >= ST_MinX(a.geometry)
               AND b.y0 <= ST_MaxY(a.geometry) AND b.y1 >= ST_MinY(a.geometry)
JOIN disc d ON d.id = b.id
WHERE ST_Intersects(a.geometry, d.geometry)
GROUP BY a.ogc_fid;
