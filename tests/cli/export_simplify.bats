#!/usr/bin/env bats
# `export --simplify-m`: fewer corners, with the borders that neighbours and levels have in common.
# Two counties of towns with wavy borders, some 13 m to and fro, and islands of 200 and of 40 m.
bats_require_minimum_version 1.5.0

# Squares of 0.1 degrees by column and row, 300 corners an edge; the units of one level.
units='
function wave(t) { return 0.0001 * sin(t * 61) + 0.00003 * sin(t * 400) }
function point(x, y) {
    place = sprintf("[%.7f, %.7f]", x, y)
    if (text == "") first = place
    text = text (text == "" ? "" : ", ") place
}
# From corner to corner of the grid, either way by the same points.
function edge(i, j, k, l,   n, t, back) {
    back = k < i || l < j
    for (n = 0; n < 300; n++) {
        t = (back ? 300 - n : n) / 300
        if (i != k)
            point(121 + 0.1 * ((back ? k : i) + t), 24 + 0.1 * j + wave(t + j) * sin(3.14159265 * t))
        else
            point(121 + 0.1 * i + wave(t + i) * sin(3.14159265 * t), 24 + 0.1 * ((back ? l : j) + t))
    }
}
function ring(   done) { done = "[[" text ", " first "]]"; text = ""; return done }
function circle(x, y, r,   n) {
    for (n = 0; n < 60; n++)
        point(x + r * cos(n * 0.10471975512), y + r * sin(n * 0.10471975512))
    return ring()
}
function box(i, j, wide,   k) {
    for (k = i; k < i + wide; k++) edge(k, j, k + 1, j)
    edge(i + wide, j, i + wide, j + 1)
    for (k = i + wide; k > i; k--) edge(k, j + 1, k - 1, j + 1)
    edge(i, j + 1, i, j)
    return ring()
}
function unit(code, parent, rings) {
    printf "%s{\"type\": \"Feature\", \"properties\": {\"code\": \"%s\", \"name\": \"%s\", \"parent_code\": \"%s\"}, \"geometry\": {\"type\": \"MultiPolygon\", \"coordinates\": [%s]}}", count++ ? ",\n" : "", code, code, parent, rings
}
BEGIN {
    print "{\"type\": \"FeatureCollection\", \"features\": ["
    rock = circle(121.3, 24.05, 0.0002)
    isle = circle(121.4, 24.05, 0.001)
    if (level == "county") {
        unit("N", "", box(0, 1, 2))
        unit("S", "", box(0, 0, 2) ", " rock ", " isle)
    } else {
        unit("S1", "S", box(0, 0, 1))
        unit("S2", "S", box(1, 0, 1) ", " rock)
        unit("S3", "S", isle)
        unit("N1", "N", box(0, 1, 1))
        unit("N2", "N", box(1, 1, 1))
    }
    print "\n]}"
}'

setup_file() {
    cd "$BATS_FILE_TMPDIR"
    awk -v level=county "$units" > counties.geojson
    awk -v level=town "$units" > towns.geojson
    printf 'code,persons\nS1,100\nS2,900\nS3,50\nN1,70\nN2,10\n' > population.csv
    printf 'code,operator,lon,lat\na,One,121.05,24.05\nb,Two,121.15,24.05\nc,One,121.16,24.15\n' > stations.csv
    cat > study.yaml <<'END'
title: {en: Waves, zh-TW: 波浪}
language: en
inputs:
  - {units: counties.geojson, level: county}
  - {units: towns.geojson, level: town, parent: county}
  - {population: population.csv, level: town}
  - {stations: stations.csv, crs: EPSG:4326}
schemes:
  - name: side
    level: town
    groups:
      - {name: south, title: {en: South, zh-TW: 南}}
      - {name: north, title: {en: North, zh-TW: 北}}
    rules:
      - {id: first, group: south, code_prefix: S}
    otherwise: north
coverage: {model: disc, default_radius_m: 1000}
END
    "$EVENREACH" run study.yaml --out whole --quiet
    export HOME_OF="$BATS_FILE_TMPDIR"
}

setup() {
    cd "$BATS_TEST_TMPDIR"
}

export_() {
    "$EVENREACH" export -w "$HOME_OF/whole/workspace.sqlite" --study "$HOME_OF/study.yaml" --out out "$@"
}

# All layers of units in one file: gather FOLDER
gather() {
    rm -f "$1.gpkg"
    ogr2ogr -f GPKG -nlt MULTIPOLYGON "$1.gpkg" "$1/geojson/towns.geojson"
    ogr2ogr -f GPKG -nlt MULTIPOLYGON -update "$1.gpkg" "$1/geojson/counties.geojson"
    ogr2ogr -f GPKG -nlt MULTIPOLYGON -update "$1.gpkg" "$1/geojson/area_classes.geojson"
}

