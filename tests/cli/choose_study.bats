#!/usr/bin/env bats
# choose by a small study's questions: what can't be is refused by name, in both languages, and
# never answered with a plan; a study by signals keeps what can be chosen.
bats_require_minimum_version 1.5.0

setup_file() {
    cd "$BATS_FILE_TMPDIR"
    mkdir small
    cat > small/units.geojson <<'END'
{"type": "FeatureCollection", "features": [
{"type": "Feature", "properties": {"code": "A"}, "geometry": {"type": "Polygon",
 "coordinates": [[[121, 24], [121.1, 24], [121.1, 24.1], [121, 24.1], [121, 24]]]}},
{"type": "Feature", "properties": {"code": "B"}, "geometry": {"type": "Polygon",
 "coordinates": [[[121.1, 24], [121.2, 24], [121.2, 24.1], [121.1, 24.1], [121.1, 24]]]}}]}
END
    printf 'code,persons\nA,100\nB,900\n' > small/population.csv
    printf 'operator,band,lon,lat\nOne,n78,121.05,24.05\nTwo,n78,121.15,24.05\n' > small/stations.csv
    printf 'code,lon,lat,cost\nk1,121.02,24.02,1\nk2,121.07,24.02,2\nk3,121.12,24.07,1\nk4,121.17,24.02,1\n' \
        > small/candidates.csv
    cat > small/study.yaml <<'END'
inputs:
  - {units: units.geojson, level: town}
  - {population: population.csv, level: town}
  - {stations: stations.csv, crs: EPSG:4326}
  - {candidates: candidates.csv, crs: EPSG:4326}
schemes:
  - name: area_class
    level: town
    groups: [{name: urban}, {name: remote}]
    rules: [{id: sparse, group: remote, measure: persons, below: '500'}]
    otherwise: urban
coverage: {model: disc, default_radius_m: 1000, resolution_m: 200}
choose:
  - name: next
    place: station
    count: 2
    candidates: file
    radius_m: 800
    front: 2
END
    "$EVENREACH" run -q small/study.yaml --out out > /dev/null
}

setup() {
    cd "$BATS_TEST_TMPDIR"
    cp -r "$BATS_FILE_TMPDIR/small" "$BATS_FILE_TMPDIR/out" .
    workspace=out/workspace.sqlite
}

# Choose in one language: asked LANG, with the study as it now stands.
asked() {
    run --separate-stderr "$EVENREACH" choose -q -w $workspace --study small/study.yaml --lang "$1"
}

plans() {
    sqlite3 $workspace "SELECT count(*) FROM siting_plan"
}

# Refused in both languages with one line on stderr that has every given text; no plan is left.
refused() { # TEXT...
    local before
    before=$(plans)
    for lang in zh-TW en; do
        asked $lang
        [ "$status" -eq 1 ]
        [ -z "$output" ]
        [ "${#stderr_lines[@]}" -eq 1 ]
        for text in "$@"; do [[ "$stderr" == *"$text"* ]]; done
        [ "$lang" = en ] || [[ "$stderr" == *[一-龥]* ]]
    done
    [ "$(plans)" = "$before" ]
}

change() { # FROM TO
    sed -i "s|$1|$2|" small/study.yaml
    grep -q -- "$2" small/study.yaml
}

rules() { # RULE...: conditions of the question
    echo "    rules:" >> small/study.yaml
    printf '      - {scheme: area_class, %s}\n' "$@" >> small/study.yaml
}

@test "a count of zero, below zero, broken or beyond the candidates" {
    for count in 0 -1 1.5; do
        cp "$BATS_FILE_TMPDIR/small/study.yaml" small/study.yaml
        change 'count: 2' "count: $count"
        refused study.yaml count "$count"
    done
    cp "$BATS_FILE_TMPDIR/small/study.yaml" small/study.yaml
    change 'count: 2' 'count: 9'
    refused next 9 4
}

