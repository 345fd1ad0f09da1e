#!/usr/bin/env bats
# The cover command: its table, its JSON, and what it refuses.
bats_require_minimum_version 1.5.0

setup() {
    cd "$BATS_TEST_TMPDIR"
    cat > towns.geojson <<'END'
{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"code":"1","name":"West"},"geometry":{"type":"Polygon","coordinates":[[[120.8,23.4],[121,23.4],[121,23.6],[120.8,23.6],[120.8,23.4]]]}},
{"type":"Feature","properties":{"code":"2","name":"East"},"geometry":{"type":"Polygon","coordinates":[[[121,23.4],[121.2,23.4],[121.2,23.6],[121,23.6],[121,23.4]]]}}]}
END
    printf 'code,persons\n1,1000\n2,3000\n' > population.csv
    printf 'code,operator,band,radius_m,lon,lat\na,A,n78,1000,120.9,23.5\nb,B,n78,,121.1,23.5\n' \
        > stations.csv
    "$EVENREACH" init -q w.sqlite
    "$EVENREACH" load -q units towns.geojson --level town -w w.sqlite
    "$EVENREACH" load -q population population.csv --level town -w w.sqlite
}

@test "the figures of two discs, as JSON and as a table" {
    "$EVENREACH" load -q stations stations.csv --crs EPSG:4326 -w w.sqlite
    run -0 --separate-stderr "$EVENREACH" cover -w w.sqlite --radius-m 2000 --json
    echo "$output" > result.json
    run -0 sqlite3 :memory: "
        with strata as (
            select coalesce(value ->> 'operator', value ->> 'stratum') as name, *
            from json_each(readfile('result.json'), '\$.strata')),
        wanted(name, km2) as (values ('any', 5), ('all', 0), ('A', 1), ('B', 4))
        select group_concat(abs((value ->> 'served_km2') - km2 * pi()) <= 1e-7 * km2, '')
        from strata join wanted using (name)"
    [ "$output" = 1111 ]
    # persons: evenly in each town, 1000 in the one of A and 3000 in the one of B
    run -0 sqlite3 :memory: "
        select abs((value ->> 'persons_served') /
                   ((1000 + 3000 * 4) * pi() / ((value ->> 'area_km2') / 2)) - 1) < 1e-6,
               value ->> 'persons', value ->> 'unknown_km2', value ->> 'stratum'
        from json_each(readfile('result.json'), '\$.strata') limit 1"
    [ "$output" = "1|4000|0|any" ]
    run -0 sqlite3 :memory: "select readfile('result.json') -> '\$.parameters.stations' ->> 'default_radius'"
    [ "$output" = 1 ]
    run -0 --separate-stderr "$EVENREACH" cover -w w.sqlite --radius-m 2000
    [[ "${lines[1]}" == *"any operator"*"15.71"* ]]
    run -0 --separate-stderr "$EVENREACH" cover -w w.sqlite --radius-m 2000 --lang zh-TW
    [[ "${lines[1]}" == *"任一業者"*"15.71"* ]]
}

@test "a station without a radius is not guessed at" {
    "$EVENREACH" load -q stations stations.csv --crs EPSG:4326 -w w.sqlite
    sha256sum w.sqlite > before
    run -1 "$EVENREACH" cover -w w.sqlite
    [ "${#lines[@]}" -eq 1 ]
    [[ "$output" == *"121.1 23.5"*"--radius-m"* ]]
    sha256sum -c --quiet before
}

@test "without stations everything is unknown, and that is said" {
    run -0 "$EVENREACH" cover -w w.sqlite --radius-m 2000
    [[ "$output" == *"no stations"* ]]
    run -0 --separate-stderr "$EVENREACH" cover -w w.sqlite --json
    [[ "$output" == *'"persons_unknown": 4000'* ]]
}

@test "wrong radii, a missing study and a missing workspace are refused in one line" {
    for radius in 0 -5 200001 nan; do
        run -2 "$EVENREACH" cover -w w.sqlite --radius-m "$radius"
        [ "${#lines[@]}" -eq 1 ]
    done
    run -1 "$EVENREACH" cover -w w.sqlite --study none.yaml
    [[ "$output" == *"none.yaml"* ]]
    run -1 "$EVENREACH" cover -w none.sqlite
    [[ "$output" == *"none.sqlite"* ]]
    run -2 "$EVENREACH" cover
    [ "${#lines[@]}" -eq 1 ]
}
