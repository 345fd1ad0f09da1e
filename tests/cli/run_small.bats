#!/usr/bin/env bats
# `run` on a study of two squares: output folder, failures, options.
bats_require_minimum_version 1.5.0

load squares

setup() {
    cd "$BATS_TEST_TMPDIR"
    two_squares small
}

checksum() {
    (cd "$1" && find . -type f ! -name 'workspace.sqlite' -exec sha256sum {} + | sort | sha256sum)
}

@test "the output folder is named after the study's file, or its folder's" {
    run -0 "$EVENREACH" run small/study.yaml
    [ -s small-out/summary.json ]
    [ -s small-out/workspace.sqlite ]
    [ -s small-out/geojson/towns.geojson ]
    [ ! -e small-out/.evenreach-part ]
    cp small/study.yaml small/other.yaml
    run -0 "$EVENREACH" run small/other.yaml
    [ -s other-out/summary.json ]
}

@test "the headline in English and in Traditional Chinese" {
    run -0 --separate-stderr "$EVENREACH" run small/study.yaml
    [[ "$output" == *"Two squares"*"Urban"*"Remote"*"small-out/geojson/"* ]]
    run -0 --separate-stderr "$EVENREACH" run small/study.yaml --lang zh-TW
    [[ "$output" == *"兩個方格"*"都會"*"偏遠"*"small-out/geojson/"* ]]
    sed -i 's/^language: en/language: zh-TW/' small/study.yaml
    run -0 --separate-stderr "$EVENREACH" run small/study.yaml
    [[ "$output" == *"兩個方格"* ]]
    run -0 --separate-stderr "$EVENREACH" run small/study.yaml --lang en
    [[ "$output" == *"Two squares"* ]]
}

@test "without persons the headline is of areas, and says so; a scheme without a title has its name" {
    sed -i '/population/d; s/measure: density_per_km2, below: 0.5 \* mean/code_prefix: A/' small/study.yaml
    run -0 --separate-stderr "$EVENREACH" run small/study.yaml
    [[ "$output" == *"area_class "*"any, best, all: area reached by"*"no persons are known."* ]]
    [[ "$output" != *"persons reached"* ]]
    run -0 --separate-stderr "$EVENREACH" run small/study.yaml --lang zh-TW
    [[ "$output" == *"涵蓋的面積比例；人口不詳。"* ]]
}

@test "--json prints the summary, and nothing else to stdout" {
    "$EVENREACH" run small/study.yaml --json > out.json
    cmp out.json small-out/summary.json
}

@test "--explain prints the study and writes nothing" {
    run -0 "$EVENREACH" run small/study.yaml --explain
    [[ "$output" == *"outline_tolerance_m"* ]]
    [ ! -e small-out ]
}

@test "twice into the same folder; what others put there stays" {
    run -0 "$EVENREACH" run small/study.yaml
    before=$(checksum small-out)
    echo style > small-out/geojson/towns.qml
    echo notes > small-out/notes.txt
    run -0 "$EVENREACH" run small/study.yaml
    [ "$(cat small-out/geojson/towns.qml small-out/notes.txt)" = $'style\nnotes' ]
    rm small-out/geojson/towns.qml small-out/notes.txt
    [ "$(checksum small-out)" = "$before" ]
}

@test "a folder with other files is refused, but for --force" {
    mkdir mine
    echo work > mine/thesis.txt
    run -1 "$EVENREACH" run small/study.yaml --out mine
    [ "${#lines[@]}" -eq 1 ]
    [[ "$output" == *"mine: holds files"*"--force"* ]]
    [ "$(ls -A mine)" = thesis.txt ]
    run -0 "$EVENREACH" run small/study.yaml --out mine --force
    [ "$(cat mine/thesis.txt)" = work ]
    [ -s mine/summary.json ]
}

@test "a failure names the step and leaves the earlier output" {
    run -0 "$EVENREACH" run small/study.yaml
    before=$(checksum small-out)
    printf 'nothing,useful\n1,2\n' > small/stations.csv
    run -1 --separate-stderr "$EVENREACH" run small/study.yaml --quiet
    [ "${#stderr_lines[@]}" -eq 1 ]
    [[ "$stderr" == *"loading: "*"stations.csv"* ]]
    [ "$(checksum small-out)" = "$before" ]
    [ ! -e small-out/.evenreach-part ]
    run -1 "$EVENREACH" run small/study.yaml --out fresh --quiet
    [ ! -e fresh ]
}

