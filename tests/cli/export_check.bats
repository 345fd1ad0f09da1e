#!/usr/bin/env bats
# `export --check` and `--check-only`: every rule broken once, named with file and feature.
bats_require_minimum_version 1.5.0

setup() {
    cd "$BATS_TEST_TMPDIR"
    mkdir -p out/geojson
    cat > out/geojson/fields.csv <<'END'
layer,field,type,unit,meaning,meaning_zh,source
towns,code,text,,code,代碼,load: units
towns,persons,real,,persons,人口,load: population
towns,stations,integer,,stations,基地臺,stations
towns,synthetic,boolean,,synthetic,合成,load
END
    whole > out/geojson/towns.geojson
}

# A collection of a square with a hole, and of a strip that is cut at the 180th meridian.
whole() {
    cat <<'END'
{"type": "FeatureCollection", "name": "towns", "bbox": [120, 10, -179, 24], "features": [
{"type": "Feature", "properties": {"code": "A", "persons": 1.5, "stations": 2, "synthetic": false}, "bbox": [120, 23, 121, 24], "geometry": {"type": "MultiPolygon", "coordinates": [[[[120, 23], [121, 23], [121, 24], [120, 24], [120, 23]], [[120.2, 23.2], [120.2, 23.4], [120.4, 23.4], [120.4, 23.2], [120.2, 23.2]]]]}},
{"type": "Feature", "properties": {"code": "臺\"]}", "persons": null, "stations": 0, "synthetic": true}, "bbox": [179, 10, -179, 11], "geometry": {"type": "MultiPolygon", "coordinates": [[[[179, 10], [180, 10], [180, 11], [179, 11], [179, 10]]], [[[-180, 10], [-179, 10], [-179, 11], [-180, 11], [-180, 10]]]]}},
{"type": "Feature", "properties": {"code": "C", "persons": 3, "stations": 0, "synthetic": true}, "geometry": null}
]}
END
}

check() {
    "$EVENREACH" export --check-only --out out "$@"
}

# The file changed by a sed expression breaks one rule, at one place: breaks EXPRESSION LINE
breaks() {
    whole | sed "$1" > out/geojson/towns.geojson
    ! whole | cmp -s out/geojson/towns.geojson
    run -1 --separate-stderr check -q
    [ "${lines[0]}" = "geojson/towns.geojson: $2" ]
    [ "${#lines[@]}" = 1 ]
    [[ "$stderr" == *"1 violations in 1 files checked"* ]]
}

@test "a good file has no violation, also across the 180th meridian" {
    run -0 check
    [ "$output" = '  geojson/towns.geojson: 3 features, 0 violations' ]
}

@test "rings: closed, of four positions, outer ones counter-clockwise, holes clockwise" {
    breaks 's/\[120, 24\], \[120, 23\]\]/[120, 24], [120, 23.1]]/' 'feature 1: a ring is not closed'
    breaks 's/\[120.2, 23.4\], \[120.4, 23.4\], //' 'feature 1: a ring has fewer than four positions'
    breaks 's/\[121, 23\], \[121, 24\], \[120, 24\]/[120, 24], [121, 24], [121, 23]/' 'feature 1: an outer ring runs clockwise'
    breaks 's/\[120.2, 23.4\], \[120.4, 23.4\], \[120.4, 23.2\]/[120.4, 23.2], [120.4, 23.4], [120.2, 23.4]/' 'feature 1: a hole runs counter-clockwise'
}

@test "shapes are valid by GEOS" {
    breaks 's/\[120.2, 23.4\], \[120.4, 23.4\]/[120.2, 25], [120.4, 25]/' 'feature 1: is not valid as a shape'
}

@test "coordinates are finite, within 180 and 90 degrees, and not null" {
    breaks 's/\[120.4, 23.4\]/[120.4, NaN]/' 'feature 1: a coordinate is no finite number'
    breaks 's/\[120.4, 23.4\]/[120.4, null]/' 'feature 1: a coordinate is no finite number'
    breaks 's/\[120.4, 23.4\]/[120.4, "23"]/' 'feature 1: a coordinate is no finite number'
    breaks 's/\[120.4, 23.4\]/[200.4, 23.4]/' 'feature 1: a longitude is beyond 180 degrees'
    breaks 's/\[120.4, 23.4\]/[120.4, 90.5]/' 'feature 1: a latitude is beyond 90 degrees'
    breaks 's/\[120.4, 23.4\]/[120.4]/' 'feature 1: a position has not two or three numbers'
}

