#!/usr/bin/env bats
# The cover and run commands on a study of signal levels: figures, rasters, exports, refusals.
bats_require_minimum_version 1.5.0

setup() {
    cd "$BATS_TEST_TMPDIR"
    cat > towns.geojson <<'END'
{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"code":"1","name":"West"},"geometry":{"type":"Polygon","coordinates":[[[120.98,23.48],[121,23.48],[121,23.52],[120.98,23.52],[120.98,23.48]]]}},
{"type":"Feature","properties":{"code":"2","name":"East"},"geometry":{"type":"Polygon","coordinates":[[[121,23.48],[121.02,23.48],[121.02,23.52],[121,23.52],[121,23.48]]]}}]}
END
    printf 'code,persons\n1,1000\n2,3000\n' > population.csv
    printf 'code,operator,band,height_m,lon,lat\na,A,n78,30,120.99,23.5\nb,B,n28,,121.01,23.5\n' \
        > stations.csv
    cat > study.yaml <<'END'
title: {en: Two towns, zh-TW: 兩鎮}
language: en
inputs:
  - {units: towns.geojson, level: town}
  - {population: population.csv, level: town}
  - {stations: stations.csv, crs: EPSG:4326, synthetic: true, title: Made-up stations}
coverage:
  model: tr38901
  preset: arcep-4-levels
  resolution_m: 100
  sectors:
    - {sectors: 3, range_m: 2000}
END
}

load_all() {
    "$EVENREACH" init -q w.sqlite
    "$EVENREACH" load -q units towns.geojson --level town -w w.sqlite
    "$EVENREACH" load -q population population.csv --level town -w w.sqlite
    "$EVENREACH" load -q stations stations.csv --crs EPSG:4326 -w w.sqlite
}

# A figure of a JSON document: ask FILE PATH
ask() {
    sqlite3 :memory: "select json_extract(readfile('$1'), '$2')"
}

@test "levels, what is served and what is unknown add up" {
    load_all
    "$EVENREACH" cover -q -w w.sqlite --study study.yaml --json > cover.json
    [ "$(ask cover.json '$.model')" = tr38901 ]
    [ "$(ask cover.json '$.parameters.preset')" = arcep-4-levels ]
    run -0 sqlite3 :memory: "
        with strata as (select value v from json_each(readfile('cover.json'), '\$.strata')),
        levels as (select value v from json_each(readfile('cover.json'), '\$.signal_levels'))
        select count(*), min(abs(v ->> 'served_km2' - (select sum(l.v ->> 'area_km2') from levels l
            where l.v ->> 'stratum' = s.v ->> 'stratum'
              and l.v ->> 'operator' is s.v ->> 'operator')) < 1e-9),
            sum(v ->> 'served_km2' > 0.1) from strata s"
    [ "$output" = "4|1|3" ] # no place is reached by both
    # the third of three levels is what a place is served from on
    [ "$(ask cover.json '$.signal_levels[2].level')" = limited ]
    [ "$(ask cover.json '$.signal_levels[2].rank')" = 2 ]
    [ "$(ask cover.json '$.assumptions[0].share')" != "" ]
    run -0 --separate-stderr "$EVENREACH" cover -w w.sqlite --study study.yaml
    [[ "$output" == *"any operator"*"signal level"*"very_good"*"limited"*"supposed, and for how many in 100"*"power_dbm"* ]]
    run -0 --separate-stderr "$EVENREACH" cover -w w.sqlite --study study.yaml --lang zh-TW
    [[ "$output" == *"任一業者"*"訊號等級"*"very_good"* ]]
}

@test "options take the place of the study's preset, model and cell" {
    load_all
    "$EVENREACH" cover -q -w w.sqlite --study study.yaml --json --preset fcc-5g-7-1 > cover.json
    [ "$(ask cover.json '$.parameters.preset')" = fcc-5g-7-1 ]
    [ "$(ask cover.json '$.parameters.edge_probability')" = 0.9 ]
    [ "$(ask cover.json '$.parameters.levels[0].min_dl_mbps')" = 7 ]
    [ "$(ask cover.json '$.parameters.resolution_m')" = 100 ]
    "$EVENREACH" cover -q -w w.sqlite --study study.yaml --json --resolution-m 250 > cover.json
    [ "$(ask cover.json '$.parameters.grid.cell_m')" = 250 ]
    [ "$(ask cover.json '$.parameters.preset')" = arcep-4-levels ]
    "$EVENREACH" cover -q -w w.sqlite --study study.yaml --json --model disc > cover.json
    [ "$(ask cover.json '$.model')" = disc ]
    [ "$(ask cover.json '$.signal_levels')" = "[]" ]
}

