#!/usr/bin/env bats
# `export`: formats, and what of a workspace is chosen. A small study: three towns in two regions,
# a fourth on both sides of the 180th meridian, a pilot without a place.
bats_require_minimum_version 1.5.0
load squares

setup_file() {
    cd "$BATS_FILE_TMPDIR"
    three_squares 121.2123456 24.1 121.2061728,24.0123456
    "$EVENREACH" run study.yaml --out whole --quiet
    export HOME_OF="$BATS_FILE_TMPDIR"
}

setup() {
    cd "$BATS_TEST_TMPDIR"
}

export_() {
    "$EVENREACH" export -w "$HOME_OF/whole/workspace.sqlite" --study "$HOME_OF/study.yaml" --out out "$@"
}

# Names of the features in a file, by their code: codes FILE
codes() {
    ogrinfo -q -al -geom=NO "$1" | sed -n 's/^  code (.*) = //p' | sort | tr '\n' ' '
}

extent() {
    ogrinfo -so -al "$1" | sed -n 's/^Extent: //p'
}

@test "the help lists every format, in both languages" {
    run -0 "$EVENREACH" export --help
    [[ "$output" == *"Formats:"*"geojson "*"csv "*"geojsonseq "*"flatgeobuf "* ]]
    run -0 "$EVENREACH" export --help --lang zh-TW
    [[ "$output" == *"格式："*"GeoJSON 文字序列"* ]]
}

@test "text sequences: a record separator, a feature, a line feed, in the order of the rows" {
    run -0 export_ --format geojsonseq
    [[ "$output" == *"out/geojsonseq/"* ]]
    [ ! -e out/geojson ]
    [ ! -e out/tables ]
    [ "$(head -c 1 out/geojsonseq/stations.geojsons | od -An -tx1)" = ' 1e' ]
    [ "$(tr -cd '\036' < out/geojsonseq/stations.geojsons | wc -c)" = 3 ]
    [ "$(tr -d '\036' < out/geojsonseq/stations.geojsons | wc -l)" = 3 ]
    [ "$(codes out/geojsonseq/towns.geojsons)" = 'A B C ' ]
    [ "$(codes out/geojsonseq/pilots.geojsons)" = 'p1 p2 ' ]
    # the same features, with the same fields
    for name in towns stations pilots; do
        ogrinfo -q -al out/geojsonseq/$name.geojsons | grep -v '^OGRFeature' > a
        ogrinfo -q -al "$HOME_OF/whole/geojson/$name.geojson" | grep -v '^OGRFeature' > b
        diff <(grep ' = ' a) <(grep ' = ' b)
    done
    grep -q '^towns,persons,real,persons,' out/geojsonseq/fields.csv
}

@test "FlatGeobuf: an index of places; rows without a place in a file beside" {
    run -0 export_ --format flatgeobuf
    [ "$(head -c 3 out/flatgeobuf/towns.fgb)" = fgb ]
    [ "$(codes out/flatgeobuf/towns.fgb)" = 'A B C ' ]
    [ "$(codes out/flatgeobuf/pilots.fgb)" = 'p1 ' ]
    [ "$(codes out/flatgeobuf/pilots_without_place.csv)" = 'p2 ' ]
    # an index is read: the box finds one of three
    [ "$(ogrinfo -q -al -spat 121.14 24 121.16 24.1 out/flatgeobuf/stations.fgb | grep -c '^OGRFeature')" = 1 ]
    grep -q '^towns,name,text,' out/flatgeobuf/fields.csv
}

@test "fields.csv says what every field rests on, in every format's folder" {
    run -0 export_ --format geojson --format geojsonseq --format csv
    cmp out/geojson/fields.csv out/geojsonseq/fields.csv
    head -1 out/tables/fields.csv | grep -qx 'layer,field,type,unit,meaning,meaning_zh,source'
    grep -q '^towns,persons,.*,"load: units, population"$' out/geojson/fields.csv
    grep -q '^towns,served_km2_any,.*,"cover: units, stations"$' out/geojson/fields.csv
    grep -q '^towns,side,.*,"classify: units, population"$' out/geojson/fields.csv
    grep -q '^towns,stations,.*,"units, stations"$' out/geojson/fields.csv
    grep -q '^stations,operator,.*,load: stations$' out/geojson/fields.csv
    # nothing rests on nothing
    [ "$(grep -c ',$' out/geojson/fields.csv)" = 0 ]
    [ "$(grep -c ',$' out/tables/fields.csv)" = 0 ]
}

