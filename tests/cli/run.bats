#!/usr/bin/env bats
# The bundled study from its sources to the map, once; other eyes than ours look at the files.
bats_require_minimum_version 1.5.0

setup_file() {
    export OUT=$BATS_FILE_TMPDIR/tw
    "$EVENREACH" run "$EVENREACH_SOURCE/gisdata/tw/study.yaml" --out "$OUT" --lang en --threads 2 \
        > "$BATS_FILE_TMPDIR/headline" 2> "$BATS_FILE_TMPDIR/lines"
}

# A figure of summary.json by its JSON path.
summary() {
    sqlite3 :memory: "select json_extract(readfile('$OUT/summary.json'), '$1')"
}

# The value of an SQL expression over a layer: layer_sql LAYER EXPRESSION [CONDITION].
layer_sql() {
    ogrinfo -q -dialect SQLite -sql "select $2 as x from \"$1\" where ${3:-1}" \
        "${FOLDER:-$OUT}/geojson/$1.geojson" | sed -n 's/^  x (.*) = //p'
}

@test "22 counties, 368 towns, 7,701 villages" {
    [ "$(summary '$.units[0].count')" = 22 ]
    [ "$(summary '$.units[1].count')" = 368 ]
    [ "$(summary '$.units[2].count')" = 7701 ]
    [ "$(wc -l < "$OUT/tables/villages.csv")" -ge 7702 ]
    [ ! -e "$OUT/geojson/villages.geojson" ] # large levels are drawn on request
}

@test "281 urban, 68 remote, 19 offshore towns; 87 remote by law" {
    [ "$(layer_sql towns 'count(*)' "area_class = 'urban'")" = 281 ]
    [ "$(layer_sql towns 'count(*)' "area_class = 'remote'")" = 68 ]
    [ "$(layer_sql towns 'count(*)' "area_class = 'offshore'")" = 19 ]
    [ "$(layer_sql towns 'count(*)' "statutory_remote")" = 87 ]
    [ "$(layer_sql area_classes units "code = 'urban'")" = 281 ]
}

@test "Danei is reported as borderline, with figure and threshold" {
    grep -q 'Borderline: Danei District (67000110), 128.9 against a threshold of 127.7' \
        "$BATS_FILE_TMPDIR/headline"
    grep -q '^area_class,town,"67000110",' "$OUT/tables/borderline.csv"
    [ "$(layer_sql towns area_class_borderline "code = '67000110'")" = 1 ]
}

@test "every layer opens, with all its features" {
    for pair in counties:22 towns:368 area_classes:3 coverage:3 stations:26265 venues:10; do
        [ "$(layer_sql "${pair%:*}" 'count(*)')" = "${pair#*:}" ]
    done
    [ "$(layer_sql pilots 'count(distinct code)')" = 36 ]
    [ "$(layer_sql pilots 'count(*)' "located <> 'none'")" = 57 ]
}

@test "every geometry is valid, its outer rings counter-clockwise" {
    for name in counties towns area_classes coverage venues; do
        [ "$(layer_sql $name 'count(*)' 'not ST_IsValid(geometry)')" = 0 ]
        [ "$(layer_sql $name 'count(*)' 'not ST_IsPolygonCCW(geometry)')" = 0 ]
        [ "$(layer_sql $name 'count(*)' 'geometry is null')" = 0 ]
    done
}

