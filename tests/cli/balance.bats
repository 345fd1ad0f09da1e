#!/usr/bin/env bats
# evenreach classify and evenreach balance, by hand on a small workspace and on the bundled study.
bats_require_minimum_version 1.5.0

setup_file() {
    cd "$BATS_FILE_TMPDIR"
    mkdir small
    # two counties of two towns, each town a square of 0.1 degrees
    towns > small/towns.geojson
    counties > small/counties.geojson
    printf 'code,persons\n11,1000\n12,190\n21,8000\n22,210\n' > small/population.csv
    printf 'code,operator,lon,lat,radius_m\na,X,121.05,24.05,20000\nb,Y,121.25,24.05,3000\n' \
        > small/stations.csv
    printf 'code,name\np1,one\np2,two\n' > small/pilots.csv
    printf 'pilot_code,unit_code,lon,lat\np1,21,,\n' > small/sites.csv
    printf 'code,reason,reason_zh\n12,an island,島嶼\n' > small/islands.csv
    cat > small/study.yaml <<'YAML'
inputs:
  - {units: counties.geojson, level: county}
  - {units: towns.geojson, level: town, parent: county}
schemes:
  - name: class
    title: {en: Class, zh-TW: 類別}
    level: town
    groups:
      - {name: urban, title: {en: Urban, zh-TW: 都會}}
      - {name: remote, title: {en: Remote, zh-TW: 偏遠}}
      - {name: island, title: {en: Island, zh-TW: 島嶼}}
    rules:
      - {id: list, group: island, list: islands.csv}
      - {id: sparse, group: remote, measure: persons, below: '205'}
    otherwise: urban
YAML
    build small.sqlite small/stations.csv
    load_bundled tw.sqlite "$EVENREACH_SOURCE/gisdata/tw/stations.csv"
}

square() { # code parent west east
    printf '{"type":"Feature","properties":{"code":"%s","parent_code":"%s","name":"%s"},' "$1" "$2" "$1"
    printf '"geometry":{"type":"Polygon","coordinates":[[[%s,24],[%s,24],[%s,24.1],[%s,24.1],[%s,24]]]}}' \
        "$3" "$4" "$4" "$3" "$3"
}

towns() {
    printf '{"type":"FeatureCollection","features":['
    square 11 1 121 121.1; printf ','; square 12 1 121.1 121.2; printf ','
    square 21 2 121.2 121.3; printf ','; square 22 2 121.3 121.4
    printf ']}'
}

counties() {
    printf '{"type":"FeatureCollection","features":['
    square 1 '' 121 121.2; printf ','; square 2 '' 121.2 121.4
    printf ']}'
}

build() { # workspace stations
    "$EVENREACH" init -q -w "$1"
    "$EVENREACH" load -q -w "$1" units small/counties.geojson --level county
    "$EVENREACH" load -q -w "$1" units small/towns.geojson --level town --parent county
    "$EVENREACH" load -q -w "$1" population small/population.csv --level town
    "$EVENREACH" load -q -w "$1" stations "$2" --crs EPSG:4326
    "$EVENREACH" load -q -w "$1" pilots small/pilots.csv
    "$EVENREACH" load -q -w "$1" pilot_sites small/sites.csv --crs EPSG:4326
}

load_bundled() { # workspace stations
    local tw="$EVENREACH_SOURCE/gisdata/tw"
    "$EVENREACH" init -q -w "$1"
    "$EVENREACH" load -q -w "$1" units "$tw/counties.fgb" --level county
    "$EVENREACH" load -q -w "$1" units "$tw/towns.fgb" --level town --parent county
    "$EVENREACH" load -q -w "$1" population "$tw/population.csv" --level town
    "$EVENREACH" load -q -w "$1" stations "$2" --crs EPSG:3824 --synthetic
    "$EVENREACH" load -q -w "$1" pilots "$tw/pilots.csv"
    "$EVENREACH" load -q -w "$1" pilot_sites "$tw/pilot_sites.csv" --crs EPSG:4326
    "$EVENREACH" classify -q -w "$1" --study "$tw/study.yaml" > "$1.classes"
    "$EVENREACH" cover -q -w "$1" --study "$tw/study.yaml" > /dev/null
}

setup() {
    cd "$BATS_FILE_TMPDIR"
}

@test "classify: groups, thresholds and borderline cases in both languages" {
    run -0 "$EVENREACH" classify -w small.sqlite --study small/study.yaml
    [[ "${lines[0]}" == "Class (class, town)" ]]
    [[ "$output" == *"urban   Urban       3           1"* ]]
    [[ "$output" == *"island  Island      1           0"* ]]
    [[ "$output" == *"sparse  persons  < 205"* ]]
    [[ "$output" == *"22  "*"urban  sparse"*"210.000  205.000"* ]]
    run -0 "$EVENREACH" classify -w small.sqlite --study small/study.yaml --lang zh-TW
    [[ "${lines[0]}" == "類別 (class, town)" ]]
    [[ "$output" == *"臨界，與門檻相差 5 % 以內"* ]]
}

