#!/usr/bin/env bats
# The cover command by signal levels: a small made country, its JSON, and what it refuses.
bats_require_minimum_version 1.5.0

setup() {
    cd "$BATS_TEST_TMPDIR"
    cat > towns.geojson <<'END'
{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"code":"1","name":"West"},"geometry":{"type":"Polygon","coordinates":[[[121,24],[121.1,24],[121.1,24.1],[121,24.1],[121,24]]]}},
{"type":"Feature","properties":{"code":"2","name":"East"},"geometry":{"type":"Polygon","coordinates":[[[121.1,24],[121.2,24],[121.2,24.1],[121.1,24.1],[121.1,24]]]}}]}
END
    printf 'code,persons\n1,1000\n2,3000\n' > population.csv
    printf 'code,operator,band,lon,lat,synthetic\na,A,n78,121.05,24.05,true\nb,B,n28,121.15,24.05,true\n' \
        > stations.csv
    cat > study.yaml <<'END'
inputs:
  - {units: towns.geojson, level: town}
  - {population: population.csv, level: town}
  - {stations: stations.csv, crs: EPSG:4326, synthetic: true}
coverage:
  model: tr38901
  preset: arcep-4-levels
  resolution_m: 100
  environments: [{environment: umi}]
  sectors: [{height_m: 12, sectors: 3}]
END
    "$EVENREACH" init -q w.sqlite
    "$EVENREACH" load -q units towns.geojson --level town -w w.sqlite
    "$EVENREACH" load -q population population.csv --level town -w w.sqlite
}

# One value of the JSON by its path.
value() {
    sqlite3 :memory: "select readfile('result.json') ->> '$1'"
}

@test "levels, parameters and assumptions of a run by TR 38.901" {
    "$EVENREACH" load -q stations stations.csv --crs EPSG:4326 -w w.sqlite
    run -0 --separate-stderr "$EVENREACH" cover -w w.sqlite --study study.yaml --json
    echo "$output" > result.json
    [ "$(value '$.model')" = tr38901 ]
    [ "$(value '$.parameters.preset')" = arcep-4-levels ]
    [ "$(value '$.parameters.resolution_m')" = 100.0 ] || [ "$(value '$.parameters.resolution_m')" = 100 ]
    [ "$(value '$.parameters.sectors.supposed')" = 6 ]
    [ "$(value '$.parameters.levels[0].name')" = very_good ]
    # the levels of every area and stratum add up to what is served, and nothing is unknown
    run -0 sqlite3 w.sqlite "
        select count(*), max(abs(s - served_km2)) < 1e-9, sum(unknown_km2), min(served_km2) >= 0,
               max(served_km2) > 0.5
        from (select c.served_km2, c.unknown_km2, sum(l.area_km2) as s
              from cover c join cover_level l
                on l.run_id = c.run_id and l.kind = c.kind and l.area_id = c.area_id
               and l.stratum = c.stratum and l.operator is c.operator
              group by c.area_id, c.stratum, c.operator)"
    [ "$output" = "8|1|0.0|1|1" ]
    run -0 sqlite3 w.sqlite "select rows_affected from assumption where field = 'height_m'"
    [ "$output" = 6 ]
}

@test "what is supposed, and why, in Traditional Chinese" {
    "$EVENREACH" load -q stations stations.csv --crs EPSG:4326 -w w.sqlite
    run -0 --separate-stderr "$EVENREACH" cover -w w.sqlite --study study.yaml --lang zh-TW
    [[ "$output" == *"程式預設值"*"研究設定的扇區規則"* ]]
    [[ "$output" != *" of the study"* && "$output" != *" of the program"* ]]
}

@test "the same figures for any number of threads" {
    "$EVENREACH" load -q stations stations.csv --crs EPSG:4326 -w w.sqlite
    "$EVENREACH" cover -w w.sqlite --study study.yaml --json --threads 1 | grep -v '"run"' > one.json
    "$EVENREACH" cover -w w.sqlite --study study.yaml --json --threads 2 | grep -v '"run"' > two.json
    cmp one.json two.json
    [ -s one.json ]
}

@test "a sector of an unknown band is left out and said" {
    printf 'code,operator,band,lon,lat\na,A,n78,121.05,24.05\nb,B,no such band,121.15,24.05\n' > stations.csv
    "$EVENREACH" load -q stations stations.csv --crs EPSG:4326 -w w.sqlite
    run -0 "$EVENREACH" cover -w w.sqlite --study study.yaml
    [[ "$output" == *"3 of 6 sectors have neither a frequency nor a known band"* ]]
}

@test "without stations everything is unknown" {
    run -0 --separate-stderr "$EVENREACH" cover -w w.sqlite --study study.yaml --json
    echo "$output" > result.json
    [ "$(value '$.strata[0].served_km2')" = 0.0 ] || [ "$(value '$.strata[0].served_km2')" = 0 ]
    [ "$(value '$.strata[0].persons_unknown')" = 4000.0 ] || [ "$(value '$.strata[0].persons_unknown')" = 4000 ]
}

@test "P.1812 without terrain is refused in one line" {
    "$EVENREACH" load -q stations stations.csv --crs EPSG:4326 -w w.sqlite
    sed 's/tr38901/p1812/; /environments/d' study.yaml > bare.yaml
    sha256sum w.sqlite > before
    run -1 "$EVENREACH" cover -w w.sqlite --study bare.yaml
    [ "${#lines[@]}" -eq 1 ]
    [[ "$output" == *"elevation"* ]]
    sha256sum -c --quiet before
}
