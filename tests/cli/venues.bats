#!/usr/bin/env bats
# venues: verdicts, reasons and the explanation, by discs and by signals, and what a user may do wrong.
bats_require_minimum_version 1.5.0

load world

feature() { # PROPERTIES COORDINATES
    printf '{"type":"Feature","properties":{%s},"geometry":{"type":"%s","coordinates":%s}}' "$1" "${3:-Polygon}" "$2"
}

box() { # WEST SOUTH: 0.001 degrees a side
    sqlite3 :memory: "select printf('[[[%.4f,%.4f],[%.4f,%.4f],[%.4f,%.4f],[%.4f,%.4f],[%.4f,%.4f]]]',
        $1,$2, $1+0.001,$2, $1+0.001,$2+0.001, $1,$2+0.001, $1,$2)"
}

collection() {
    local IFS=,
    printf '{"type":"FeatureCollection","features":[%s]}' "$*"
}

setup() {
    make_world
    workspace
    printf 'code,operator,band,radius_m,lon,lat\na,甲,n78,300,120.6005,23.5005\nb,乙,n78,300,120.6025,23.5005\n' > s.csv
    printf 'service_id,name,dl_mbps,ul_mbps,latency_ms\nvideo,影音,20,5,\nfast,快,90000,,\nlag,遲,,,10\n' > n.csv
    rows=(
        "$(feature '"code":"full","name":"滿","name_en":"Full","services":"video","peak_crowd":400' "$(box 120.6 23.5)")"
        "$(feature '"code":"half","name":"半"' "$(box 120.6045 23.5)")"
        "$(feature '"code":"none","services":"nobody"' "$(box 120.6 23.51)")"
        "$(feature '"code":"lag","services":"lag"' "$(box 120.6 23.5)")"
        "$(feature '"code":"quick","services":"fast"' "$(box 120.6 23.5)")"
        "$(feature '"code":"sea"' "$(box 123.5 23.5)")"
    )
    collection "${rows[@]}" > v.geojson
    cat > study.yaml <<'END'
inputs:
  - {units: counties.geojson, level: county}
  - {units: towns.geojson, level: town, parent: county}
  - {stations: s.csv}
  - {service_needs: n.csv}
  - {venues: v.geojson}
venues: {closing: true, spacing_m: 40}
END
    sed 's/^venues:.*/venues: {cell_m: 10}/' study.yaml > radio.yaml
    cat >> radio.yaml <<'END'
coverage:
  model: tr38901
  resolution_m: 500
  environments: [{environment: umi}]
  sectors: [{height_m: 12, sectors: 1, power_dbm: 30, range_m: 800}]
END
}

loaded() {
    "$EVENREACH" load -q stations s.csv -w w.sqlite
    "$EVENREACH" load -q service_needs n.csv -w w.sqlite
    "$EVENREACH" load -q venues "${1:-v.geojson}" -w w.sqlite
}

covered() { # STUDY
    loaded
    "$EVENREACH" cover -q --study "${1:-study.yaml}" -w w.sqlite > /dev/null
}

venues() {
    "$EVENREACH" venues --study study.yaml -w w.sqlite --lang en "$@"
}

json() { # PATH of out.json
    sqlite3 :memory: "select readfile('out.json') ->> '$1'"
}