@test "nothing goes over the 180th meridian uncut" {
    breaks 's/\[180, 10\], \[180, 11\], \[179, 11\]/[-179, 10], [-179, 11], [179, 11]/' \
        'feature 2: an edge goes over the 180th meridian and is not cut there'
}

@test "boxes are those of the coordinates" {
    breaks 's/"bbox": \[120, 23, 121, 24\]/"bbox": [120, 23, 121, 24.1]/' 'feature 1: bbox is not that of the coordinates'
    breaks 's/"bbox": \[179, 10, -179, 11\]/"bbox": [-180, 10, 179, 11]/' 'feature 2: bbox is not that of the coordinates'
    breaks 's/"bbox": \[179, 10, -179, 11\]/"bbox": [179, 10]/' 'feature 2: bbox is not four numbers'
    breaks 's/"bbox": \[120, 10, -179, 24\]/"bbox": [120, 10, 180, 24]/' 'bbox is not that of the coordinates'
    breaks 's/"bbox": \[120, 10, -179, 24\], //' 'has no bbox'
    # from west to east round the Earth is right as well
    whole | sed 's/"bbox": \[120, 10, -179, 24\]/"bbox": [-180, 10, 180, 24]/' > out/geojson/towns.geojson
    run -0 check
}

@test "no crs, no member of another kind of object" {
    breaks 's/"name": "towns"/"crs": null/' 'has a member that RFC 7946 forbids here (crs)'
    breaks 's/"name": "towns"/"geometry": 1/' 'has a member that RFC 7946 forbids here (geometry)'
    breaks 's/"type": "MultiPolygon", "coordinates": \[\[\[\[120,/"crs": {}, &/' 'feature 1: has a crs member, which RFC 7946 does not know'
    breaks '1s/FeatureCollection/Collection/' 'is no FeatureCollection'
    breaks '4s/"Feature"/"feature"/' 'feature 3: is no Feature'
    breaks '4s/, "geometry": null//' 'feature 3: has no member geometry'
    breaks '3s/MultiPolygon/Multipolygon/' 'feature 2: geometry is of a type that no layer has'
}

@test "fields are those of fields.csv, of their types, in every feature" {
    breaks '3s/"stations": 0, //' 'feature 2: lacks a field that fields.csv names (stations)'
    breaks '3s/"stations": 0/"stations": 0, "more": 1/' 'feature 2: has a field that fields.csv lacks (more)'
    breaks '3s/"stations": 0/"stations": "0"/' 'feature 2: a field is not of the type in fields.csv (stations)'
    breaks '3s/"stations": 0/"stations": 0.5/' 'feature 2: a field is not of the type in fields.csv (stations)'
    breaks '3s/"synthetic": true/"synthetic": 1/' 'feature 2: a field is not of the type in fields.csv (synthetic)'
    breaks '2s/"persons": 1.5/"persons": NaN/' 'feature 1: a field is not of the type in fields.csv (persons)'
    breaks '4s/"properties": {[^}]*}/"properties": null/' 'feature 3: has no properties'
    whole > out/geojson/towns.geojson
    rm out/geojson/fields.csv
    run -1 --separate-stderr check
    [ "${lines[0]}" = 'geojson/towns.geojson: has no fields.csv beside it' ]
}

@test "JSON in UTF-8, whole, once" {
    breaks "3s/臺/$(printf '\xff')/" 'feature 2: is not UTF-8'
    breaks '3s/"stations": 0/"stations": /' 'feature 2: is no JSON'
    breaks '4s/null}/null},/' 'feature 4: is cut short'
    breaks '$d' 'feature 3: is cut short'
    breaks '$s/\]}/]}{}/' 'feature 4: is no JSON'
    breaks '$s/\]}/], "features": []}/' 'feature 4: has features twice'
    breaks '4s/null/{"type": "Point", "coordinates": '"$(printf '[%.0s' {1..40})"'/' 'feature 3: is cut short'
}

@test "text sequences: separator, line feed" {
    rm out/geojson/towns.geojson
    { printf '\036'; whole | sed -n '2s/,$//p'; printf '\036'; whole | sed -n 4p; } > out/geojson/towns.geojsons
    run -0 check
    [[ "$output" == *"towns.geojsons: 2 features, 0 violations"* ]]
    whole | sed -n 4p > out/geojson/towns.geojsons
    run -1 --separate-stderr check
    [[ "${lines[0]}" == *"feature 1: a record does not begin with the separator of RFC 8142" ]]
    { printf '\036'; whole | sed -n 4p | tr -d '\n'; } > out/geojson/towns.geojsons
    run -1 --separate-stderr check
    [[ "${lines[0]}" == *"feature 1: is cut short" ]]
}

