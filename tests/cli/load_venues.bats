#!/usr/bin/env bats
# Routes, candidates, and what venues must carry: what is taken and what is refused.
bats_require_minimum_version 1.5.0

load world

setup() {
    make_world
    workspace
}

feature() { # PROPERTIES TYPE COORDINATES
    printf '{"type":"Feature","properties":{%s},"geometry":{"type":"%s","coordinates":%s}}' "$@"
}

collection() {
    local IFS=,
    printf '{"type":"FeatureCollection","features":[%s]}' "$*"
}

@test "routes: lines in one or several parts, headings in Chinese, speeds" {
    collection \
        "$(feature '"路線編號":"f1","航線名稱":"東渡輪","類型":"ferry","營運單位":"船公司","時速(km/h)":"28.5"' LineString '[[120.6,23.5],[120.7,23.5]]')" \
        "$(feature '"路線編號":"t1","航線名稱":"步道","類型":"trail"' MultiLineString '[[[121.1,23.5],[121.1,23.6]],[[121.2,23.5],[121.2,23.5]],[[121.2,23.6],[121.3,23.6]]]')" \
        > r.geojson
    run -0 "$EVENREACH" load routes r.geojson -w w.sqlite --json
    [[ "$output" == *'"rows_accepted": 2'* ]]
    [ "$(query "select code, name, type, operator, speed_kmh, round(length_m) from route where code = 'f1'")" = "f1|東渡輪|ferry|船公司|28.5|10214.0" ]
    # a tenth of a degree to the north and one to the east: the part without length is left out
    [ "$(query "select speed_kmh is null, round(length_m) from route where code = 't1'")" = "1|21282.0" ]
    [ "$(query "select rows_affected, field from assumption where subject = 'route'")" = "1|geometry" ]
}

@test "routes that can't be are rejected, and the rest goes on" {
    collection \
        "$(feature '"code":"ok"' LineString '[[120.6,23.5],[120.7,23.5]]')" \
        "$(feature '"code":"still"' LineString '[[120.6,23.5],[120.6,23.5]]')" \
        "$(feature '"code":"area"' Polygon '[[[120.6,23.5],[120.7,23.5],[120.7,23.6],[120.6,23.5]]]')" \
        "$(feature '"code":"spot"' Point '[120.6,23.5]')" \
        "$(feature '"code":"zero","speed_kmh":0' LineString '[[120.6,23.5],[120.7,23.5]]')" \
        "$(feature '"code":"back","speed_kmh":-4' LineString '[[120.6,23.5],[120.7,23.5]]')" \
        "$(feature '"code":"word","speed_kmh":"fast"' LineString '[[120.6,23.5],[120.7,23.5]]')" \
        "$(feature '"code":"ok"' LineString '[[120.6,23.6],[120.7,23.5]]')" \
        "$(feature '"code":null' LineString '[[120.6,23.6],[120.7,23.5]]')" \
        "$(feature '"code":"sea"' LineString '[[125,20],[126,20]]')" > r.geojson
    run -3 "$EVENREACH" load routes r.geojson -w w.sqlite --strict
    [ "$(query "select group_concat(code) from (select code from route order by code)")" = "ok,sea" ]
    [ "$(query "select group_concat(row || ':' || code) from (select row_number as row, code from reject order by row_number)")" = \
        "2:invalid_geometry,3:invalid_geometry,4:invalid_geometry,5:bad_number,6:bad_number,7:bad_number,8:duplicate_code,9:missing_value" ]
    [ "$(query "select reason from reject where row_number = 2")" = "still: the line has no two different places" ]
    [ "$(query "select reason from reject where row_number = 3")" = "area: the geometry is not a line" ]
    [ "$(query "select reason from reject where row_number = 5")" = "speed_kmh: 0 must be above 0" ]
}

@test "candidates: points with height and cost" {
    printf 'id,地點,天線高度,費用,lon,lat\np1,塔,25,120000,120.6,23.5\np2,桿,,,120.61,23.5\np1,再,3,,120.7,23.5\np4,低,0,,120.7,23.5\np5,減,5,-1,120.7,23.5\n' > c.csv
    run -0 "$EVENREACH" load candidate c.csv -w w.sqlite
    [ "$(query "select code, name, height_m, cost from candidate order by code")" = $'p1|塔|25.0|120000.0\np2|桿||' ]
    [ "$(query "select group_concat(row || ':' || code) from (select row_number as row, code from reject order by row_number)")" = \
        "3:duplicate_code,4:bad_number,5:bad_number" ]
    collection "$(feature '"code":"x"' LineString '[[120.6,23.5],[120.7,23.5]]')" > line.geojson
    run -1 "$EVENREACH" load candidates line.geojson -w w.sqlite
    [[ "$output" == *"the geometry is not a point"* ]]
}