@test "a table with reasons and proposals, in both languages" {
    covered
    run -0 --separate-stderr venues
    [[ "${lines[0]}" =~ code\ +venue\ +area,\ ha.*served,\ %.*verdict ]]
    [[ "$output" =~ full\ +Full\ +1.13\ +-\ +100.0\ +0.0\ +-\ +2\ +100.0\ +unknown ]]
    [[ "$output" == *"full: video (乙): 100.0 % of the venue is served, but the disc model says nothing of speeds"* ]]
    [[ "$output" == *"lag: lag ("*"but delays are not computed: at most 10 ms are asked for"* ]]
    [[ "$output" == *"none: nobody: no service nobody is defined: load service_needs that define it"* ]]
    [[ "$output" =~ half:\ [0-9.]+\ %\ of\ the\ venue\ is\ served,\ less\ than\ the\ 95.0\ %\ asked\ for ]]
    [[ "$output" =~ with\ 1\ mobile\ pack:\ [0-9.]+\ %\ served ]]
    [[ "$output" == *"sea: nothing of the venue is served"* ]]
    run -0 --separate-stderr "$EVENREACH" venues --study study.yaml -w w.sqlite --lang zh-TW
    [[ "${lines[0]}" == *"面積（公頃）"*"有服務（%）"*"判定"* ]]
    [[ "$output" == *"full：video（乙）：場域涵蓋 100.0 %，但圓盤模型無法說明速率"* ]]
    [[ "$output" == *"設 1 組行動式基地臺：涵蓋達 "* ]]
    # punctuation is full-width
    ! grep -qE '[^ -~][,:;()]' <<< "$output"
}

@test "JSON: areas add up, one venue alone, the same bytes again" {
    covered
    venues --json > out.json
    [ "$(json '$.model')" = disc ]
    [ "$(sqlite3 :memory: "select count(*), max(abs(c.value ->> 'served_m2' + (c.value ->> 'unserved_m2') + (c.value ->> 'unknown_m2') - (v.value ->> 'area_m2')) / (v.value ->> 'area_m2')) < 1e-12
        from json_each(readfile('out.json'), '\$.venues') v, json_each(v.value, '\$.coverage') c")" = "24|1" ]
    [ "$(sqlite3 :memory: "select group_concat(value ->> 'verdict') from json_each(readfile('out.json'), '\$.venues')")" = \
        "unknown,coverage_short,unknown,unknown,unknown,coverage_short" ]
    [ "$(json '$.venues[5].outside_units')" = 1 ]
    [ "$(json '$.venues[0].services[0].users')" = 20 ] || [ "$(json '$.venues[0].services[0].users')" = 20.0 ]
    venues --json | sed 's/"run": [0-9]*/"run": 0/' > again.json
    sed -i 's/"run": [0-9]*/"run": 0/' out.json
    cmp out.json again.json
    venues --json --venue half > out.json
    [ "$(json '$.venues[0].code')" = half ]
    [ -z "$(json '$.venues[1].code')" ]
}

@test "order of rows and number of threads change nothing" {
    covered radio.yaml
    "$EVENREACH" venues --study radio.yaml -w w.sqlite --json --threads 1 > one.json
    collection "${rows[5]}" "${rows[2]}" "${rows[4]}" "${rows[0]}" "${rows[1]}" "${rows[3]}" > v.geojson
    rm w.sqlite
    workspace
    covered radio.yaml
    "$EVENREACH" venues --study radio.yaml -w w.sqlite --json --threads 2 > two.json
    sed -i -E 's/"(run|coverage_run|cover_run)": [0-9]+/"\1": 0/' one.json two.json
    cmp one.json two.json
}

