#!/usr/bin/env bats
# whatif on a small world and on the bundled study, set against second runs.
bats_require_minimum_version 1.5.0

load world

setup() {
    make_world
    workspace
    "$EVENREACH" load -q stations stations.csv --crs EPSG:4326 -w w.sqlite
}

# A figure of a JSON file by its path: figure FILE PATH.
figure() {
    sqlite3 :memory: "select json_extract(readfile('$1'), '$2')"
}

# A workspace with the stations of a table beside the world's: changed TABLE FILE.
changed() {
    cp w.sqlite "$2"
    "$EVENREACH" load -q stations "$1" --crs EPSG:4326 -w "$2"
}

@test "an operator that is not stated is called so in both languages" {
    "$EVENREACH" cover -q -w w.sqlite --radius-m 1500 > /dev/null
    run -0 "$EVENREACH" whatif -w w.sqlite --add 121.003,23.7 --radius-m 4000 --lang en
    [[ "$output" == *"(not stated) "* ]]
    run -0 "$EVENREACH" whatif -w w.sqlite --add 121.003,23.7 --radius-m 4000 --lang zh-TW
    [[ "$output" == *"（未載明） "* ]]
    [[ ! "$output" =~ [a-z]{4} ]]
}

@test "a station added and one removed say what a second run says" {
    "$EVENREACH" cover -q -w w.sqlite --radius-m 1500 > /dev/null
    "$EVENREACH" whatif -w w.sqlite --add 121.003,23.7 --radius-m 4000 --operator 甲 --remove b \
        --json > answer.json
    printf 'code,operator,radius_m,lon,lat\nnew,甲,4000,121.003,23.7\n' > more.csv
    changed more.csv w2.sqlite
    sqlite3 w2.sqlite "UPDATE station SET status = 'planned' WHERE code = 'b'"
    "$EVENREACH" cover -q -w w2.sqlite --radius-m 1500 > /dev/null
    # every unit and stratum of the answer is the second run's (to what SQLite reads of JSON)
    cat > same.sql <<'END'
ATTACH 'w2.sqlite' AS after;
SELECT count(*), sum(abs(json_extract(value, '$.after_km2') - c.served_km2) < 1e-12)
FROM json_each(readfile('answer.json'), '$.units')
JOIN after.unit u ON u.code = json_extract(value, '$.code')
    AND u.level = json_extract(value, '$.level')
JOIN after.cover c ON c.kind = 'unit' AND c.area_id = u.id
    AND c.stratum = json_extract(value, '$.stratum')
    AND c.operator IS json_extract(value, '$.operator')
    AND c.run_id = (SELECT max(run_id) FROM after.cover);
END
    run -0 sqlite3 :memory: -separator ' ' < same.sql
    read -r count same <<< "$output"
    [ "$count" -ge 5 ]
    [ "$count" = "$same" ]
    "$EVENREACH" compare w.sqlite w2.sqlite --json > compare.json
    run -0 sqlite3 :memory: "SELECT count(*),
        abs(sum(json_extract(value, '$.served_km2.gained')) -
            json_extract(readfile('answer.json'), '$.totals[0].gained_km2')) < 1e-12,
        abs(sum(json_extract(value, '$.served_km2.lost')) -
            json_extract(readfile('answer.json'), '$.totals[0].lost_km2')) < 1e-12
        FROM json_each(readfile('compare.json'), '$.rows')
        WHERE json_extract(value, '$.level') = 'town'"
    [ "$output" = "3|1|1" ]
    [ "$(figure answer.json '$.added[0].radius_m')" = 4000 ]
    [[ "$(figure answer.json '$.sentence_zh')" == *平方公里* ]]
}

@test "text in both languages; outside every unit nothing is gained" {
    "$EVENREACH" cover -q -w w.sqlite --radius-m 1500 > /dev/null
    run -0 "$EVENREACH" whatif -w w.sqlite --add 120.2,23.2 --radius-m 900
    [[ "$output" == *"2.54 km2 more would be served"* && "$output" == *"any operator"* ]]
    run -0 "$EVENREACH" whatif -w w.sqlite --add 120.2,23.2 --radius-m 900 --lang zh-TW
    [[ "$output" == *"面積將增加 2.54 平方公里"* ]]
    run -0 "$EVENREACH" whatif -w w.sqlite --add 119,22 --radius-m 900
    [[ "$output" == *"No unit is within reach"* ]]
}

@test "what can't be asked is refused by name" {
    run -2 "$EVENREACH" whatif -w w.sqlite
    [[ "$output" == *"nothing is asked"* ]]
    run -1 "$EVENREACH" whatif -w w.sqlite --add 121,23.5 --radius-m 900
    [[ "$output" == *"coverage"* || "$output" == *"cover"* ]]
    "$EVENREACH" cover -q -w w.sqlite --radius-m 1500 > /dev/null
    for place in 121 121,x ,23 1e999,2 nan,3 "121 23" 121,23,4 23.5,121; do
        run -2 "$EVENREACH" whatif -w w.sqlite --add "$place" --radius-m 900
        [[ "$output" == *"--add: '$place'"* ]]
    done
    for radius in 0 -5 200001; do
        run -2 "$EVENREACH" whatif -w w.sqlite --add 121,23.5 --radius-m "$radius"
        [[ "$output" == *"--radius-m"* ]]
    done
    run -1 "$EVENREACH" whatif -w w.sqlite --add 121,23.5
    [[ "$output" == *"has no radius"* ]]
    run -1 "$EVENREACH" whatif -w w.sqlite --remove nobody
    [[ "$output" == *"no station of the code 'nobody'"* ]]
    run -1 "$EVENREACH" whatif -w w.sqlite --remove id:999
    [[ "$output" == *"id 999"* ]]
    sqlite3 w.sqlite "UPDATE station SET code = 'a'"
    run -1 "$EVENREACH" whatif -w w.sqlite --remove a
    [[ "$output" == *"2 stations have the code 'a'"* ]]
}
