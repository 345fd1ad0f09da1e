#!/usr/bin/env bats
# measure: the coverage model against a drive test.
bats_require_minimum_version 1.5.0

load world

setup() {
    make_world
    workspace
    printf 'code,operator,band,lon,lat\na,甲,n28,120.6,23.5\n' > s.csv
    "$EVENREACH" load -q stations s.csv -w w.sqlite
    cat > study.yaml <<'END'
inputs:
  - units: counties.geojson
    level: county
coverage:
  model: tr38901
  fit_offsets: true
END
}

# Points around the station at the levels given.
drive() {
    echo 'lon,lat,operator,rsrp'
    for i in $(seq 1 12); do
        echo "120.60$((i % 10)),23.50$((i % 5)),$1,$2"
    done
}

@test "table and JSON, with fitted offsets beside the modelled figures" {
    drive 甲 -80 > d.csv
    drive 丁 -80 | tail -n +2 | sed 3q >> d.csv
    "$EVENREACH" load -q measurements d.csv -w w.sqlite
    query "insert into run(step, model, status) values ('cover', 'tr38901', 'done')"
    run -0 "$EVENREACH" measure --study study.yaml -w w.sqlite --lang en
    [[ "$output" == *"modelled minus measured"* ]]
    [[ "$output" == *"fitted offset, dB"* ]]
    [[ "$output" == *"丁"*" 0"*" 3"* ]]
    run -0 "$EVENREACH" measure --study study.yaml -w w.sqlite --json
    echo "$output" > out.json
    row() {
        sqlite3 :memory: "select $2 from (select json_extract(value, '$.points') points,
            json_extract(value, '$.unknown') unknown, json_extract(value, '$.bias_db') bias,
            json_extract(value, '$.sd_db') sd, json_extract(value, '$.rmse_db') rmse,
            json_extract(value, '$.offset_db') fitted
            from json_each(readfile('out.json'), '$.rows')
            where json_extract(value, '$.scope') = 'operator'
            and json_extract(value, '$.operator') = '$1')"
    }
    [ "$(row 甲 "points, unknown")" = "12|0" ]
    [ "$(row 甲 "fitted = -bias, abs(rmse * rmse - bias * bias - sd * sd * 11 / 12) < 1e-9")" = "1|1" ]
    [ "$(row 丁 "points, unknown, bias is null, fitted is null")" = "0|3|1|1" ]
    [ "$(query "select count(*) from run where step = 'measure'")" = 2 ]
    [ "$(query "select count(*) from measurements_compared where residual_db is not null")" = 12 ]
    [ "$(query "select abs(avg(residual_db) - (select bias_db from fit where scope = 'all' order by id desc limit 1)) < 1e-9 from measurements_compared")" = 1 ]
}

@test "what is missing is said in one line" {
    run -1 "$EVENREACH" measure --study study.yaml -w w.sqlite
    [[ "$output" == *"holds no measurements"* ]]
    drive 甲 -80 > d.csv
    "$EVENREACH" load -q measurements d.csv -w w.sqlite
    run -1 "$EVENREACH" measure --study study.yaml -w w.sqlite
    [ "${#lines[@]}" -eq 1 ]
    [[ "$output" == *"evenreach cover"* ]]
    sed -i 's/tr38901/disc/' study.yaml
    run -1 "$EVENREACH" measure --study study.yaml -w w.sqlite
    [[ "$output" == *"disc model has no signal levels"* ]]
    run -2 "$EVENREACH" measure -w w.sqlite
    [[ "$output" == *"--study"* ]]
}