@test "classify --json: the rules as used, counts and borderline cases" {
    run -0 "$EVENREACH" classify -w small.sqlite --study small/study.yaml --json
    for part in '"scheme": "class"' '"below_value": 205' '"holds": 1' '"list_sha256": "' \
        '"units_in_no_group": 0' '"group": "urban"' '"units": 3'; do
        [[ "$output" == *"$part"* ]]
    done
}

@test "classify: a code that is nowhere is named; a wrong rule leaves the workspace as it was" {
    cp small.sqlite changed.sqlite
    sed 's/12,an/99,an/' small/islands.csv > small/other.csv
    sed 's/islands.csv/other.csv/' small/study.yaml > small/other.yaml
    run -0 --separate-stderr "$EVENREACH" classify -w changed.sqlite --study small/other.yaml
    [[ "$stderr" == *"rule list: 1 codes of other.csv belong to no unit of the level town: 99"* ]]
    "$EVENREACH" classify -w changed.sqlite --study small/study.yaml --json > before
    sed 's/level: town$/level: village/; s/units: towns.geojson, level: town/units: towns.geojson, level: village/' \
        small/study.yaml > small/village.yaml
    run -1 "$EVENREACH" classify -w changed.sqlite --study small/village.yaml
    [ "${#lines[@]}" -eq 1 ]
    [[ "$output" == *"no units of the level 'village'"* ]]
    "$EVENREACH" classify -w changed.sqlite --study small/study.yaml --json | cmp before -
}

@test "the bundled study: 281 urban, 68 remote, 19 offshore; 87 by law; Danei on the edge" {
    run -0 cat tw.sqlite.classes
    [[ "$output" =~ urban\ +Urban\ +281\  ]]
    [[ "$output" =~ remote\ +Remote\ +68\  ]]
    [[ "$output" =~ offshore\ +Offshore\ +19\  ]]
    [[ "$output" =~ remote\ +Remote\ by\ law\ +87\  ]]
    [[ "$output" =~ low-density.*127\.718\ +638\.592\ +69 ]]
    [[ "$output" =~ Danei\ District\ +urban\ +low-density\ +128\.939\ +127\.718 ]]
}

@test "balance: needs a classification and a coverage, and says which command makes them" {
    cp small.sqlite fresh.sqlite
    build unclassified.sqlite small/stations.csv
    run -1 "$EVENREACH" balance -w unclassified.sqlite
    [ "${#lines[@]}" -eq 1 ]
    [[ "$output" == *"evenreach classify"* ]]
    "$EVENREACH" classify -q -w unclassified.sqlite --study small/study.yaml > /dev/null
    run -1 "$EVENREACH" balance -w unclassified.sqlite
    [ "${#lines[@]}" -eq 1 ]
    [[ "$output" == *"evenreach cover"* ]]
    run -1 "$EVENREACH" balance -w nowhere.sqlite
    [ "${#lines[@]}" -eq 1 ]
}

@test "balance: one table per scheme in both languages; --scheme picks one or is refused" {
    "$EVENREACH" classify -q -w small.sqlite --study small/study.yaml > /dev/null
    "$EVENREACH" cover -q -w small.sqlite --study small/study.yaml > /dev/null
    run -0 "$EVENREACH" balance -w small.sqlite
    [[ "${lines[0]}" == "Class (class, town)" ]]
    [[ "$output" == *"unlocated"* ]]
    [[ "$output" == *"evenness over units"* ]]
    run -0 "$EVENREACH" balance -w small.sqlite --scheme class --study small/study.yaml --lang zh-TW
    [[ "$output" == *"類別 (class, town)"* ]]
    [[ "$output" == *"任一業者涵蓋"* ]]
    [[ "$output" == *"未定位"* ]]
    cp small.sqlite before.sqlite
    run -1 "$EVENREACH" balance -w small.sqlite --scheme nothing
    [ "${#lines[@]}" -eq 1 ]
    [[ "$output" == *"'nothing'"* ]]
    cmp small.sqlite before.sqlite
}

@test "balance: a scorecard in figures and words, in both languages; --subject picks one" {
    run -0 "$EVENREACH" balance -w small.sqlite --scheme class --study small/study.yaml
    [[ "$output" == *"scorecard "*"Gini"*"of the gap %"* ]]
    [[ "$output" == *"served by any operator: At least one operator reaches "*" % of the persons; over the units this is "* ]]
    [[ "$output" == *"firms in pilots per person: "*"can't be said: no pilot states it."* ]]
    [[ "$output" == *"Pilots with no known place: 1 of 2."* ]]
    run -0 "$EVENREACH" balance -w small.sqlite --scheme class --subject stations --lang zh-TW
    [[ "$output" == *"人均基地臺數：每萬人有 "* ]]
    [[ "$output" != *"廠商參與試辦"* ]]
    run -1 "$EVENREACH" balance -w small.sqlite --subject parks
    [ "${#lines[@]}" -eq 1 ]
    [[ "$output" == *"'parks'"* ]]
}

