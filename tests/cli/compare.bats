#!/usr/bin/env bats
# compare: what was gained and lost between two runs, days or workspaces.
bats_require_minimum_version 1.5.0

load world

setup() {
    make_world
    workspace
    cat > study.yaml <<'END'
title: {en: Two counties, zh-TW: 兩縣}
inputs:
  - {units: counties.geojson, level: county}
  - {units: towns.geojson, level: town, parent: county}
schemes:
  - name: side
    level: town
    title: {en: Side, zh-TW: 方位}
    groups:
      - {name: east, title: {en: East, zh-TW: 東}}
      - {name: west, title: {en: West, zh-TW: 西}}
    rules:
      - {id: prefix, group: east, code_prefix: "20"}
    otherwise: west
coverage: {model: disc, default_radius_m: 1000}
END
    printf 'code,persons\n1001,100000\n1002,50000\n2001,800000\n' > pop.csv
    "$EVENREACH" load -q population pop.csv --level town -w w.sqlite
    "$EVENREACH" classify -q --study study.yaml -w w.sqlite > classify.txt
    cat > s.csv <<'END'
code,operator,band,radius_m,date_on,lon,lat
a,甲,n78,1000,2020-05-01,120.6,23.5
b,乙,n78,2000,2021-07-01,120.6,23.5
c,甲,n78,3000,2020-01-01,121.5,23.5
END
    "$EVENREACH" load -q stations s.csv -w w.sqlite
}

cover() {
    "$EVENREACH" cover -q --study study.yaml -w "${1:-w.sqlite}" > cover.txt
}

more() {
    printf 'code,operator,band,radius_m,date_on,lon,lat\nd,乙,n78,3000,2022-02-01,121.501,23.5\n' > more.csv
    "$EVENREACH" load -q stations more.csv -w "${1:-w.sqlite}"
}

# A figure of the JSON in out.json.
figure() {
    sqlite3 :memory: "select $1 from (select readfile('${2:-out.json}') j)"
}

# How many lines of figures out.json has that do not add up to the last bit; how many there are.
adding_up() {
    figure "(select sum(json_extract(value, '\$.before') + json_extract(value, '\$.gained') -
            json_extract(value, '\$.lost') <> json_extract(value, '\$.after') or
            json_extract(value, '\$.kept') + json_extract(value, '\$.lost') <>
            json_extract(value, '\$.before')) || ' of ' || count(*) from json_tree(j)
        where type = 'object' and key in ('served_km2', 'persons_served'))"
}

@test "two runs: tables, sentence, causes" {
    cover
    more
    cover
    run -0 "$EVENREACH" compare previous newest -w w.sqlite --lang en
    [[ "$output" == *"before: run 2"*"after: run 3"* ]]
    [[ "$output" == *"43 persons gained coverage and 0 lost it"* ]]
    [[ "$output" == *"Side"*"East"*"West"*"all"* ]]
    [[ "$output" == *"where most was gained"*"town 2001"* ]]
    [[ "$output" != *"where most was lost"* ]]
    [[ "$output" == *"how evenly"*"Side "*"Gini"* ]]
    [[ "$output" == *"stations "*" 1 "*" 0 "*" 0"* ]]
    run -0 "$EVENREACH" compare newest previous -w w.sqlite --lang zh-TW
    [[ "$output" == *"先前: 第 3 次執行"*"失去涵蓋"*"失去最多的地區"* ]]
    [[ "$output" != *"coverage"* ]]
    [[ "$output" != *"gini"* && "$output" != *"theil"* ]]
    run -0 "$EVENREACH" compare run:2 '#3' -w w.sqlite --json
    echo "$output" > out.json
    [ "$(adding_up)" = "0 of 18" ]
    [ "$(figure "json_extract(j, '\$.all.served_km2.gained') between 0.6 and 0.63")" = 1 ]
    [ "$(figure "json_extract(j, '\$.causes[0].kind') || json_extract(j, '\$.causes[0].subject')")" = "stationd" ]
    [ "$(query "select count(*) from run where step = 'compare'")" = 3 ]
    [ "$(query "select count(*) from compare where persons_before + persons_gained - persons_lost <> persons_after")" = 0 ]
}

@test "the same run twice: nothing changed" {
    cover
    run -0 "$EVENREACH" compare 2 2 -w w.sqlite --lang en
    [[ "$output" == *"Nothing changed"*"spread as evenly as before"*"no cause was found"* ]]
    [[ "$output" != *"can't be said"* ]]
}