@test "a failure inside names the folder that was asked for, never the one that grows" {
    sed -i '/population/d; s/measure: density_per_km2, below: 0.5 \* mean/code_prefix: A/' small/study.yaml
    cat >> small/study.yaml <<'END'
choose:
  - {name: next, place: station, count: 1, candidates: units, radius_m: 800, inequality_scheme: area_class}
END
    for lang in en zh-TW; do
        run -1 --separate-stderr "$EVENREACH" run -q small/study.yaml --out mine --lang $lang
        [ "${#stderr_lines[@]}" -eq 1 ]
        [[ "$stderr" == *"mine/workspace.sqlite"* ]]
        [[ "$stderr" != *".evenreach"* ]]
    done
    [ ! -e mine ]
}

@test "a misspelt key is refused with its line, before anything is made" {
    sed -i 's/^coverage: /coverge: /' small/study.yaml
    line=$(grep -n '^coverge' small/study.yaml | cut -d: -f1)
    run -1 "$EVENREACH" run small/study.yaml
    [ "${#lines[@]}" -eq 1 ]
    [[ "$output" == *"study.yaml"*"$line"*"coverge"* ]]
    [ ! -e small-out ]
}

@test "a level whose parent no input gives is refused" {
    sed -i 's/level: town}/level: town, parent: county}/' small/study.yaml
    run -1 "$EVENREACH" run small/study.yaml
    [[ "$output" == *"county"* ]]
    [ ! -e small-out ]
}

@test "--strict: exit code 3 where rows were rejected, which are kept" {
    printf 'Three,121.05,ninety\n' >> small/stations.csv
    run -0 "$EVENREACH" run small/study.yaml
    run -3 "$EVENREACH" run small/study.yaml --strict
    grep -q 'ninety' small-out/tables/rejects.csv
    [ "$(sqlite3 :memory: "select json_extract(readfile('small-out/summary.json'),
        '\$.rows_rejected')")" = 1 ]
}

@test "a study without stations is unknown, not unserved" {
    sed -i '/stations:/d' small/study.yaml
    run -0 "$EVENREACH" run small/study.yaml
    ogrinfo -q -al -geom=NO small-out/geojson/towns.geojson > towns
    grep -q 'unknown_share (Real) = 1' towns
}

@test "a table with a byte order mark on request" {
    run -0 "$EVENREACH" run small/study.yaml --bom
    [ "$(head -c 3 small-out/tables/towns.csv | od -An -tx1 | tr -d ' ')" = efbbbf ]
    [ "$(head -c 1 small-out/geojson/towns.geojson)" = '{' ]
}

@test "an unknown level is refused, and so is a missing study" {
    run -1 "$EVENREACH" run small/study.yaml --level vilage --quiet
    [[ "$output" == *"vilage"* ]]
    [ ! -e small-out ]
    run -1 "$EVENREACH" run none.yaml
    [[ "$output" == *"none.yaml"* ]]
}

@test "a scheme of any name gives the classes of the headline and of the map" {
    sed -i 's/name: area_class/name: density/' small/study.yaml
    run -0 --separate-stderr "$EVENREACH" run small/study.yaml
    [[ "$output" == *"Urban "*"Remote "* ]]
    grep -q '"Remote"' small-out/geojson/area_classes.geojson
}

@test "a study without a scheme is measured as a whole" {
    sed -i '/^schemes:/,/otherwise:/d' small/study.yaml
    run -0 --separate-stderr "$EVENREACH" run small/study.yaml
    [[ "$output" =~ "all "\ +2\ +1,000\ +[0-9.]+\ +2\ +20.00 ]]
    grep -q '^any,,any,2,2[0-9.]*,' small-out/tables/operators.csv
    run -0 "$EVENREACH" balance -w small-out/workspace.sqlite --study small/study.yaml
    [[ "$output" == *"1,000"* ]]
}