@test "--layer writes the layers and tables of these names alone" {
    run -0 export_ --layer towns --layer balance
    [ "$(cd out && find . -type f ! -name '.*' | sort | tr '\n' ' ')" = \
        './geojson/fields.csv ./geojson/towns.geojson ./tables/balance.csv ./tables/fields.csv ./tables/towns.csv ' ]
    cmp out/geojson/towns.geojson "$HOME_OF/whole/geojson/towns.geojson"
    cmp out/tables/balance.csv "$HOME_OF/whole/tables/balance.csv"
    [[ "$output" != *summary.json* ]]
}

@test "--field keeps these fields where a layer has them, and always says what is synthetic" {
    run -0 export_ --layer towns --layer stations --field code --field operator
    head -1 out/tables/towns.csv | grep -qx 'code,synthetic'
    [ "$(ogrinfo -so -al out/geojson/stations.geojson | grep -cE '^[a-z_]+: ')" = 3 ]
    [ "$(codes out/geojson/stations.geojson)" = 'a b c ' ]
    [ "$(grep -c '^towns,' out/geojson/fields.csv)" = 2 ]
    grep -q '"selection": {.*"fields": \[ "code", "operator" \]' out/geojson/towns.geojson
}

@test "--bbox takes what touches the box, whole; --clip cuts it" {
    run -0 export_ --bbox 121.06,24,121.1,24.03
    [ "$(codes out/geojson/towns.geojson)" = 'A B ' ] # B touches its edge
    [ "$(codes out/geojson/stations.geojson)" = '' ]
    [ "$(codes out/geojson/pilots.geojson)" = '' ]
    [ "$(extent out/geojson/towns.geojson)" = '(121.000000, 24.000000) - (121.200000, 24.100000)' ]
    [ "$(codes out/tables/towns.csv)" = 'A B ' ] # the table of the same features
    [ ! -e out/tables/balance.csv ]              # its rows have no place
    [ ! -e out/summary.json ]
    rm -r out
    run -0 export_ --bbox 121.06,24,121.1,24.03 --clip
    [ "$(codes out/geojson/towns.geojson)" = 'A ' ] # a cut leaves nothing of B
    [ "$(extent out/geojson/towns.geojson)" = '(121.060000, 24.000000) - (121.100000, 24.030000)' ]
    grep -q '"clipped": true' out/geojson/towns.geojson
    # its figures are those of the whole
    [ "$(sed -n 2p out/tables/towns.csv)" = "$(sed -n 2p "$HOME_OF/whole/tables/towns.csv")" ]
}

@test "--bbox with west above east goes over the 180th meridian" {
    run -0 export_ --bbox 170,20,-170,30 --layer towns
    [ "$(codes out/geojson/towns.geojson)" = '' ]
    run -0 export_ --bbox 121.15,20,121.05,30 --layer towns # round the Earth, but for a gap
    [ "$(codes out/geojson/towns.geojson)" = 'A B C ' ]
    run -0 export_ --bbox 121.19,20,121.01,30 --layer stations
    [ "$(codes out/geojson/stations.geojson)" = 'c ' ]
    run -0 export_ --bbox -180,-90,180,90 --layer stations
    [ "$(codes out/geojson/stations.geojson)" = 'a b c ' ]
}

@test "--group takes its units by membership, and what lies in them" {
    run -0 export_ --group side=east
    [ "$(codes out/geojson/towns.geojson)" = 'B C ' ] # A shares a border, and is not in it
    [ "$(codes out/geojson/stations.geojson)" = 'b c ' ]
    [ "$(codes out/geojson/pilots.geojson)" = '' ]
    [ "$(codes out/geojson/area_classes.geojson)" = 'east ' ]
    rm -r out
    run -0 export_ --group side=west --format csv --format geojson
    [ "$(codes out/tables/towns.csv)" = 'A ' ]
    [ "$(codes out/geojson/pilots.geojson)" = 'p1 ' ]
}

