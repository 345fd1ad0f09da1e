#!/usr/bin/env bats
# evenreach reach: closed forms, options, rows and files that can't be used.
bats_require_minimum_version 1.5.0

PLANE="+proj=laea +lat_0=24 +lon_0=121 +datum=WGS84 +units=m +type=crs"

setup() {
    cd "$BATS_TEST_TMPDIR"
    # On an equal-area plane: two discs that overlap, one over a corner, one far away.
    printf 'id,x,y,r\n1,0,0,1000\n2,1200,500,900\n3,5000,-5000,400\n4,90000,90000,2000\n' > plane.csv
    printf 'name,wkt\n%s\n%s\n' \
        'west,"POLYGON((-5000 -5000,5000 -5000,5000 5000,-5000 5000,-5000 -5000))"' \
        'east,"POLYGON((5000 -5000,15000 -5000,15000 5000,5000 5000,5000 -5000))"' > squares.csv
    points '[121,24]' '[121.01,24]' > stations.geojson
    polygons "$(square a 120.9 23.9 121.1 24.1)" "$(square b 121.1 23.9 121.2 24.1)" > areas.geojson
}

points() { # one feature for each coordinate pair; its radius is 1000
    local features=() place
    for place in "$@"; do
        features+=("{\"type\":\"Feature\",\"properties\":{\"radius\":1000},\"geometry\":{\"type\":\"Point\",\"coordinates\":$place}}")
    done
    polygons "${features[@]}"
}

square() { # KEY WEST SOUTH EAST NORTH
    polygon "$1" "[[[$2,$3],[$4,$3],[$4,$5],[$2,$5],[$2,$3]]]"
}

polygon() { # KEY RINGS
    echo "{\"type\":\"Feature\",\"properties\":{\"code\":\"$1\"},\"geometry\":{\"type\":\"Polygon\",\"coordinates\":$2}}"
}

polygons() { # FEATURE...
    local IFS=,
    echo "{\"type\":\"FeatureCollection\",\"features\":[$*]}"
}

# Numbers to ten digits: the last ones are those of the C library and of PROJ.
ten_digits() {
    awk '{ while (match($0, /[0-9]+\.[0-9]+(e[-+]?[0-9]+)?/)) {
               printf "%s%.10g", substr($0, 1, RSTART - 1), substr($0, RSTART, RLENGTH)
               $0 = substr($0, RSTART + RLENGTH) }
           print }'
}

assert_golden() {
    diff -u "$EVENREACH_SOURCE/tests/golden/reach/$1" -
}

# field NAME JSON: the first number of that name
field() {
    sed -n "s/^ *\"$1\": \([^,]*\),*$/\1/p" "$2" | head -1
}

# close_to GOT EXPECTED TOLERANCE (relative)
close_to() {
    awk -v a="$1" -v b="$2" -v t="$3" 'BEGIN { d = a - b; if (d < 0) d = -d; exit !(d <= t * b) }' ||
        { echo "$1, expected $2"; return 1; }
}

reach() {
    "$EVENREACH" reach "$@"
}

@test "reach --json: every key, in the order of the areas' file" {
    reach --stations plane.csv --areas squares.csv --key name --crs "$PLANE" --radius-field r --json |
        ten_digits | assert_golden squares.json
}

@test "reach prints a table in both languages" {
    reach --stations plane.csv --areas squares.csv --key name --crs "$PLANE" --radius-field r |
        assert_golden squares.en.txt
    reach --stations plane.csv --areas squares.csv --key name --crs "$PLANE" --radius-field r \
        --lang zh-TW | assert_golden squares.zh.txt
}

