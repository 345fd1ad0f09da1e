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

# The document in a report.
report_data() {
    sed -n 's/.*<script id="evenreach-data" type="application\/gzip;base64">\([^<]*\)<.*/\1/p' "$1" |
        base64 -d | gunzip
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

@test "the report holds all of it within 6 MB, with the same figures" {
    "$EVENREACH" report --help > /dev/null
    [ -e "$OUT/report.html" ] || skip "built without the page of reports"
    [ "$(stat -c %s "$OUT/report.html")" -le 6000000 ]
    report_data "$OUT/report.html" > "$BATS_TEST_TMPDIR/data.json"
    sqlite3 "$BATS_TEST_TMPDIR/r.sqlite" "create table d as select readfile('$BATS_TEST_TMPDIR/data.json') as j" \
        ".import --csv $OUT/tables/towns.csv towns" ".import --csv $OUT/tables/balance.csv balance"
    ask() { sqlite3 "$BATS_TEST_TMPDIR/r.sqlite" "$1"; }
    # the islands that a map of the main island leaves off
    [ "$(ask "select group_concat(json_extract(value, '$.name'), ' ') from d, json_each(j, '$.places')")" = \
        "連江縣 金門縣 澎湖縣 琉球鄉 綠島鄉 蘭嶼鄉" ]
    # every station
    [ "$(ask "select json_extract(value, '$.rows') || ' ' || json_array_length(value, '$.x')
              from d, json_each(j, '$.layers') where json_extract(value, '$.name') = 'stations'")" = "26265 26265" ]
    # every figure of the towns: the sums of all columns that are numbers
    ask "create table layer as select value as v from d, json_each(j, '$.layers')
         where json_extract(value, '$.name') = 'towns'"
    for field in persons area_km2 stations served_km2_any persons_served_all unknown_share; do
        [ "$(ask "select count(*) from (select rowid as r, $field as x from towns) t
                  join (select a.key + 1 as r, a.value as y from layer, json_each(v, '$.columns') c,
                        json_each(c.value) a where c.key = (select f.key from layer,
                        json_each(v, '$.fields') f where json_extract(f.value, '$.name') = '$field')) l
                  on l.r = t.r where cast(t.x as real) = l.y")" = 368 ]
    done
    # Lorenz curves: the index is the table's, and the curve's own area says the same
    [ "$(ask "select count(*) from d, json_each(j, '$.charts.lorenz') c join balance b
              on b.scheme = json_extract(c.value, '$.scheme') and b.subject = json_extract(c.value, '$.subject')
              and b.measure = 'gini' and cast(b.value as real) = json_extract(c.value, '$.gini')")" = 9 ]
    [ "$(ask "with p as (select c.key as c, json_extract(c.value, '$.gini') as gini, w.key as i, w.value as w,
              json_extract(c.value, '$.value_share[' || w.key || ']') as v
              from d, json_each(j, '$.charts.lorenz') c, json_each(c.value, '$.weight_share') w)
              select count(*) from (select a.c, a.gini, 1 - sum((b.w - a.w) * (a.v + b.v)) as drawn
              from p a join p b on a.c = b.c and b.i = a.i + 1 group by a.c) where abs(gini - drawn) < 5e-4")" = 9 ]
    [ "$(ask "select max(json_array_length(value, '$.weight_share')) from d, json_each(j, '$.charts.lorenz')")" = 200 ]
    # borders: what counties have in common with towns is there once
    [ "$(ask "select json_array_length(j, '$.topology.arcs') < 8000 from d")" = 1 ]
    [ "$(ask "select json_extract(j, '$.summary.units[1].count') from d")" = 368 ]
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
    if [ -e "$OUT/report.html" ]; then # but for the hash of the shuffled file
        hash='s/[0-9a-f]\{64\}//g'
        cmp <(report_data "$OUT/report.html" | sed "$hash") \
            <(report_data "$BATS_TEST_TMPDIR/out/report.html" | sed "$hash")
    fi
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