@test "a radius of zero, below zero, or no number" {
    for radius in 0 -5 .nan 1e9; do
        cp "$BATS_FILE_TMPDIR/small/study.yaml" small/study.yaml
        change 'radius_m: 800' "radius_m: $radius"
        refused study.yaml radius_m
    done
}

@test "floors that can't hold together are named, each of them" {
    rules 'groups: [urban], least: 2' 'groups: [remote], least: 1'
    refused next 'urban (area_class)' 'remote (area_class)' 2 1
}

@test "a floor beyond the candidates of its group is named alone" {
    change 'count: 2' 'count: 3'
    rules 'groups: [urban], least: 3' 'groups: [remote], most: 3'
    refused 'urban (area_class)' 3
    [[ "$stderr" != *remote* ]]
}

@test "a floor of persons that no plan reaches, a budget below every cost, caps that leave no site" {
    rules 'groups: [urban], covered_share: 0.9'
    refused next '90 %' 'urban (area_class)' '2.7887 %' '2 ' '6.3393 %'
    cp "$BATS_FILE_TMPDIR/small/study.yaml" small/study.yaml
    change 'front: 2' 'budget: 0.5'
    rules 'groups: [urban], least: 1'
    refused next 0.5 'urban (area_class)'
    cp "$BATS_FILE_TMPDIR/small/study.yaml" small/study.yaml
    rules 'groups: [urban], most_share: 0.1' 'groups: [remote], most_share: 0.1'
    refused next 'urban (area_class)' 'remote (area_class)'
}

@test "candidates outside every unit and at one place are named and left out" {
    printf 'code,lon,lat\nk1,121.02,24.02\ntwin,121.02,24.02\nk3,121.12,24.07\nsea,125,20\n' \
        > small/candidates.csv
    for lang in zh-TW en; do
        run -0 --separate-stderr "$EVENREACH" run -q small/study.yaml --out some --force --lang $lang
        [[ "$stderr" == *sea* && "$stderr" == *twin* ]]
        [ "$(sqlite3 some/workspace.sqlite "SELECT group_concat(code) FROM (SELECT DISTINCT code
            FROM siting_choice ORDER BY code)")" = k1,k3 ]
    done
    # of four rows two are left: three can't be chosen
    change 'count: 2' 'count: 3'
    run -1 --separate-stderr "$EVENREACH" run -q small/study.yaml --out none
    [[ "$stderr" == *"3 sites are asked for, but there are only 2 candidates"* ]]
    [ ! -e none ]
    printf 'code,lon,lat\nsea,125,20\n' > small/candidates.csv
    run -1 --separate-stderr "$EVENREACH" run -q small/study.yaml --out none
    [[ "$stderr" == *sea*"there is no candidate"* ]]
    [ ! -e none ]
}

@test "costs and persons below zero or no number are rejected by row, and count as not there" {
    printf 'code,lon,lat,cost\nk1,121.02,24.02,-1\nk2,121.07,24.02,2\nk3,121.12,24.07,nan\nk4,121.17,24.02,1\n' \
        > small/candidates.csv
    run -3 --separate-stderr "$EVENREACH" run -q small/study.yaml --out some --strict
    [[ "$stderr" == *"candidates.csv: 2 rows rejected"*"cost: -1"* ]]
    [ "$(sqlite3 some/workspace.sqlite "SELECT group_concat(code) FROM (SELECT DISTINCT code
        FROM siting_choice ORDER BY code)")" = k2,k4 ]
    printf 'code,persons\nA,-100\nB,-900\n' > small/population.csv
    run -1 --separate-stderr "$EVENREACH" run -q small/study.yaml --out none
    [[ "$stderr" == *"none of 2 rows can be used"*"persons: -100"* ]]
    [ ! -e none ]
}