SQUARE='[[[120.6,23.5],[120.601,23.5],[120.601,23.501],[120.6,23.501],[120.6,23.5]]]'

@test "venues: services and target" {
    collection \
        "$(feature '"code":"a","services":" video ,remote,, video;remote","target_share":0.9' Polygon "$SQUARE")" \
        "$(feature '"code":"b","services":" ; "' Polygon "$SQUARE")" \
        "$(feature '"code":"c","target_share":0' Polygon "$SQUARE")" \
        "$(feature '"code":"d","target_share":1.2' Polygon "$SQUARE")" \
        "$(feature '"code":"e","services":"遠距醫療、直播；video"' Polygon "$SQUARE")" \
        "$(feature '"code":"f","peak_crowd":-5' Polygon "$SQUARE")" > v.geojson
    run -0 "$EVENREACH" load venues v.geojson -w w.sqlite
    [ "$(query "select code, services, target_share from venue order by code")" = $'a|video;remote|0.9\nb||\ne|遠距醫療;直播;video|' ]
    [ "$(query "select group_concat(row || ':' || code) from (select row_number as row, code from reject order by row_number)")" = \
        "3:bad_number,4:bad_number,6:bad_number" ]
}

@test "a moving venue is a strip along its way, and a route" {
    cat > study.yaml <<'END'
inputs: [{units: towns.geojson, level: town}]
venues: {corridor_m: 40}
END
    collection \
        "$(feature '"code":"march","pilot_code":"p","name":"繞境","environment":"Moving"' LineString '[[120.6,23.5],[120.7,23.5]]')" \
        "$(feature '"code":"still","environment":"outdoor"' LineString '[[120.6,23.5],[120.7,23.5]]')" \
        "$(feature '"code":"spot","environment":"moving"' Point '[120.6,23.5]')" \
        "$(feature '"code":"none","environment":"moving"' LineString '[[120.6,23.5],[120.6,23.5]]')" \
        "$(feature '"code":"float","environment":"moving"' Polygon "$SQUARE")" > v.geojson
    run -0 "$EVENREACH" load venues v.geojson -w w.sqlite --study study.yaml
    [ "$(query "select code, corridor from venue order by code")" = $'float|0\nmarch|1' ]
    # length x 40 m and a circle for the ends
    [ "$(query "select abs(area_m2 / (length_m * 40 + 3.14159265 * 400) - 1) < 2e-4 from venue join route using (code)")" = 1 ]
    [ "$(query "select code, type, pilot_code, name, speed_kmh is null from route")" = "march|moving|p|繞境|1" ]
    [ "$(query "select value, rows_affected from assumption where field = 'corridor'")" = "40 m|1" ]
    [ "$(query "select reason from reject where row_number = 2")" = \
        "still: a line has no area: draw the venue's outline, or state the environment 'moving' for one that travels along it" ]
    [ "$(query "select count(*) from reject")" = 3 ]
}

@test "a list of routes and a moving venue of one code: the list's stays" {
    collection "$(feature '"code":"march","speed_kmh":4' LineString '[[120.6,23.5],[120.7,23.5]]')" > r.geojson
    collection "$(feature '"code":"march","environment":"moving"' LineString '[[120.6,23.5],[120.7,23.5]]')" > v.geojson
    "$EVENREACH" load -q routes r.geojson -w w.sqlite
    run -0 "$EVENREACH" load venues v.geojson -w w.sqlite
    [ "$(query "select count(*), max(speed_kmh) from route")" = "1|4.0" ]
    [ "$(query "select value from assumption where field = 'corridor'")" = "20 m" ]
}

@test "check: venues and candidates in no unit, services that nobody defines" {
    collection \
        "$(feature '"code":"in","services":"video;flight"' Polygon "$SQUARE")" \
        "$(feature '"code":"sea","services":"flight"' Polygon '[[[125,20],[125.001,20],[125.001,20.001],[125,20]]]')" > v.geojson
    printf 'code,dl_mbps\nvideo,20\n' > needs.csv
    printf 'code,lon,lat\nc1,120.6,23.5\nc2,125,20\n' > c.csv
    "$EVENREACH" load -q venues v.geojson -w w.sqlite
    "$EVENREACH" load -q service_needs needs.csv -w w.sqlite
    "$EVENREACH" load -q candidates c.csv -w w.sqlite
    run -3 "$EVENREACH" check -w w.sqlite --strict
    [[ "$output" == *"v.geojson: 1 venues lie in no unit, such as sea"* ]]
    [[ "$output" == *"c.csv: 1 candidates lie in no unit, such as c2"* ]]
    [[ "$output" == *"the service flight, asked for by 2 venues or the study, is in no list"* ]]
    [[ "$output" != *"the service video"* ]]
    run -0 "$EVENREACH" check -w w.sqlite --lang zh-TW
    [[ "$output" == *"v.geojson：1 個場域不在任何單元內"* ]]
}