@test "--decimals rounds, keeps shapes valid, and states the tolerance" {
    run -0 export_ --decimals 3 --format geojson --format flatgeobuf
    [ "$(extent out/geojson/stations.geojson)" = '(121.050000, 24.012000) - (121.206000, 24.050000)' ]
    [ "$(extent out/flatgeobuf/stations.fgb)" = '(121.050000, 24.012000) - (121.206000, 24.050000)' ]
    grep -q '"coordinate_decimals": 3,' out/geojson/coverage.geojson
    grep -q '"coordinate_tolerance_m": 78.98,' out/geojson/coverage.geojson
    # where a file has no members, fields.csv beside it says so
    grep -q '^stations,geometry,geometry,m,"on the map, coordinates are rounded by 78.98 m at most",' out/flatgeobuf/fields.csv
    run -0 "$EVENREACH" export --check-only --out out
    [ "$(ogrinfo -q -dialect SQLite -sql 'select count(*) n from coverage where not ST_IsValid(geometry)' \
        out/geojson/coverage.geojson | sed -n 's/^  n (.*) = //p')" = 0 ]
    [ -e out/summary.json ] # nothing is left out
    rm -r out
    run -0 export_ --decimals 0 --format geojson # C has no extent left, and stays
    [ "$(codes out/geojson/towns.geojson)" = 'A B C ' ]
}

@test "--simplestyle colours GeoJSON by each layer's main measure, and nothing else" {
    run -0 export_ --simplestyle --check --format geojson --format geojsonseq --format csv --format flatgeobuf
    # 2.8 % of the persons of A: the lowest class
    grep -q '"code": "A".*"fill": "#ffffcc", "fill-opacity": 0.6, "stroke": "#555555", "stroke-width": 0.5 }' out/geojson/towns.geojson
    grep -q '"code": "a", "operator": "One".*"marker-color": "#0072b2", "marker-size": "small"' out/geojsonseq/stations.geojsons
    grep -q '"code": "b", "operator": "Two".*"marker-color": "#e69f00"' out/geojson/stations.geojson
    grep -q '^stations,marker-color,text,,' out/geojson/fields.csv
    cmp out/tables/towns.csv "$HOME_OF/whole/tables/towns.csv"
    [ "$(ogrinfo -so -al out/flatgeobuf/towns.fgb | grep -c '^fill')" = 0 ]
    # the measure need not be among the fields that are kept
    run -0 export_ --simplestyle --layer stations --field code
    grep -q '"code": "b", "synthetic": false, "marker-color": "#e69f00"' out/geojson/stations.geojson
}

@test "a part into an earlier output replaces what it writes and leaves the rest" {
    cp -r "$HOME_OF/whole" out
    cp out/geojson/fields.csv before.csv
    before=$(cd out && find . -type f ! -name '.*' | sort)
    run -0 export_ --layer towns --field code
    [ "$(cd out && find . -type f ! -name '.*' | sort)" = "$before" ]
    cmp out/geojson/stations.geojson "$HOME_OF/whole/geojson/stations.geojson"
    cmp out/summary.json "$HOME_OF/whole/summary.json"
    ! cmp -s out/geojson/towns.geojson "$HOME_OF/whole/geojson/towns.geojson"
    diff <(grep '^stations,' out/geojson/fields.csv) <(grep '^stations,' before.csv)
    [ "$(grep -c '^towns,' out/geojson/fields.csv)" = 2 ]
    run -0 export_ # whole again
    diff -r --exclude .evenreach out/geojson "$HOME_OF/whole/geojson"
    run -0 export_ --format geojsonseq # a format leaves the others' folders
    [ -e out/geojson/towns.geojson ]
}

@test "files of others are never written over" {
    mkdir -p out
    echo mine > out/notes.txt
    run -1 export_ --layer towns
    [[ "$output" == *"holds files that evenreach did not write"* ]]
    rm -r out
    run -0 export_ --layer towns
    echo mine > out/geojson/stations.geojson
    run -1 export_ --layer stations
    [[ "$output" == *"stations.geojson: was not written by evenreach"* ]]
    [ "$(cat out/geojson/stations.geojson)" = mine ]
    run -0 export_ --layer stations --force
    [ "$(codes out/geojson/stations.geojson)" = 'a b c ' ]
}

# refused WORDS... -- MESSAGE: a line on stderr, nothing written
refused() {
    local code=$1 message=$2
    shift 2
    run -"$code" export_ "$@"
    [[ "$output" == *"$message"* ]]
    [ "${#lines[@]}" = 1 ]
    [ ! -e out ]
}