@test "the explanation has the figures of the JSON" {
    covered radio.yaml
    "$EVENREACH" venues --study radio.yaml -w w.sqlite --json --venue full > out.json
    before="$(sqlite3 w.sqlite 'select count(*) from run')"
    run -0 "$EVENREACH" venues --study radio.yaml -w w.sqlite --lang en --venue full --explain
    [ "$(sqlite3 w.sqlite 'select count(*) from run')" = "$before" ]
    figure() { sqlite3 :memory: "select printf('$2', readfile('out.json') ->> '$1')"; }
    said() { [[ "$output" == *"$1"* ]] || { echo "not said: $1"; false; }; }
    said "area of its footprint on the ellipsoid: $(figure '$.venues[0].area_m2' %.1f) m2"
    said "any operator: $(figure '$.venues[0].coverage[0].served_m2' %.1f) m2 served"
    said "any operator: RSRP $(figure '$.venues[0].coverage[0].rsrp_p5_dbm' %.1f) dBm at 5 % of the area, $(figure '$.venues[0].coverage[0].rsrp_p50_dbm' %.1f) at 50 %"
    said "RSRP $(figure '$.venues[0].worst.rsrp_dbm' %.1f) dBm there, $(figure '$.venues[0].worst.margin_db' %.1f | tr -d -) dB less than what is asked"
    said "$(figure '$.venues[0].serving_site.distance_m' %.0f) m away"
    said "video: each user outdoors $(figure '$.venues[0].services[0].dl_p5_mbps' %.1f) Mbit/s down and $(figure '$.venues[0].services[0].ul_p5_mbps' %.1f) up at 5 % of the area, $(figure '$.venues[0].services[0].dl_p50_mbps' %.1f) and $(figure '$.venues[0].services[0].ul_p50_mbps' %.1f) at 50 %"
    said "$(figure '$.venues[0].services[0].users' %.1f) of its users are there at the same time"
    said "$(json '$.venues[0].services[0].reason')"
    said "verdict: "
    run -0 "$EVENREACH" venues --study radio.yaml -w w.sqlite --lang zh-TW --venue full --explain
    said "$(json '$.venues[0].services[0].reason_zh')"
    ! grep -qE '[^ -~][,:;()]' <<< "$output"
    run -0 "$EVENREACH" venues --study radio.yaml -w w.sqlite --venue full --explain --json
    echo "$output" > out.json
    [ "$(json '$.venue')" = full ]
}

@test "by signals speeds are judged" {
    covered radio.yaml
    "$EVENREACH" venues --study radio.yaml -w w.sqlite --json --venue quick > out.json
    [ "$(json '$.venues[0].verdict')" = capacity_short ]
    [[ "$(json '$.venues[0].reason')" =~ "fast enough on 0.0 % of the venue, less than the 95.0 % asked for: at 5 % of the area a single user gets "[0-9.]+" Mbit/s down (90000.0 needed)" ]]
}

@test "mistakes are told" {
    run -1 venues
    [[ "$output" == *"holds no venues: load some with"* ]]
    loaded
    run -1 venues
    [[ "$output" == *"evenreach cover"* ]]
    "$EVENREACH" cover -q --study study.yaml -w w.sqlite > /dev/null
    run -2 venues --explain
    [[ "$output" == *"--explain needs --venue CODE"* ]]
    run -1 venues --venue hal
    [[ "$output" == *"has no venue of the code hal; near it: half"* ]]
    run -1 venues --venue zzzzzz --explain
    [[ "$output" == *"has no venue of the code zzzzzz"* ]]
    run -1 "$EVENREACH" venues --study radio.yaml -w w.sqlite --lang en
    [[ "$output" == *"evenreach cover"* ]]
    sed -i 's/closing: true/closng: true/' study.yaml
    run -1 venues
    [[ "$output" == *"study.yaml:7"*"closng"* ]]
    [ "$(query "select count(*) from run where step = 'venues'")" = 0 ]
    run -2 "$EVENREACH" venues -w w.sqlite
    run -0 "$EVENREACH" venues --help --lang en
    [[ "$output" == *"--explain"* ]]
}

@test "rows that can't be are rejected, and the rest goes on" {
    collection "${rows[0]}" \
        "$(feature '"code":"bow"' '[[[120.6,23.5],[120.601,23.501],[120.601,23.5],[120.6,23.501],[120.6,23.5]]]')" \
        "$(feature '"code":"line","environment":"outdoor"' '[[120.6,23.5],[120.601,23.5]]' LineString)" \
        "$(feature '"code":"less","peak_crowd":-5' "$(box 120.6 23.5)")" > bad.geojson
    loaded bad.geojson
    "$EVENREACH" cover -q --study study.yaml -w w.sqlite > /dev/null
    [ "$(query "select group_concat(code) from (select code from reject order by row_number)")" = "invalid_geometry,invalid_geometry,bad_number" ]
    venues --json > out.json
    [ "$(sqlite3 :memory: "select group_concat(value ->> 'code') from json_each(readfile('out.json'), '\$.venues')")" = full ]
}
