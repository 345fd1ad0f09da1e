#!/usr/bin/env bats
# check: what it finds, and that it finds nothing where there is nothing.
bats_require_minimum_version 1.5.0
load world

setup() {
    make_world
    workspace
}

people() {
    printf 'code,persons\n1001,1000\n1002,2000\n2001,3000\n' > people.csv
    "$EVENREACH" load -q population people.csv -w w.sqlite
}

@test "clean data: nothing found" {
    people
    "$EVENREACH" load -q stations stations.csv -w w.sqlite
    run -0 "$EVENREACH" check -w w.sqlite --strict
    [ "$output" = "nothing found" ]
    run -0 "$EVENREACH" check -w w.sqlite --json
    [[ "$output" == *'"warnings": 0'* ]]
}

@test "rejects by reason, and strict's exit code" {
    printf 'code,persons\n1001,x\n1002,y\n2001,3\n77,1\n' > people.csv
    "$EVENREACH" load -q population people.csv -w w.sqlite
    run -3 "$EVENREACH" check -w w.sqlite --strict
    [[ "$output" == *"people.csv: 2 rows rejected as bad_number; row 1: persons: 'x' is not a number"* ]]
    [[ "$output" == *"people.csv: 1 rows rejected as unknown_unit; row 4"* ]]
    [[ "$output" == *"2 units of the level town have no population (1001, 1002)"* ]]
    run -0 "$EVENREACH" check -w w.sqlite
    run -0 "$EVENREACH" check -w w.sqlite --lang zh-TW
    [[ "$output" == *"警告："* ]]
}

@test "units: without children, not adding up, without parent" {
    people
    cat > villages.geojson <<'END'
{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"code":"100101","parent_code":"1001"},"geometry":{"type":"Polygon","coordinates":[[[120.5,23],[121,23],[121,24],[120.5,24],[120.5,23]]]}},
{"type":"Feature","properties":{"code":"100201","parent_code":"1002"},"geometry":{"type":"Polygon","coordinates":[[[120,23],[120.5,23],[120.5,23.9],[120,23.9],[120,23]]]}}]}
END
    "$EVENREACH" load -q units villages.geojson --level village --parent town -w w.sqlite
    run -0 "$EVENREACH" check -w w.sqlite
    [[ "$output" == *"1 units of the level town have no village within them (2001)"* ]]
    [[ "$output" == *"1 units of the level town differ by up to 10.0 % from the area"*"(1002)"* ]]
}

@test "stations: copies, and places in no unit" {
    people
    { cat stations.csv; tail -1 stations.csv; echo 'sea,丙,n1,,,,119.95,23.5'; } > s.csv
    "$EVENREACH" load -q stations s.csv -w w.sqlite
    run -0 "$EVENREACH" check -w w.sqlite
    [[ "$output" == *"1 stations are there twice"*"row 3 of s.csv"* ]]
    [[ "$output" == *"s.csv: 1 of 4 stations lie in no unit, such as row 4 (119.95000, 23.50000)"* ]]
}

# Stations along the west and east border of the counties, 300 m inside, in one system's coordinates.
border() {
    awk 'BEGIN {
        print "x,y,code"
        for (i = 1; i <= 40; i++) {
            printf "120.00294,%.2f,w%d\n", 23 + i * 0.02, i
            printf "121.99706,%.2f,e%d\n", 23 + i * 0.02, i
        }
    }' > degrees.csv
    ogr2ogr -q -f CSV -lco GEOMETRY=AS_XY -sql "select code from degrees" -s_srs EPSG:4326 -t_srs "$1" \
        "$2" degrees.csv -oo X_POSSIBLE_NAMES=x -oo Y_POSSIBLE_NAMES=y
}

# Load the file as the second system: check must name the first.
mistaken() {
    people
    "$EVENREACH" load -q stations border.csv --x X --y Y --crs "$1" -w w.sqlite
    run -0 "$EVENREACH" check -w w.sqlite --json
    echo "$output"
    [[ "$output" == *'"code": "shifted"'* ]]
    [[ "$output" == *"load it again with --crs $2\""* ]]
}

twd67='+proj=tmerc +lat_0=0 +k=0.9999 +x_0=250000 +y_0=0 +units=m +ellps=aust_SA +towgs84=-752,-358,-179 +type=crs'

@test "a shift: TWD97 read as TWD67" {
    border EPSG:3826 border.csv
    mistaken EPSG:3828 EPSG:3826
}

@test "a shift: TWD67 read as TWD97" {
    border "$twd67 +lon_0=121" border.csv
    mistaken EPSG:3826 EPSG:3828
}

@test "a shift: zone 121 read as zone 119" {
    # an island in the west, so that the wrong places are still within the extent of the counties
    sed -i '$s|\]}$|,\n{"type":"Feature","properties":{"code":"30"},"geometry":{"type":"Polygon","coordinates":[[[118,23],[118.1,23],[118.1,23.1],[118,23.1],[118,23]]]}}]}|' counties.geojson
    rm w.sqlite
    "$EVENREACH" init -q w.sqlite
    "$EVENREACH" load -q units counties.geojson --level county -w w.sqlite
    border EPSG:3826 border.csv
    "$EVENREACH" load -q stations border.csv --x X --y Y --crs EPSG:3825 -w w.sqlite
    run -0 "$EVENREACH" check -w w.sqlite
    [[ "$output" == *"load it again with --crs EPSG:3826"* ]]
}

@test "pilots: no place, and a point outside the unit stated" {
    people
    printf 'pilot_id\np1\np2\n' > pilots.csv
    printf 'pilot_id,town_code,lon,lat\np1,1001,120.2,23.5\n' > sites.csv
    "$EVENREACH" load -q pilots pilots.csv -w w.sqlite
    "$EVENREACH" load -q pilot_sites sites.csv -w w.sqlite
    run -0 "$EVENREACH" check -w w.sqlite
    [[ "$output" == *"pilot p1, site 1: its point lies in 1002, not in 1001 as stated"* ]]
    [[ "$output" == *"note: 1 pilots have no place in any unit, such as p2"* ]]
}

@test "no workspace, no units" {
    run -1 "$EVENREACH" check -w missing.sqlite
    [ "${#lines[@]}" -eq 1 ]
    run -2 "$EVENREACH" check
    "$EVENREACH" init -q empty.sqlite
    run -0 "$EVENREACH" check -w empty.sqlite
    [[ "$output" == *"there are no units"* ]]
}