@test "operators are set against each other" {
    cover
    run -0 "$EVENREACH" compare newest newest --operator-before 甲 --operator-after 乙 -w w.sqlite --json
    echo "$output" > out.json
    # the smaller disc lies in the larger one, the third has no other
    [ "$(figure "abs(json_extract(j, '\$.all.served_km2.kept') - 3.14159265) < 1e-4")" = 1 ]
    [ "$(figure "abs(json_extract(j, '\$.all.served_km2.gained') - 3 * 3.14159265) < 1e-4")" = 1 ]
    [ "$(figure "abs(json_extract(j, '\$.all.served_km2.lost') - 9 * 3.14159265) < 1e-4")" = 1 ]
    [ "$(figure "json_extract(j, '\$.indices[0].subject')")" = "coverage:甲:乙" ]
    [ "$(figure "json_extract(j, '\$.causes[0].subject') || json_extract(j, '\$.causes[0].after')")" = operator乙 ]
    run -2 "$EVENREACH" compare newest newest --operator 甲 --operator-after 乙 -w w.sqlite
    run -1 "$EVENREACH" compare newest newest --operator 丙 -w w.sqlite --lang en
    [[ "$output" == *"no operator '丙'"* ]]
}

@test "years are computed and leave no run behind" {
    cover
    more
    run -0 "$EVENREACH" compare 2020 2021 -w w.sqlite --study study.yaml --json
    echo "$output" > out.json
    # the larger disc around the smaller one came in July 2021
    [ "$(figure "abs(json_extract(j, '\$.all.served_km2.gained') - 3 * 3.14159265) < 1e-4")" = 1 ]
    [ "$(figure "json_extract(j, '\$.parameters.before.as_of')")" = 2020-12-31 ]
    [ "$(figure "json_extract(j, '\$.causes[0].subject')")" = b ]
    [ "$(adding_up)" = "0 of 18" ]
    [ "$(query "select group_concat(step) from (select step from run order by id)")" = "classify,cover,compare" ]
    run -0 "$EVENREACH" compare 2021-12 2022-02-01 -w w.sqlite --study study.yaml --lang en
    [[ "$output" == *"before: 2021-12-31"*"after: 2022-02-01"*"0.61"* ]]
    run -0 "$EVENREACH" compare 2021 2999 -w w.sqlite --study study.yaml --lang en
    [[ "$output" == *"2999-12-31 is still to come"* ]]
    run -2 "$EVENREACH" compare 2020 2021 -w w.sqlite --lang en
    [[ "$output" == *"name the study"* ]]
}

@test "two workspaces: nothing is written into either" {
    cover
    cp w.sqlite old.sqlite
    more
    cover
    sums=$(sha256sum old.sqlite w.sqlite)
    run -0 "$EVENREACH" compare old.sqlite w.sqlite --json
    echo "$output" > out.json
    [ "$sums" = "$(sha256sum old.sqlite w.sqlite)" ]
    [ "$(figure "json_extract(j, '\$.run') is null")" = 1 ]
    [ "$(figure "json_extract(j, '\$.all.served_km2.gained') between 0.6 and 0.63")" = 1 ]
    # a run of one file by its number; and the same kept in a workspace
    run -0 "$EVENREACH" compare w.sqlite#3 w.sqlite#2 --lang en
    [[ "$output" == *"before: w.sqlite, run 3"* ]]
    run -0 "$EVENREACH" compare old.sqlite newest -w w.sqlite --lang en
    [[ "$output" == *"before: old.sqlite, run 2"*"after: run 3"* ]]
    [ "$(query "select count(*) from run where step = 'compare'")" = 1 ]
}

@test "different boundaries are refused by name, or left out" {
    cover
    mv w.sqlite old.sqlite
    sed -i 's/120\.5,2/120.51,2/g' towns.geojson
    workspace
    "$EVENREACH" load -q population pop.csv --level town -w w.sqlite
    "$EVENREACH" load -q stations s.csv -w w.sqlite
    cover
    run -1 "$EVENREACH" compare old.sqlite w.sqlite --lang en
    [ "${#lines[@]}" -eq 1 ]
    [[ "$output" == *"different boundaries: town 1001 (changed), town 1002 (changed)"*"2 units differ"* ]]
    run -0 "$EVENREACH" compare old.sqlite w.sqlite --common-units --lang en
    [[ "$output" == *"2 units are not the same on both sides and are left out"* ]]
    [[ "$output" == *"boundaries "*" 2"* ]]
}