@test "RFC 7946: WGS 84 without a crs member, bbox, 7 decimals" {
    for file in "$OUT"/geojson/*.geojson; do
        run ! grep -q '"crs"' "$file"
        head -n 9 "$file" | grep -qE '^"bbox": \[ 1[0-9.]*, 2[0-9.]*, 1[0-9.]*, 2[0-9.]* \],? *$'
        # persons gained are exact figures: what a comparison says, to the last digit
        sed -E 's/"gains": *[0-9.]+//' "$file" > "$BATS_TEST_TMPDIR/without"
        run ! grep -qE '[0-9]\.[0-9]{8}' "$BATS_TEST_TMPDIR/without"
    done
}

@test "county areas agree with the ellipsoid to a millionth" {
    ogrinfo -q -dialect SQLite -sql 'select code || " " || ST_Area(geometry, 1) as x from counties' \
        "$EVENREACH_SOURCE/gisdata/tw/counties.fgb" | sed -n 's/^  x (String) = //p' | sort \
        > "$BATS_TEST_TMPDIR/measured"
    for code in $(cut -d ' ' -f 1 "$BATS_TEST_TMPDIR/measured"); do
        echo "$code $(layer_sql counties 'area_km2 * 1e6' "code = '$code'")"
    done | join "$BATS_TEST_TMPDIR/measured" - |
        awk '{ d = $2 / $3 - 1; if (d < 0) d = -d; if (d < 1e-6) good++ } END { exit good != 22 }'
}

@test "the drawn coverage has the area of the figures" {
    # flattened arcs lie inside the circles: a little less, never more
    [ "$(layer_sql coverage 'max(abs(ST_Area(geometry, 1) / served_km2 / 1e6 - 1)) < 5e-3')" = 1 ]
    [ "$(layer_sql coverage 'max(ST_Area(geometry, 1) / served_km2 / 1e6) < 1.00001')" = 1 ]
}

@test "groups add up to the whole" {
    [ "$(layer_sql towns 'cast(sum(persons) as integer)')" = \
        "$(summary '$.all.persons')" ]
    [ "$(layer_sql counties 'cast(sum(persons) as integer)')" = \
        "$(summary '$.all.persons')" ]
    [ "$(summary '$.all.stations')" = 26265 ]
    [ "$(layer_sql towns 'sum(stations)')" = 26265 ]
    [ "$(layer_sql counties 'sum(stations)')" = 26265 ]
    [ "$(layer_sql area_classes 'sum(stations)')" = 26265 ]
    [ "$(layer_sql stations 'count(*)' "area_class = 'remote'")" = \
        "$(layer_sql area_classes stations "code = 'remote'")" ]
    [ "$(summary '$.pilots.count')" = 36 ]
    [ "$(layer_sql towns 'max(served_share_all - served_share_any) <= 0')" = 1 ]
    [ "$(layer_sql towns 'min(served_share_any) >= 0 and max(served_share_any) <= 1')" = 1 ]
}

@test "what is synthetic says so, everywhere" {
    for name in counties towns area_classes coverage stations venues; do
        grep -q '^"synthetic": true,$' "$OUT/geojson/$name.geojson"
        [ "$(layer_sql $name 'count(*)' 'not synthetic')" = 0 ]
    done
    grep -q '^"synthetic": false,$' "$OUT/geojson/pilots.geojson"
    [ "$(summary '$.synthetic_inputs[0].kind')" = stations ]
    grep -q 'SYNTHETIC INPUT' "$BATS_FILE_TMPDIR/headline"
    [ "$(head -n 1 "$OUT/tables/groups.csv" | grep -o 'synthetic$')" = synthetic ]
}

@test "nothing of this machine or moment is in the files" {
    run ! grep -rlF -e "$EVENREACH_SOURCE" -e "$BATS_FILE_TMPDIR" "$OUT/geojson" "$OUT/tables" \
        "$OUT/summary.json" "$OUT/provenance.json"
    run ! grep -rqF "$(date -u +%Y-%m-%dT)" "$OUT/geojson" "$OUT/tables" "$OUT/summary.json"
}

@test "every field is described" {
    for file in "$OUT"/geojson/*.geojson; do
        name=$(basename "$file" .geojson)
        ogrinfo -so -al "$file" | sed -n '/^Geometry Column/,$d; s/^\([a-z0-9_]*\): [A-Z].*/\1/p' |
            while read -r field; do
                grep -q "^$name,$field," "$OUT/geojson/fields.csv" || {
                    echo "$name.$field"
                    exit 1
                }
            done
    done
}

@test "one thread and shuffled stations give the same bytes" {
    cp -r "$EVENREACH_SOURCE/gisdata/tw" "$BATS_TEST_TMPDIR/study"
    { head -n 1 "$EVENREACH_SOURCE/gisdata/tw/stations.csv"
      tail -n +2 "$EVENREACH_SOURCE/gisdata/tw/stations.csv" |
          shuf --random-source=<(yes evenreach)
    } > "$BATS_TEST_TMPDIR/study/stations.csv"
    "$EVENREACH" run "$BATS_TEST_TMPDIR/study/study.yaml" --out "$BATS_TEST_TMPDIR/out" --quiet \
        --lang en --threads 1 > "$BATS_TEST_TMPDIR/headline"
    for part in geojson tables summary.json; do
        diff -rq "$OUT/$part" "$BATS_TEST_TMPDIR/out/$part"
    done
    diff <(sed '/^Written/,$d' "$BATS_FILE_TMPDIR/headline" | sed '$d') "$BATS_TEST_TMPDIR/headline"
    run ! diff -q "$OUT/provenance.json" "$BATS_TEST_TMPDIR/out/provenance.json"
}

@test "export from the workspace gives the same bytes again, and villages on request" {
    "$EVENREACH" export -w "$OUT/workspace.sqlite" --out "$BATS_TEST_TMPDIR/out" --quiet \
        --study "$EVENREACH_SOURCE/gisdata/tw/study.yaml" --level village
    [ "$(FOLDER=$BATS_TEST_TMPDIR/out layer_sql villages 'count(*)')" = 7701 ]
    [ "$(FOLDER=$BATS_TEST_TMPDIR/out layer_sql villages 'count(*)' \
        'not ST_IsValid(geometry) or not ST_IsPolygonCCW(geometry)')" = 0 ]
    for file in towns stations coverage; do
        cmp "$OUT/geojson/$file.geojson" "$BATS_TEST_TMPDIR/out/geojson/$file.geojson"
    done
    cmp "$OUT/summary.json" "$BATS_TEST_TMPDIR/out/summary.json"
}