@test "rasters are the same for any tile and number of threads, and whole" {
    load_all
    "$EVENREACH" cover -q -w w.sqlite --study study.yaml --rasters one --threads 1 >/dev/null
    "$EVENREACH" cover -q -w w.sqlite --study study.yaml --rasters two --threads 2 \
        --tile-cells 16 >/dev/null
    diff -r one two
    [ "$(ls -A one | LC_ALL=C sort | xargs)" = "level.tif loss.tif operators.tif probability.tif server.tif servers.csv servers.tif signal.tif sinr.tif" ]
    gdalinfo one/level.tif > info
    grep -q 'LAYOUT=COG' info
    grep -q 'LEVELS=1 limited, 2 good, 3 very_good' info
    grep -q 'SYNTHETIC=no' info
    [ "$(wc -l < one/servers.csv)" -eq 7 ]
    "$EVENREACH" cover -q -w w.sqlite --study study.yaml --rasters two --raster loss >/dev/null
    [ "$(ls -A two | LC_ALL=C sort | xargs)" = "loss.tif servers.csv" ]
    cmp one/loss.tif two/loss.tif
    # the area of the cells at any level is that served, but for the borders' cells
    gdal_translate -q -of XYZ one/level.tif level.xyz
    cells=$(awk '$3 > 0 && $3 < 255 {n++} END {print n}' level.xyz)
    "$EVENREACH" cover -q -w w.sqlite --study study.yaml --json > cover.json
    run -0 sqlite3 :memory: "select $cells * 0.01 >= json_extract(readfile('cover.json'), '\$.strata[0].served_km2')"
    [ "$output" = 1 ]
}

@test "a run with its rasters and exports" {
    run -0 --separate-stderr "$EVENREACH" run study.yaml --out out --rasters
    [ -s out/rasters/signal.tif ]
    [ -s out/tables/cover_levels.csv ]
    [ "$(ask out/summary.json '$.signal.preset.name')" = arcep-4-levels ]
    [ "$(ask out/summary.json '$.signal.any[1].level')" = good ]
    [ "$(ask out/summary.json '$.signal.synthetic')" = 1 ]
    [ "$(ask out/geojson/coverage.geojson '$.features[0].properties.model')" = tr38901 ]
    [ "$(ask out/geojson/coverage.geojson '$.synthetic')" = 1 ]
    gdalinfo out/rasters/signal.tif | grep -q 'SYNTHETIC=yes'
    ogrinfo -q out/geojson/coverage.geojson coverage -sql "select st_isvalid(geometry) v, level from coverage" -dialect sqlite > valid
    run -1 grep -q 'v (Integer) = 0' valid
    grep -q 'level (String) = limited' valid
    # the areas drawn are those of the cells
    run -0 sqlite3 :memory: "
        select count(*) > 3 and min(abs(value -> 'properties' ->> 'area_km2') > 0)
        from json_each(readfile('out/geojson/coverage.geojson'), '\$.features')"
    [ "$output" = 1 ]
    # without the option none are written, and those of the earlier run go with its output
    run -0 "$EVENREACH" run study.yaml --out out
    [ -s out/summary.json ]
    printf 'outputs: {rasters: true}\n' >> study.yaml
    run -0 "$EVENREACH" run study.yaml --out out2
    [ -s out2/rasters/level.tif ]
}

@test "presets are listed with their levels and sources" {
    run -0 "$EVENREACH" cover --help
    [[ "$output" == *"fcc-5g-7-1"*"7 Mbit/s down"*"47 CFR"*"arcep-4-levels"*"RSRP -90 dBm"* ]]
    run -0 "$EVENREACH" cover --help --lang zh-TW
    [[ "$output" == *"arcep-4-levels"*"涵蓋極佳"* ]]
}

@test "what can't be done is refused in one line, and nothing is left" {
    load_all
    sha256sum w.sqlite > before
    refused() {
        local words=$1
        shift
        run "$EVENREACH" "$@"
        [ "$status" -ne 0 ]
        [ "${#lines[@]}" -eq 1 ]
        [[ "$output" == *"$words"* ]] || { echo "$output"; false; }
    }
    refused "fcc" cover -w w.sqlite --study study.yaml --preset fcc
    refused "tr38901" cover -w w.sqlite --study study.yaml --model umi
    refused "elevation" cover -w w.sqlite --study study.yaml --model p1812
    refused "--study" cover -w w.sqlite --model tr38901
    refused "--resolution-m" cover -w w.sqlite --study study.yaml --resolution-m 0
    refused "--tile-cells" cover -w w.sqlite --study study.yaml --tile-cells 5000
    refused "rsrp" cover -w w.sqlite --study study.yaml --rasters out --raster rsrp
    refused "--rasters" cover -w w.sqlite --study study.yaml --raster loss
    refused "disc" cover -w w.sqlite --radius-m 1000 --rasters out
    touch file
    refused "file" cover -w w.sqlite --study study.yaml --rasters file
    refused "--rasters" run study.yaml --model disc --rasters --out out
    sha256sum -c --quiet before
    [ ! -e out ]
}