# The one value of a query, by GEOS: ask FILE SQL
ask() {
    ogrinfo -q -dialect SQLite -sql "$2" "$1" | sed -n 's/^  n (.*) = //p'
}

@test "--simplify-m leaves out corners, no further than it says; islands stay" {
    run -0 export_ --simplify-m 20 --check
    gather out
    ogr2ogr -f GPKG -nlt MULTIPOLYGON -nln full_towns out.gpkg -update "$HOME_OF/whole/geojson/towns.geojson"
    full=$(ask out.gpkg 'select sum(ST_NPoints(geom)) n from full_towns')
    left=$(ask out.gpkg 'select sum(ST_NPoints(geom)) n from towns')
    [ "$full" -gt 4800 ]
    [ "$left" -lt 200 ]
    # no border strays further than 20 m (a degree of longitude has 101 km here), but some stray
    far=$(ask out.gpkg 'select max(ST_HausdorffDistance(t.geom, f.geom)) n from towns t join full_towns f using (code)')
    awk -v far="$far" 'BEGIN { exit !(far <= 20 / 101000 && far > 5 / 101000) }'
    # the islands are there: as many parts as before
    [ "$(ask out.gpkg "select ST_NumGeometries(geom) n from towns where code = 'S2'")" = 2 ]
    [ "$(ask out.gpkg "select ST_NumGeometries(geom) n from counties where code = 'S'")" = 3 ]
    [ "$(ask out.gpkg "select ST_Area(geom) > 0 n from towns where code = 'S3'")" = 1 ]
    # more of them at a smaller tolerance
    run -0 export_ --simplify-m 2 --check --layer towns
    cp -r out finer
    run -0 ogr2ogr -f GPKG -nlt MULTIPOLYGON -nln towns finer.gpkg finer/geojson/towns.geojson
    [ "$(ask finer.gpkg 'select sum(ST_NPoints(geom)) n from towns')" -gt "$((2 * left))" ]
    # figures and points are those of the whole
    cmp out/tables/towns.csv "$HOME_OF/whole/tables/towns.csv"
    cmp out/geojson/stations.geojson "$HOME_OF/whole/geojson/stations.geojson"
    cmp out/summary.json "$HOME_OF/whole/summary.json"
}

@test "neighbours, counties and area classes keep meeting without gap or overlap" {
    for tolerance in 3 20 500 5000 100000; do
        run -0 export_ --simplify-m $tolerance --check
        gather out
        [ "$(ask out.gpkg 'select count(*) n from towns where not ST_IsValid(geom)')" = 0 ]
        # neighbours: what they have in common is a line
        [ "$(ask out.gpkg 'select count(*) n from towns a join towns b on a.code < b.code where ST_Area(ST_Intersection(a.geom, b.geom)) > 0')" = 0 ]
        [ "$(ask out.gpkg 'select count(*) n from towns a join towns b on a.code < b.code where ST_Length(ST_Intersection(a.geom, b.geom)) > 0.09')" = 4 ]
        # a county, and a class, is its towns
        [ "$(ask out.gpkg "select ST_Equals(c.geom, (select ST_Union(geom) from towns where code like 'S%')) n from counties c where code = 'S'")" = 1 ]
        [ "$(ask out.gpkg "select ST_Equals(c.geom, (select ST_Union(geom) from towns where code like 'N%')) n from counties c where code = 'N'")" = 1 ]
        [ "$(ask out.gpkg "select ST_Equals(c.geom, (select ST_Union(geom) from towns where code like 'S%')) n from area_classes c where code = 'south'")" = 1 ]
    done
}

@test "the tolerance stands in what is written, in both languages" {
    run -0 export_ --simplify-m 12.5 --format geojson --format gpkg --format mbtiles --format geojsonseq --format flatgeobuf --format csv
    grep -q '"simplify_tolerance_m": 12.5,' out/geojson/towns.geojson
    grep -q '"simplify_tolerance_m": 12.5,' out/geojson/coverage.geojson
    ! grep -q simplify_tolerance_m out/geojson/stations.geojson # points stay
    ! grep -q simplify_tolerance_m "$HOME_OF/whole/geojson/towns.geojson"
    grep -q '"description": "[^"]*; on the map, borders stray by 12.5 m at most"' out/geojson/towns.geojson
    grep -q '"description_zh": "[^"]*；地圖上邊界偏移至多 12.5 公尺"' out/geojson/towns.geojson
    run -0 sqlite3 out/evenreach.gpkg "select description from gpkg_contents where table_name = 'towns'"
    [[ "$output" == *"borders stray by 12.5 m at most"*"至多 12.5 公尺"* ]]
    run -0 sqlite3 out/evenreach.mbtiles "select value from metadata where name = 'json'"
    [[ "$output" == *"borders stray by 12.5 m at most"* ]]
    for folder in geojson geojsonseq flatgeobuf; do
        grep -q '^towns,geometry,geometry,m,"on the map, borders stray by 12.5 m at most",' out/$folder/fields.csv
        [ "$(grep -c '^stations,geometry,' out/$folder/fields.csv)" = 0 ]
    done
    [ "$(grep -c ',geometry,' out/tables/fields.csv)" = 0 ]
    # such a line is about no field
    run -0 "$EVENREACH" export --check-only --out out
}