@test "mistakes: one line, and nothing is written" {
    refused 2 "there is no format 'shp'" --format shp
    refused 1 "there is no layer or table 'town' here; there are: towns, area_classes" --layer town
    refused 1 "no layer written here has a field 'nope'" --field code --field nope
    refused 2 "is not four numbers" --bbox 1,2,3
    refused 2 "is not four numbers" --bbox 1,2,3,4,5
    refused 2 "is not four numbers" --bbox a,b,c,d
    refused 2 "south below north" --bbox 121,25,122,24
    refused 2 "is not four numbers" --bbox 121,nan,122,24
    refused 2 "south below north" --bbox 500,20,600,24
    refused 2 "is not SCHEME=GROUP" --group east
    refused 1 "there is no scheme 'sid'; there are: side" --group sid=east
    refused 1 "the scheme side has no group 'north'; it has: west, east" --group side=north
    refused 2 "give a number from 0 to 7" --decimals 8
    refused 2 "give a number from 0 to 7" --decimals -1
    refused 2 "needs --bbox or --group" --clip
    refused 2 "its rows have no place" --layer balance --bbox 121,24,122,25
    refused 2 "no format asked for takes" --layer balance --format geojson
    refused 2 "沒有「shp」這種格式" --format shp --lang zh-TW
}

@test "a full disc leaves nothing half-written" {
    # (a workbook grows in memory, which this limit takes for a file)
    for format in geojson geojsonseq flatgeobuf csv gpkg mbtiles cog png; do
        mkdir out
        run -1 bash -c "ulimit -f 2; trap '' XFSZ; exec \"$EVENREACH\" export -q -w '$HOME_OF/whole/workspace.sqlite' \
            --study '$HOME_OF/study.yaml' --out out --format $format"
        [ "${#lines[@]}" = 1 ]
        [ "$(find out -type f | wc -l)" = 0 ]
        rm -r out
    done
}

@test "a folder that can't be written is named" {
    # root writes everywhere: then as another user, in a place that it gets to
    local as=() place
    place=$(mktemp -d /tmp/evenreach-shut.XXXXXX)
    cp "$HOME_OF/whole/workspace.sqlite" "$HOME_OF"/*.{yaml,csv,geojson} "$place"
    mkdir "$place/shut"
    chmod 555 "$place/shut"
    chmod 755 "$place"
    chmod a+r "$place"/*.*
    if [ "$(id -u)" = 0 ]; then
        as=(setpriv --reuid 65534 --regid 65534 --clear-groups)
        "${as[@]}" "$EVENREACH" --version > version 2>&1 || { rm -r "$place"; skip "another user can't run it"; }
    fi
    run -1 --separate-stderr "${as[@]}" "$EVENREACH" export -q -w "$place/workspace.sqlite" \
        --study "$place/study.yaml" --out "$place/shut/out"
    left=$(ls -A "$place/shut")
    rm -rf "$place"
    echo "$stderr"
    [ "$stderr" = "evenreach: $place/shut/out: can't be written: Permission denied" ]
    [ -z "$left" ]
}

@test "--layer limits rasters too: they show the layer coverage; a folder of two formats is told apart" {
    run -0 export_ --layer coverage --format cog --format png
    [ -f out/coverage/operators.tif ]
    [[ "$output" == *"out/coverage/*.tif  "*"out/coverage/*.png  "* ]]
    [ "$(printf '%s\n' "${lines[@]%%  c*}" | sort | uniq -d | wc -l)" = 0 ]
    rm -r out
    run -0 export_ --layer towns --format cog --format png --format geojson
    [ ! -e out/coverage ]
    [ -f out/geojson/towns.geojson ]
    rm -r out
    refused 2 "no format asked for takes" --layer towns --format cog
}

@test "a report of before is spoken of by export, and removed by a run without one" {
    cp -r "$HOME_OF/whole" out
    if [ -e out/report.html ]; then
        run -0 export_
        [[ "$output" == *"out/report.html was there before and is not made again: evenreach report does that"* ]]
    fi
    run -0 export_ --format gpkg
    [ -f out/evenreach.gpkg ]
    [ -f out/geojson/towns.geojson ] # the other formats of the workspace stay
    echo mine > out/mine
    run -0 "$EVENREACH" run "$HOME_OF/study.yaml" --out out --no-report --format csv
    [[ "$output" != *report.html* ]]
    [ ! -e out/report.html ]
    [ ! -e out/evenreach.gpkg ]
    [ ! -e out/geojson/towns.geojson ]
    [ -f out/tables/towns.csv ]
    [ -f out/mine ]
}