@test "reach: a lens, a corner and a whole disc to 1e-9 on the plane of the files" {
    reach --stations plane.csv --areas squares.csv --key name --crs "$PLANE" --radius-field r --json > out
    grep -q "\"working_crs\": \"$PLANE\"" out
    awk 'BEGIN { pi = atan2(0, -1); u = (1300^2 + 1000^2 - 900^2) / 2600; v = 1300 - u
                 h = sqrt(1000^2 - u^2)
                 lens = 1000^2 * atan2(h, u) - u * h + 900^2 * atan2(h, v) - v * h
                 printf "%.15g\n", (pi * (1000^2 + 900^2 + 400^2 / 4) - lens) / 1e6 }' > expected
    close_to "$(field served_km2 out)" "$(cat expected)" 1e-9
    close_to "$(field area_km2 out)" 100 1e-9
    # The plane may be named; then long edges are its straight lines, too.
    reach --stations plane.csv --areas squares.csv --key name --crs EPSG:3826 --work-crs EPSG:3826 \
        --radius-field r --json > out 2> err || { cat err; false; }
    close_to "$(field served_km2 out)" "$(cat expected)" 1e-9
}

@test "reach: a disc in degrees has the area of its radius" {
    reach --stations stations.geojson --areas areas.geojson --key code --radius-m 500 --json > out
    close_to "$(field served_km2 out)" 1.5707963267949 1e-6
    grep -q '"working_crs": "+proj=laea +lat_0=24 +lon_0=121.05 ' out
}

@test "reach: same bytes for any order of stations and any threads" {
    awk 'BEGIN { srand(5); print "lon,lat,r"; for (i = 0; i < 3000; i++)
                 print 120.9 + 0.3 * rand() "," 23.9 + 0.2 * rand() "," 100 + 900 * rand() }' > many.csv
    (head -1 many.csv; tail -n +2 many.csv | sort -t, -k2) > turned.csv
    reach --stations many.csv --areas areas.geojson --key code --radius-field r --json --threads 1 > 1
    reach --stations turned.csv --areas areas.geojson --key code --radius-field r --json --threads 2 > 2
    cmp 1 2
}

@test "reach: multipoints are one station each" {
    echo '{"type":"Feature","properties":{},"geometry":{"type":"MultiPoint","coordinates":[[121,24],[121.05,24]]}}' > multi.geojson
    points '[121,24]' '[121.05,24]' > single.geojson
    reach --stations multi.geojson --areas areas.geojson --key code --radius-m 500 --json > 1
    reach --stations single.geojson --areas areas.geojson --key code --radius-m 500 --json > 2
    cmp 1 2
    grep -q '"used": 2' 1
}

@test "reach: files in different systems meet; a shift known only by ballpark is refused" {
    printf 'x,y\n302000,2770000\n' > old.csv
    polygons "$(square a 121.4 24.9 121.6 25.1)" > north.geojson
    reach --stations old.csv --stations-crs EPSG:3828 --areas north.geojson --key code --radius-m 500 --json > out
    close_to "$(field served_km2 out)" 0.785398163397 1e-6
    run -1 --separate-stderr reach --stations old.csv --areas north.geojson --key code --radius-m 500 \
        --stations-crs '+proj=tmerc +lon_0=121 +k=0.9999 +x_0=250000 +ellps=bessel +units=m +type=crs' --json
    [ "${#stderr_lines[@]}" -eq 1 ]
    [ -z "$output" ]
}

@test "reach: wrong usage is refused in one line with exit code 2" {
    for words in "" "--radius-m 5 --radius-field radius" "--radius-m 0" "--radius-m -5" \
        "--radius-m nan" "--radius-m far" "--radius-m 300000" "--radius-m 5 --name-rejects 101" \
        "--radius-m 5 --crs EPSG:4326 --areas-crs EPSG:4326" "--radius-m 5 --nonsense"; do
        run -2 --separate-stderr reach --stations stations.geojson --areas areas.geojson --key code $words
        [ "${#stderr_lines[@]}" -eq 1 ]
        [ -z "$output" ]
    done
    run -2 --separate-stderr reach --stations stations.geojson --key code --radius-m 5
    [[ "$stderr" == *"--areas"* ]]
}