@test "balance --units: the ranking of a level, ties share a rank; a level without one is refused" {
    run -0 "$EVENREACH" balance -w small.sqlite --scheme class --subject stations --units town
    # one station for 1,000 persons in 11, one for 8,000 in 21, none in 12 and 22
    [[ "$output" =~ 1\ +11\ +11\ +1\ +1,000\ +10\.00 ]]
    [[ "$output" =~ 2\ +21\ +21\ +1\ +8,000\ +1\.25 ]]
    [[ "$output" =~ 3\ +12\ +12\ +0\ +190\ +0\.00 ]]
    [[ "$output" =~ 3\ +22\ +22\ +0\ +210\ +0\.00 ]]
    run -1 "$EVENREACH" balance -w small.sqlite --units village
    [ "${#lines[@]}" -eq 1 ]
    [[ "$output" == *"'village'"* ]]
}

@test "balance --json: scorecard, levers and, when asked, units" {
    "$EVENREACH" balance -w small.sqlite --scheme class --json > plain.json
    grep -q '"scorecard": \[' plain.json
    grep -q '"levers": \[' plain.json
    run ! grep -q '"units": \[' plain.json
    "$EVENREACH" balance -w small.sqlite --scheme class --subject stations --units county --json > units.json
    grep -q '"units": \[' units.json
    [ "$(grep -c '"local_moran"' units.json)" -eq 2 ]
    [ "$(grep -c '"sentence_zh"' units.json)" -eq 1 ]
}

@test "balance: ferries join units by their codes; a code that is nowhere is refused by name" {
    sed '$a balance:\n  links: ferries.csv' small/study.yaml > small/ferries.yaml
    printf 'from_code,to_code\n11,22\n' > small/ferries.csv
    run -0 "$EVENREACH" balance -w small.sqlite --study small/ferries.yaml --scheme class
    cp small.sqlite before.sqlite
    printf 'from_code,to_code\n11,99\n' > small/ferries.csv
    run -1 "$EVENREACH" balance -w small.sqlite --study small/ferries.yaml --scheme class
    [ "${#lines[@]}" -eq 1 ]
    [[ "$output" == *"ferries.csv, row 1"*"'99'"* ]]
    cmp small.sqlite before.sqlite
}

@test "balance of the bundled study: the same run twice says the same, in intervals and words" {
    "$EVENREACH" balance -w tw.sqlite --study "$EVENREACH_SOURCE/gisdata/tw/study.yaml" \
        --scheme area_class --units town --json > first.json
    "$EVENREACH" balance -w tw.sqlite --study "$EVENREACH_SOURCE/gisdata/tw/study.yaml" \
        --scheme area_class --units town --json > second.json
    cmp first.json second.json
    [ "$(grep -c '"local_moran"' first.json)" -eq $((7 * 368)) ]
    grep -q 'All stations are synthetic.' first.json
    grep -q '基地臺全為合成資料。' first.json
    grep -q 'Pilots that state it: ' first.json
}

@test "balance --json of the bundled study: sums, unlocated pilots" {
    "$EVENREACH" balance -w tw.sqlite --study "$EVENREACH_SOURCE/gisdata/tw/study.yaml" \
        --scheme area_class --json > tw.json
    # the value of a measure of a subject in a line
    value() {
        awk -v line="$1" -v subject="$2" -v measure="$3" '
            $1 == "\"line\":" { at = ($2 == "\"" line "\",") }
            at && $1 == "\"" subject "\":" { on = 1 }
            at && on && $1 == "\"" measure "\":" { sub(",", "", $2); print $2; exit }
            $1 == "}," || $1 == "}" { on = 0 }' tw.json
    }
    [ "$(value all units value)" = 368 ]
    [ "$(value urban units value)" = 281 ]
    [ "$(value all stations value)" = 26265 ]
    [ "$(value all pilots value)" = 36 ]
    [ "$(value all pilot_sites value)" = 57 ]
    [ "$(value unlocated pilots value)" -gt 0 ]
    local stations=0 sites=0
    for line in urban remote offshore; do
        stations=$((stations + $(value $line stations value)))
        sites=$((sites + $(value $line pilot_sites value)))
    done
    [ $((stations + $(value outside stations value))) = 26265 ]
    [ $((sites + $(value unlocated pilot_sites value))) = 57 ]
}

@test "balance: the same bytes for shuffled stations and any number of threads" {
    local tw="$EVENREACH_SOURCE/gisdata/tw"
    (head -1 "$tw/stations.csv"; tail -n +2 "$tw/stations.csv" | sort -t, -k2,2r -k5,5) > shuffled.csv
    run ! cmp -s shuffled.csv "$tw/stations.csv"
    load_bundled shuffled.sqlite shuffled.csv
    "$EVENREACH" balance -w tw.sqlite --threads 1 --json > one.json
    "$EVENREACH" balance -w shuffled.sqlite --threads 2 --json > two.json
    cmp one.json two.json
}