@test "a unit whose parts are not all compared keeps the persons of its parts and of the rest" {
    cover
    mv w.sqlite old.sqlite
    sed -i 's/"1001"/"1003"/' towns.geojson
    sed -i 's/^1001,/1003,/' pop.csv
    workspace
    "$EVENREACH" load -q population pop.csv --level town -w w.sqlite
    "$EVENREACH" load -q stations s.csv -w w.sqlite
    cover
    run -0 "$EVENREACH" compare old.sqlite newest -w w.sqlite --common-units
    # what the coverage runs themselves say of the county, whose towns fill it but for 1e-5
    served="select round(c.persons_served, 1) from cover c join unit u on u.id = c.area_id
        where c.kind = 'unit' and c.stratum = 'any' and u.code = '10'"
    [ "$(query "select round(persons_before, 1) from compare where code = '10'")" = \
        "$(sqlite3 old.sqlite "$served")" ]
    [ "$(query "select round(persons_after, 1), persons_gained from compare where code = '10'")" = \
        "$(query "$served")|0.0" ]
}

@test "layers and tables: figures read back exactly" {
    cover
    more
    cover
    run -0 "$EVENREACH" compare previous newest -w w.sqlite --study study.yaml --out out --lang en
    [[ "$output" == *"out/geojson/"* ]]
    # SQLite reads the decimals of the table as the doubles that they are
    sqlite3 :memory: ".import --csv out/tables/compare.csv t" "select count(*),
        sum(0 + served_before_km2 + served_gained_km2 - served_lost_km2 <> 0 + served_after_km2),
        sum(0 + persons_before + persons_gained - persons_lost <> 0 + persons_after),
        sum(0 + persons_kept + persons_lost <> 0 + persons_before),
        sum(0 + persons_gained > 0) from t" > sums
    [ "$(cat sums)" = "9|0|0|0|4" ]
    [ "$(figure "(select count(*) || ' ' || sum(json_extract(value, '\$.properties.served_before_km2') +
        json_extract(value, '\$.properties.served_gained_km2') =
        json_extract(value, '\$.properties.served_after_km2')) from json_each(j, '\$.features'))" \
        out/geojson/compare.geojson)" = "5 5" ]
    [ "$(figure "json_extract(j, '\$.features[0].properties.change') ||
        json_extract(j, '\$.features[0].properties.code')" out/geojson/compare_stations.geojson)" = addedd ]
    [ "$(grep -c gini out/tables/compare_indices.csv)" = 1 ]
    grep -q '^station,added,d,乙' out/tables/compare_causes.csv
    [ "$(figure "json_extract(j, '\$.compare.causes.station.added') ||
        json_array_length(j, '\$.compare.groups')" out/summary.json)" = 13 ]
    [[ "$(figure "json_extract(j, '\$.compare.sentence_zh')" out/summary.json)" == *"新獲涵蓋"* ]]
    grep -q '^compare,persons_gained,' out/tables/fields.csv
    run -2 "$EVENREACH" compare 1 2 -w w.sqlite --out out2
    [[ "$output" == *"--study"* ]]
    run -2 "$EVENREACH" compare w.sqlite w.sqlite --study study.yaml --out out2
    [[ "$output" == *"-w FILE"* ]]
}

@test "mistakes are said in one line" {
    run -1 "$EVENREACH" compare newest newest -w w.sqlite --lang en
    [[ "$output" == *"evenreach cover"* ]]
    cover
    run -1 "$EVENREACH" compare previous newest -w w.sqlite --lang en
    [[ "$output" == *"no coverage run before its newest one"* ]]
    run -1 "$EVENREACH" compare run:9 newest -w w.sqlite --lang en
    [[ "$output" == *"there is no run 9"* ]]
    run -1 "$EVENREACH" compare 1 newest -w w.sqlite --lang en
    [[ "$output" == *"run 1 is one of the step classify"* ]]
    run -2 "$EVENREACH" compare run:x newest -w w.sqlite --lang en
    [[ "$output" == *"no number of a run"* ]]
    run -2 "$EVENREACH" compare 2021-13-40 newest -w w.sqlite --study study.yaml --lang en
    [[ "$output" == *"is no day"* ]]
    run -1 "$EVENREACH" compare nothing.sqlite newest -w w.sqlite --lang en
    [[ "$output" == *"'nothing.sqlite' is no run"* ]]
    run -2 "$EVENREACH" compare 1 w.sqlite --lang en
    [[ "$output" == *"name that one by -w FILE"* ]]
    run -2 "$EVENREACH" compare 1 -w w.sqlite
    run -1 "$EVENREACH" compare towns.geojson newest -w w.sqlite
    sqlite3 w.sqlite "delete from cover_discs"
    run -1 "$EVENREACH" compare newest newest -w w.sqlite --lang en
    [ "${#lines[@]}" -eq 1 ]
    [[ "$output" == *"kept no record of what it served"* ]]
}