# refused WORDS...: exit code 1, nothing on stdout, one line that names $1
refused() {
    local name=$1
    shift
    run -1 --separate-stderr reach "$@" --json
    [ -z "$output" ]
    [ "${#stderr_lines[@]}" -eq 1 ]
    [[ "$stderr" == *"$name"* ]] || { echo "$stderr"; return 1; }
}

@test "reach: files that can't be used" {
    refused missing.csv --stations missing.csv --areas areas.geojson --key code --radius-m 5
    refused missing.gpkg --stations stations.geojson --areas missing.gpkg --key code --radius-m 5
    refused "has no column 'town'" --stations stations.geojson --areas areas.geojson --key town --radius-m 5
    refused "has no column 'range'" --stations stations.geojson --areas areas.geojson --key code --radius-field range
    refused "nonsense" --stations stations.geojson --areas areas.geojson --key code --radius-m 5 --stations-layer nonsense
    ogr2ogr -q two.gpkg stations.geojson -nln first
    ogr2ogr -q -update two.gpkg stations.geojson -nln second
    refused "say which (--stations-layer): first, second" --stations two.gpkg --areas areas.geojson --key code --radius-m 5
    ogr2ogr -q areas.gpkg areas.geojson -nln first
    ogr2ogr -q -update areas.gpkg areas.geojson -nln second
    refused "say which (--areas-layer): first, second" --stations stations.geojson --areas areas.gpkg --key code --radius-m 5
    polygons > empty.geojson
    refused empty.geojson --stations empty.geojson --areas areas.geojson --key code --radius-m 5
    refused empty.geojson --stations stations.geojson --areas empty.geojson --key code --radius-m 5
    : > nothing.csv
    refused nothing.csv --stations nothing.csv --areas areas.geojson --key code --radius-m 5
    refused "working plane" --stations stations.geojson --areas areas.geojson --key code --radius-m 5 --work-crs EPSG:4326
    refused "not a point" --stations areas.geojson --areas areas.geojson --key code --radius-m 5
    refused "row 1" --stations areas.geojson --areas stations.geojson --key radius --radius-m 5
}

@test "reach: rows that can't be used are named, counted, and exit 3 under --strict" {
    printf 'lon,lat,r\n121,24,500\n121,24,0\n121,24,-3\n121,24,nan\n121,24,far\n121,24,\n121,24,300000\n121,95,500\n,24,500\nabc,24,500\n24,121,500\n121.05,24,500\n' > bad.csv
    run -3 --separate-stderr reach --stations bad.csv --areas areas.geojson --key code --radius-field r \
        --json --strict --name-rejects 20
    [[ "$output" == *'"used": 2,'* ]]
    [[ "$output" == *'"rejected": 10'* ]]
    for row in 2 3 4 5 6 7 8 9 10 11; do
        [[ "$stderr" == *"bad.csv, row $row: "* ]] || { echo "row $row"; echo "$stderr"; return 1; }
    done
    [[ "$output" != *'NaN'* ]]
    run -0 --separate-stderr reach --stations bad.csv --areas areas.geojson --key code --radius-field r --json
    [ "${#stderr_lines[@]}" -eq 6 ]
    [[ "${stderr_lines[5]}" == *"5 more rows are left out"* ]]
    close_to "$(echo "$output" | sed -n 's/.*"served_km2": \(.*\),/\1/p' | head -1)" 1.5707963267949 1e-6
}