@test "--json lists files and violations; --lang words the rules" {
    whole | sed '3s/"stations": 0, //' > out/geojson/towns.geojson
    run -1 --separate-stderr check --json
    [ "$(sqlite3 :memory: "select json_extract('$output', '\$.violations[0].rule')" )" = 'lacks a field that fields.csv names' ]
    [ "$(sqlite3 :memory: "select json_extract('$output', '\$.violations[0].feature')" )" = 2 ]
    [ "$(sqlite3 :memory: "select json_extract('$output', '\$.files[0].features')" )" = 3 ]
    run -1 --separate-stderr check --lang zh-TW
    [[ "${lines[0]}" == *'第 2 個圖徵：缺少 fields.csv 所列的欄位 (stations)' ]]
}

@test "many violations of a file are counted, twenty are told" {
    {
        echo '{"type": "FeatureCollection", "features": ['
        for i in {1..49}; do echo '{"type": "Feature"},'; done
        echo '{"type": "Feature"}]}'
    } > out/geojson/towns.geojson
    run -1 --separate-stderr check -q
    [ "${#lines[@]}" = 20 ]
    [[ "$stderr" == *"100 violations in 1 files checked"* ]]
}

@test "a folder without any file of ours, or none" {
    rm out/geojson/towns.geojson
    run -1 check
    [[ "$output" == *"out: holds no file of a format that export writes; name an output folder"* ]]
    run -1 "$EVENREACH" export --check-only --out nowhere
    [[ "$output" == *"nowhere"* ]]
    run -2 "$EVENREACH" export --out out
    [[ "$output" == *"--study STUDY.yaml is missing"* ]]
}

@test "what export writes passes, is counted against the workspace, and a lost row is found" {
    cat > units.geojson <<'END'
{"type": "FeatureCollection", "features": [
{"type": "Feature", "properties": {"code": "A"}, "geometry": {"type": "Polygon", "coordinates": [[[179.9, 24], [180, 24], [180, 24.1], [179.9, 24.1], [179.9, 24]]]}},
{"type": "Feature", "properties": {"code": "B"}, "geometry": {"type": "Polygon", "coordinates": [[[-180, 24], [-179.9, 24], [-179.9, 24.1], [-180, 24.1], [-180, 24]]]}}]}
END
    printf 'operator,lon,lat\nOne,179.999,24.05\nTwo,-179.95,24.05\n' > stations.csv
    cat > study.yaml <<'END'
title: {en: Two squares, zh-TW: 兩格}
inputs:
  - {units: units.geojson, level: town}
  - {stations: stations.csv, crs: EPSG:4326}
schemes:
  - {name: all, level: town, groups: [{name: here}], rules: [{id: a, group: here, code_prefix: A}], otherwise: here}
coverage: {model: disc, default_radius_m: 1000}
END
    "$EVENREACH" run study.yaml --out whole -q
    run -0 "$EVENREACH" export -w whole/workspace.sqlite --study study.yaml --out checked --check --format geojson --format geojsonseq
    [[ "$output" == *"geojson/towns.geojson: 2 features, 0 violations"* ]]
    [[ "$output" == *"geojsonseq/coverage.geojsons: 1 features, 0 violations"* ]]
    # discs over the 180th meridian are cut, and the box knows it
    grep -q '"bbox": \[ 179\.[0-9]*, [0-9.]*, -179\.[0-9]*, ' checked/geojson/coverage.geojson
    run -0 "$EVENREACH" export --check-only --out checked -w whole/workspace.sqlite
    run -0 "$EVENREACH" export --check-only --out whole -w whole/workspace.sqlite
    run -0 "$EVENREACH" export -w whole/workspace.sqlite --study study.yaml --out part --check --bbox 179,24,180,25
    run -0 "$EVENREACH" export --check-only --out part -w whole/workspace.sqlite # it says it is a part
    sqlite3 whole/workspace.sqlite "delete from unit_group; delete from station where operator = 'Two'" 2>/dev/null || skip "the workspace is closed to sqlite3"
    run -1 --separate-stderr "$EVENREACH" export --check-only --out checked -w whole/workspace.sqlite -q
    [[ "$output" == *"geojson/stations.geojson: has another number of features than the workspace"* ]]
}
