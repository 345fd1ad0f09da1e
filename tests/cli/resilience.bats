#!/usr/bin/env bats
# resilience: what hangs on single sites.
bats_require_minimum_version 1.5.0

load world

setup() {
    make_world
    workspace
    # two operators at one place alone; two places that share most of their discs
    cat > s.csv <<'END'
code,operator,band,radius_m,lon,lat
a,甲,n78,1000,120.6,23.5
b,乙,n78,2000,120.6,23.5
c,甲,n78,3000,121.5,23.5
d,乙,n78,3000,121.501,23.5
END
    "$EVENREACH" load -q stations s.csv -w w.sqlite
    cat > study.yaml <<'END'
inputs:
  - units: counties.geojson
    level: county
END
}

# A figure of the JSON in out.json.
figure() {
    sqlite3 :memory: "select $1 from (select readfile('out.json') j)"
}

@test "groups and sites, as table and JSON" {
    "$EVENREACH" cover -q --study study.yaml -w w.sqlite > cover.txt
    run -0 "$EVENREACH" resilience --study study.yaml -w w.sqlite --lang en
    [[ "$output" == *"by nothing if it fails"* ]]
    [[ "$output" == *"the most critical sites, 3 of 3"* ]]
    [[ "$output" == *"b "*"120.60000 23.50000"*" 2 "*" - "*"12.566"* ]]
    run -0 "$EVENREACH" resilience --study study.yaml -w w.sqlite --lang zh-TW --sites 1
    [[ "$output" == *"最關鍵的站點（1 個，共 3 個）"* ]]
    [[ "$output" != *"sites"* ]]
    run -0 "$EVENREACH" resilience --study study.yaml -w w.sqlite --json
    echo "$output" > out.json
    [ "$(figure "json_extract(j, '\$.sites[0].code'), json_extract(j, '\$.sites[0].stations')")" = "b|2" ]
    [ "$(figure "abs(json_extract(j, '\$.sites[0].area_km2') - 4 * 3.14159265358979) < 1e-4")" = 1 ]
    [ "$(figure "json_extract(j, '\$.groups[0].group') is null, json_extract(j, '\$.groups[0].sites')")" = "1|3" ]
    [ "$(figure "json_extract(j, '\$.sites[0].persons') is null")" = 1 ]
    [ "$(figure "json_extract(j, '\$.groups[0].sites_sole'), json_extract(j, '\$.sites_losing')")" = "3|3" ]
    [ "$(query "select count(*) from run where step = 'resilience'")" = 3 ]
    [ "$(query "select count(*) from site_loss")" = 9 ]
}

@test "mistakes are said in one line" {
    run -1 "$EVENREACH" resilience --study study.yaml -w w.sqlite
    [[ "$output" == *"run \`evenreach cover\` first"* ]]
    "$EVENREACH" cover -q --study study.yaml -w w.sqlite > cover.txt
    run -2 "$EVENREACH" resilience --study study.yaml -w w.sqlite --sites -1
    [[ "$output" == *"--sites: give a whole number from 0 up"* ]]
    run -2 "$EVENREACH" resilience -w w.sqlite
    [[ "$output" == *"--study"* ]]
    printf 'code,operator,band,radius_m,lon,lat\ne,甲,n78,1000,120.7,23.5\n' > more.csv
    "$EVENREACH" load -q stations more.csv -w w.sqlite
    run -1 "$EVENREACH" resilience --study study.yaml -w w.sqlite --lang en
    [[ "$output" == *"loaded after the newest coverage run"* ]]
    [ "$(query "select count(*) from run where step = 'resilience'")" = 0 ]
}

@test "no sites are listed when none are asked for" {
    "$EVENREACH" cover -q --study study.yaml -w w.sqlite > cover.txt
    run -0 "$EVENREACH" resilience --study study.yaml -w w.sqlite --sites 0 --lang en
    [[ "$output" != *"most critical"* ]]
}
