#!/usr/bin/env bats
# routes: the share of a way that is served, its gaps, and what a user may do wrong.
bats_require_minimum_version 1.5.0

load world

setup() {
    make_world
    workspace
    # 2 km of the ferry line and 1 km of the trail are served, by 甲 alone
    printf 'code,operator,band,radius_m,lon,lat\na,甲,n78,1000,120.65,23.5\nb,乙,n78,10,121.5,23.5\n' > s.csv
    cat > routes.geojson <<'END'
{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"code":"f1","name":"東渡輪","name_en":"East Ferry","type":"ferry"},"geometry":{"type":"LineString","coordinates":[[120.6,23.5],[120.7,23.5]]}},
{"type":"Feature","properties":{"code":"t1","name":"步道","type":"cable car"},"geometry":{"type":"LineString","coordinates":[[120.65,23.5],[120.65,23.6]]}}]}
END
    cat > study.yaml <<'END'
inputs:
  - units: counties.geojson
    level: county
  - units: towns.geojson
    level: town
    parent: county
  - stations: s.csv
  - routes: routes.geojson
routes: {step_m: 1}
END
}

loaded() {
    "$EVENREACH" load -q stations s.csv -w w.sqlite
    "$EVENREACH" load -q routes routes.geojson -w w.sqlite
}

covered() {
    loaded
    "$EVENREACH" cover -q --study study.yaml -w w.sqlite > /dev/null
}

json() { # PATH of out.json
    sqlite3 :memory: "select json_extract(readfile('out.json'), '$1')"
}

@test "a table of routes, in both languages" {
    covered
    run -0 "$EVENREACH" routes --study study.yaml -w w.sqlite --lang en
    [[ "${lines[0]}" =~ route.*length,\ km.*served,\ %.*longest\ gap,\ minutes.*all\ operators,\ %.*乙.*甲 ]]
    [[ "${lines[1]}" =~ f1\ +East\ Ferry\ +10.21\ +19.6\ +0.0\ +2\ +4.11\ +8.2\ +0.0\ +0.0\ +19.6 ]]
    [[ "${lines[2]}" =~ t1\ +步道\ +11.08\ +9.0\ +0.0\ +1\ +10.08\ +-\ +0.0 ]]
    run -0 "$EVENREACH" routes --study study.yaml -w w.sqlite --lang zh-TW
    [[ "${lines[0]}" == *"最長缺口（公里）"* ]]
    [[ "${lines[1]}" == *"東渡輪"* ]]
}

@test "one route with its gaps" {
    covered
    run -0 "$EVENREACH" routes --study study.yaml --route f1 -w w.sqlite --lang en
    [[ "$output" == *"stretches without service"* ]]
    [[ "$output" != *"t1"* ]]
    [[ "$output" =~ any\ operator\ +unserved\ +0.000\ +4.10[0-9]\ +4.10[0-9]\ +8.2 ]]
    [[ "$output" =~ any\ operator\ +unserved\ +6.10[0-9]\ +10.214 ]]
    [[ "$output" =~ 乙\ +unserved\ +0.000\ +10.214 ]]
}

@test "JSON: strata, gaps and parts" {
    covered
    "$EVENREACH" routes --study study.yaml -w w.sqlite --json > out.json
    [ "$(json '$.routes[0].code')" = f1 ]
    [ "$(json '$.routes[0].speed_kmh')" = 30 ]
    [ "$(json '$.routes[0].strata[0].stratum')" = any ]
    [ "$(json '$.routes[0].strata[0].gaps')" = 2 ]
    [ "$(json '$.routes[1].strata[0].gap_minutes')" = "" ]
    [ "$(json '$.routes[0].gaps[0].state')" = unserved ]
    [ "$(json '$.routes[0].parts[0].unit')" = 1001 ]
    [ "$(json '$.parameters.step_m')" = 1 ]
    [ "$(sqlite3 :memory: "select abs(json_extract(readfile('out.json'), '\$.routes[0].strata[0].served_m') - 2000) < 1.1")" = 1 ]
    "$EVENREACH" routes --study study.yaml --route t1 -w w.sqlite --json > out.json
    [ "$(json '$.routes[0].code')" = t1 ]
    [ "$(json '$.routes[1].code')" = "" ]
}

@test "mistakes are told" {
    run -1 "$EVENREACH" routes --study study.yaml -w w.sqlite --lang en
    [[ "$output" == *"holds no routes: load some with"* ]]
    loaded
    run -1 "$EVENREACH" routes --study study.yaml -w w.sqlite --lang en
    [[ "$output" == *"evenreach cover"* ]]
    "$EVENREACH" cover -q --study study.yaml -w w.sqlite > /dev/null
    run -1 "$EVENREACH" routes --study study.yaml --route f2 -w w.sqlite --lang en
    [[ "$output" == *"there is no route 'f2'; there are: f1, t1"* ]]
    [ "$(query "select count(*) from run where step = 'routes'")" = 0 ]
    run -2 "$EVENREACH" routes -w w.sqlite
    sed -i 's/step_m: 1/step_m: 0/' study.yaml
    run -1 "$EVENREACH" routes --study study.yaml -w w.sqlite --lang en
    [[ "$output" == *"study.yaml:9: step_m is 0"* ]]
    sed -i 's/step_m: 0/step_m: 5/' study.yaml
    echo 'coverage: {default_radius_m: 900}' >> study.yaml
    run -1 "$EVENREACH" routes --study study.yaml -w w.sqlite --lang en
    [[ "$output" == *"of other parameters"* ]]
}

@test "run looks at routes where there are some" {
    "$EVENREACH" run -q study.yaml --out out > /dev/null
    [ "$(sqlite3 out/workspace.sqlite "select count(*) from run where step = 'routes'")" = 1 ]
    sed -i '/routes/d' study.yaml
    "$EVENREACH" run -q study.yaml --out out2 > /dev/null
    [ "$(sqlite3 out2/workspace.sqlite "select count(*) from run where step = 'routes'")" = 0 ]
}

@test "run looks at the way of a moving venue, too" {
    cat > venues.geojson <<'END'
{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"code":"march","environment":"moving"},"geometry":{"type":"LineString","coordinates":[[120.6,23.5],[120.7,23.5]]}}]}
END
    sed -i 's/- routes: .*/- venues: venues.geojson/' study.yaml
    "$EVENREACH" run -q study.yaml --out out > /dev/null
    [ "$(sqlite3 out/workspace.sqlite "select count(*) from run where step in ('routes', 'venues')")" = 2 ]
    [ "$(sqlite3 out/workspace.sqlite "select count(*) from route_share where stratum = 'any'")" = 1 ]
}
