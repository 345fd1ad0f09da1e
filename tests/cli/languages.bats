#!/usr/bin/env bats
# Words of a study and its tables in two languages, in English alone and in Chinese alone.
bats_require_minimum_version 1.5.0

load world

# A study whose words are given by a function: `words ENGLISH CHINESE`, and tables to match.
study() { # measure's columns, a row of them
    make_world
    printf 'code,persons,households\n1001,100,40\n1002,300,100\n2001,600,200\n' > p.csv
    printf 'code,operator,technology,radius_m,lon,lat\na,X,5G,20000,120.75,23.5\nb,X,5G,,121.5,23.5\n' > s.csv
    printf '%s\n' "code,$1,unit,year,target,actual" "share,$2,%,2022,10," > targets.csv
    cat > study.yaml <<END
title: $(words Islands 島)
inputs:
  - {units: counties.geojson, level: county, title: $(words Counties 縣), licence: $(words open 開放), attribution: $(words Office 機關)}
  - {units: towns.geojson, level: town, parent: county}
  - {population: p.csv, level: town}
  - {stations: s.csv, crs: EPSG:4326, vintage: 2022-12, synthetic: true, title: $(words Stations 站)}
  - {targets: targets.csv}
schemes:
  - name: size
    title: $(words Size 大小)
    level: town
    groups: [{name: small, title: $(words Small 小)}, {name: large, title: $(words Large 大)}]
    rules: [{id: few, group: small, measure: persons, below: '310', reason: $(words few 人少)}]
    otherwise: large
targets:
  - {code: share, measure: persons_served}
choose:
  - {name: next, title: $(words Next 下一批), place: station, count: 1, candidates: units, level: town, radius_m: 5000}
END
}

# Of the summary and of two tables; what is not known is an empty text in a table.
told() {
    sqlite3 :memory: -cmd ".mode csv" -cmd ".import out/tables/sources.csv s" \
        -cmd ".import out/tables/targets.csv t" -cmd ".mode list" "
with summary as (select readfile('out/summary.json') j)
select j ->> '\$.study.title', j ->> '\$.study.title_zh', j ->> '\$.sources[0].title',
    j ->> '\$.sources[0].title_zh', j ->> '\$.sources[0].licence', j ->> '\$.sources[0].licence_zh',
    j ->> '\$.synthetic_inputs[0].title', j ->> '\$.synthetic_inputs[0].title_zh' from summary;
select title, title_zh, licence, licence_zh, attribution, attribution_zh from s where source = 1;
select measure, measure_zh from t"
}

nothing_null() { # language
    run -0 --separate-stderr "$EVENREACH" run -q study.yaml --out out --lang "$1"
    [[ "$output" != *null* && "$output" != *"()"* ]]
    [ -n "${lines[0]}" ]
}

@test "both languages: each is kept" {
    cd "$BATS_TEST_TMPDIR"
    words() { echo "{en: $1, zh-TW: $2}"; }
    study measure,measure_zh reached,可及
    nothing_null zh-TW
    [ "${lines[0]}" = 島 ]
    nothing_null en
    [ "${lines[0]}" = Islands ]
    run -0 told
    [ "${lines[0]}" = "Islands|島|Counties|縣|open|開放|Stations|站" ]
    [ "${lines[1]}" = "Counties|縣|open|開放|Office|機關" ]
    [ "${lines[2]}" = "reached|可及" ]
    run -0 "$EVENREACH" run study.yaml --explain
    [[ "$output" == *"zh-TW: \"開放\""* ]]
}

@test "English alone, as a plain text: it stands for both" {
    cd "$BATS_TEST_TMPDIR"
    words() { echo "$1"; }
    study measure reached
    nothing_null zh-TW
    [[ "${lines[0]}" = Islands && "$output" == *Small* && "$output" == *Stations* && "$output" == *Next* ]]
    run -0 told
    [ "${lines[0]}" = "Islands||Counties||open||Stations|" ]
    [ "${lines[1]}" = "Counties||open||Office|" ]
    [ "${lines[2]}" = "reached|" ]
}

@test "Chinese alone, with and without its key: it stands for both" {
    cd "$BATS_TEST_TMPDIR"
    words() { echo "{zh-TW: $2}"; }
    study measure_zh 可及
    nothing_null en
    [[ "${lines[0]}" = 島 && "$output" == *小* && "$output" == *站* && "$output" == *下一批* ]]
    run -0 told
    [ "${lines[0]}" = "島|島|縣|縣|開放|開放|站|站" ]
    [ "${lines[1]}" = "縣|縣|開放|開放|機關|機關" ]
    [ "${lines[2]}" = "|可及" ]
    words() { echo "$2"; }
    study measure_zh 可及
    nothing_null en
    [[ "${lines[0]}" = 島 && "$output" == *小* ]]
    run -0 told
    [ "${lines[0]}" = "島||縣||開放||站|" ]
}

@test "load: titles, licences and attributions in two languages" {
    cd "$BATS_TEST_TMPDIR"
    make_world
    "$EVENREACH" init -q w.sqlite
    "$EVENREACH" load -q units counties.geojson --level county -w w.sqlite --title Counties \
        --title-zh 縣 --licence-zh 開放 --attribution Office --attribution-zh 機關
    [ "$(query 'select title, title_zh, licence, licence_zh, attribution, attribution_zh from source')" \
        = "Counties|縣|開放|開放|Office|機關" ]
}