@test "selecting, simplifying, cutting, rounding: in this order" {
    run -0 export_ --simplify-m 20 --format geojson --format csv
    mv out all
    # a feature has the same shape in every selection
    run -0 export_ --simplify-m 20 --group side=north --check
    run -0 bash -c "diff <(grep '\"code\": \"N' all/geojson/towns.geojson | tr -d '\n' | sed 's/,\$//') \
        <(grep '\"code\": \"N' out/geojson/towns.geojson | tr -d '\n' | sed 's/,\$//')"
    [ "$(grep -c '"code": "S' out/geojson/towns.geojson)" = 0 ]
    rm -r out
    run -0 export_ --simplify-m 20 --layer towns
    cmp out/geojson/towns.geojson all/geojson/towns.geojson
    rm -r out
    # cut at the box exactly, and rounded at the end
    run -0 export_ --simplify-m 20 --bbox 121.05,24.05,121.15,24.15 --clip --decimals 5 --check --layer towns
    grep -q '^towns,geometry,geometry,m,"on the map, borders stray by 20 m at most; on the map, coordinates are rounded by 0.79 m at most",' out/geojson/fields.csv
    run -0 ogrinfo -so -al out/geojson/towns.geojson
    [[ "$output" == *"Extent: (121.050000, 24.050000) - (121.150000, 24.150000)"* ]]
    [ "$(grep -oE '24\.[0-9]{6,}' out/geojson/towns.geojson | wc -l)" = 0 ]
    # what is cut is the simplified shape: of 600 corners in the box few are left
    [ "$(ask out/geojson/towns.geojson 'select sum(ST_NPoints(geometry)) n from towns')" -lt 150 ]
    grep -q '"simplify_tolerance_m": 20' out/geojson/towns.geojson
    grep -q '"coordinate_decimals": 5' out/geojson/towns.geojson
    rm -r out
    # chosen by the full shape: the wave beyond the line is gone after it, and counts nevertheless
    top=$(ogrinfo -q -dialect SQLite -sql "select max(ST_MaxY(geometry)) n from towns where code like 'N%'" \
        "$HOME_OF/whole/geojson/towns.geojson" | sed -n 's/^  n (.*) = //p')
    run -0 export_ --simplify-m 100000 --bbox "121,$(awk -v y="$top" 'BEGIN { printf "%.7f", y - 0.000001 }'),121.2,25" --layer towns
    [ "$(grep -c '"code": "N' out/geojson/towns.geojson)" -ge 1 ]
}

@test "the same bytes for any number of threads and order of rows" {
    run -0 export_ --simplify-m 20 --threads 1 --format geojson
    mv out one
    run -0 export_ --simplify-m 20 --threads 4 --format geojson
    diff -r --exclude .evenreach one/geojson out/geojson
    mkdir other
    cp "$HOME_OF"/*.csv "$HOME_OF/study.yaml" "$HOME_OF/counties.geojson" other
    {
        sed -n 1p "$HOME_OF/towns.geojson"
        sed -n 2,6p "$HOME_OF/towns.geojson" | sed 's/,$//' | tac | sed '$!s/$/,/'
        echo ']}'
    } > other/towns.geojson
    run -0 "$EVENREACH" run other/study.yaml --out other/out --simplify-m 20 --format geojson --quiet
    diff -r one/geojson other/out/geojson
}

refused() {
    run -2 export_ "$@"
    [ "${#lines[@]}" = 1 ]
    [ ! -e out ]
}

@test "tolerances that are none are refused" {
    for metres in 0 -0 -1 100000.5 1e9 1e-400; do
        refused --simplify-m $metres
        [[ "$output" == *"--simplify-m: give metres above 0, 100000 at most"* ]]
    done
    for metres in nan inf -inf twenty '' 5m; do
        refused --simplify-m "$metres"
        [[ "$output" == *"--simplify-m: '$metres' is not a number"* ]]
    done
    refused --simplify-m 0 --lang zh-TW
    [[ "$output" == *"--simplify-m：請給大於 0 的公尺數，至多 100000"* ]]
}