@test "reach: areas that are bow-ties, null, lines or exchanged" {
    bow='[[[121,23.9],[121.1,24.1],[121.1,23.9],[121,24.1],[121,23.9]]]'
    null='{"type":"Feature","properties":{"code":"n"},"geometry":null}'
    line='{"type":"Feature","properties":{"code":"l"},"geometry":{"type":"LineString","coordinates":[[121,24],[122,25]]}}'
    polygons "$(square a 120.9 23.9 121 24.1)" "$(polygon bow "$bow")" "$null" "$line" > odd.geojson
    run -3 --separate-stderr reach --stations stations.geojson --areas odd.geojson --key code \
        --radius-m 500 --json --strict
    [[ "$stderr" == *"odd.geojson, row 2: Self-intersection"*"repaired"* ]]
    [[ "$stderr" == *"odd.geojson, row 3: "*"left out"* ]]
    [[ "$stderr" == *"odd.geojson, row 4: "*"left out"* ]]
    [[ "$output" == *'"repaired": 1'* ]]
    [ "$(grep -c '"key"' <<< "$output")" -eq 2 ]
    polygons "$(polygon bow "$bow")" > bow.geojson
    run -0 --separate-stderr reach --stations stations.geojson --areas bow.geojson --key code --radius-m 500 --json --strict
    polygons "$null" > null.geojson
    refused "null.geojson: no area can be used; row 1" --stations stations.geojson --areas null.geojson --key code --radius-m 5
    polygons "$(square a 23.9 120.9 24.1 121.1)" > turned.geojson
    refused turned.geojson --stations stations.geojson --areas turned.geojson --key code --radius-m 5
}

@test "reach: the bundled townships, most of the country within 5 km of 26,265 stations" {
    study="$EVENREACH_SOURCE/gisdata/tw"
    reach --stations "$study/stations.csv" --areas "$study/towns.fgb" --key code --radius-m 5000 --json > out
    [ "$(grep -c '"key"' out)" -eq 368 ]
    share=$(tail -40 out | sed -n 's/^ *"share": //p' | tail -1)
    awk -v s="$share" 'BEGIN { exit !(s > 0.4 && s < 1) }'
}

@test "one latitude of 91 in a short list is one rejected row, not a refused file" {
    cat > box.geojson <<'END'
{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"code": "A"},
 "geometry": {"type": "Polygon",
 "coordinates": [[[121, 24], [121.2, 24], [121.2, 24.2], [121, 24.2], [121, 24]]]}}]}
END
    printf 'lon,lat\n121.05,24.05\n121.15,91\n' > slip.csv
    run -3 --separate-stderr "$EVENREACH" reach --stations slip.csv --areas box.geojson --key code \
        --radius-m 500 --json --strict
    [[ "$output" == *'"used": 1'* && "$output" == *'"rejected": 1'* ]]
    [[ "$stderr" == *"row 2"* ]]
    printf 'lon,lat\n121.05,24.05\n121.15,24.1\n121.1,2412345\n' > slip.csv
    run -3 --separate-stderr "$EVENREACH" reach --stations slip.csv --areas box.geojson --key code \
        --radius-m 500 --json --strict
    [[ "$output" == *'"used": 2'* && "$stderr" == *"row 3"* ]]
}

@test "areas on both sides of the antimeridian are as they are elsewhere" {
    local side
    for side in here there; do
        if [ $side = here ]; then
            points '[177.6,-17]' '[177.4,-17.2]' > s.geojson
            polygons "$(square w 177 -17.5 177.5 -16.5)" "$(square e 177.5 -17.5 178 -16.5)" > a.geojson
        else
            points '[-179.9,-17]' '[179.9,-17.2]' > s.geojson
            polygons "$(square w 179.5 -17.5 180 -16.5)" "$(square e -180 -17.5 -179.5 -16.5)" > a.geojson
        fi
        run -0 --separate-stderr "$EVENREACH" reach --stations s.geojson --areas a.geojson \
            --key code --radius-m 30000 --json
        echo "$output" > $side.json
    done
    grep '"served_km2"\|"area_km2"' here.json | tr -dc '0-9.\n' | cut -c1-10 > here.txt
    grep '"served_km2"\|"area_km2"' there.json | tr -dc '0-9.\n' | cut -c1-10 > there.txt
    [ "$(wc -l < here.txt)" -eq 6 ]
    diff here.txt there.txt
    grep -q 'lon_0=180\|lon_0=-180' there.json
}