@test "one site is spoken of as one; an index that stays is not said to move" {
    change 'count: 2' 'count: 1'
    asked en
    [[ "$output" == *"With this station "*" persons more are served"* ]]
    asked zh-TW
    [[ "$output" == *"這 1 座基地臺使 "* ]]
    # one in each town at the same place of it: shares rise alike, but for the last digits
    printf 'code,lon,lat\nk1,121.02,24.02\nk3,121.12,24.02\n' > small/candidates.csv
    cp "$BATS_FILE_TMPDIR/small/study.yaml" small/study.yaml
    run -0 --separate-stderr "$EVENREACH" run -q small/study.yaml --out some
    [[ "$output" == *"next: With these 2 stations "*"Theil T stays at 0.000000."* ]]
}

@test "a run by signals: stations are left out with a warning, pilots are chosen, all else is there" {
    cat >> small/study.yaml <<'END'
  - name: pilots
    place: pilot
    count: 1
    candidates: file
    radius_m: 2000
    front: 2
END
    for lang in zh-TW en; do
        run -0 --separate-stderr "$EVENREACH" run -q small/study.yaml --model tr38901 --out signal --lang $lang
        [ "$(grep -c 'disc' <<< "$stderr")" -eq 1 ]
        [[ "$stderr" == *next* ]]
    done
    [[ "$stderr" == *"choose, question next is left out: sites can't be chosen by signals"* ]]
    [[ "$output" == *"tr38901"*"pilots: With this pilot "* ]]
    [ "$(sqlite3 signal/workspace.sqlite "SELECT group_concat(DISTINCT question) FROM siting_plan")" = pilots ]
    [ "$(sqlite3 signal/workspace.sqlite "SELECT count(*) FROM assumption
        WHERE subject = 'choose' AND value = 'skipped' AND basis LIKE 'next: %'")" = 1 ]
    grep -q '"question": "pilots"' signal/geojson/choices.geojson ||
        grep -q '"question":"pilots"' signal/geojson/choices.geojson
    [ -s signal/report.html ]
    # asked for by itself there is no answer, and nothing is kept
    for lang in en zh-TW; do
        run -1 --separate-stderr "$EVENREACH" choose -q -w signal/workspace.sqlite \
            --study small/study.yaml --question next --json --lang $lang
        [ -z "$output" ]
        [ "${#stderr_lines[@]}" -eq 1 ]
        [[ "$stderr" == *"next"*"disc"* ]]
    done
    [ "$(sqlite3 signal/workspace.sqlite "SELECT count(*) FROM run WHERE step = 'choose'")" = 1 ]
    # with another one it is left out as before
    run -0 --separate-stderr "$EVENREACH" choose -q -w signal/workspace.sqlite --study small/study.yaml
    [[ "$stderr" == *"question next is left out"* ]]
}

@test "the map has the sites of every plan, the report those of the plan that was asked for" {
    rules 'groups: [remote], least: 1'
    run -0 "$EVENREACH" run -q small/study.yaml --out ruled
    run -0 python3 - <<'END'
import base64, gzip, json, os, re, sqlite3

def places(features):
    return sorted((f["plan"], f["code"], f["asked"], f["on_front"]) for f in features)

stored = sqlite3.connect("ruled/workspace.sqlite").execute(
    "SELECT p.number, c.code, p.number = 1, p.on_front FROM siting_choice c "
    "JOIN siting_plan p ON p.id = c.plan_id").fetchall()
assert len({plan for plan, *_ in stored}) >= 2, stored
layer = [f["properties"] for f in json.load(open("ruled/geojson/choices.geojson"))["features"]]
assert places(layer) == sorted((p, c, bool(a), bool(o)) for p, c, a, o in stored), layer

if os.path.exists("ruled/report.html"):  # a build without the page writes none
    page = open("ruled/report.html").read()
    data = re.search(r'<script id="evenreach-data" type="application/gzip;base64">([^<]*)<', page)
    report = json.loads(gzip.decompress(base64.b64decode(data[1])))
    drawn = next(one for one in report["layers"] if one["name"] == "choices")
    assert drawn["rows"] == len(drawn["x"]) == sum(plan == 1 for plan, *_ in stored), drawn
    print("read")
END
    [ "$output" = read ] || skip "built without the page"
}
