#!/usr/bin/env bats
# evenreach equity --moran: where the values of a table lie.
bats_require_minimum_version 1.5.0

# feature KEY VALUE GEOMETRY
feature() {
    echo '{"type":"Feature","properties":{"code":"'"$1"'","x":'"$2"'},"geometry":'"$3"'}'
}

# box WEST SOUTH EAST NORTH
box() {
    echo '{"type":"Polygon","coordinates":[[['$1,$2'],['$3,$2'],['$3,$4'],['$1,$4'],['$1,$2']]]}'
}

collection() {
    echo '{"type":"FeatureCollection","features":['"$(paste -sd,)"']}'
}

setup() {
    cd "$BATS_TEST_TMPDIR"
    # a row of four with 1 2 3 4, worked in test_moran.c, and an island
    { feature A 1 "$(box 120 23 121 24)"; feature B 2 "$(box 121 23 122 24)"
      feature C 3 "$(box 122 23 123 24)"; feature D 4 "$(box 123 23 124 24)"; } > four
    collection < four > four.geojson
    { cat four; feature E 9 "$(box 125 23 126 24)"; } | collection > island.geojson
}

# A slope of 10 by 10.
make_slope() {
    for i in {0..99}; do
        r=$((i / 10)) c=$((i % 10))
        feature "$(printf '%02d' "$i")" $((r + 2 * c)) \
            "$(box $((120 + c)) $((13 + r)) $((121 + c)) $((14 + r)))"
    done > slope
    collection < slope > slope.geojson
}

# pick FILE PATH...: values of the JSON, several as a list
pick() {
    local file=$1 paths
    shift
    paths=$(printf ", '$.%s'" "$@")
    sqlite3 :memory: "SELECT json_extract(CAST(readfile('$file') AS TEXT)$paths)"
}

@test "equity --moran gives the index and the local ones worked by hand" {
    "$EVENREACH" equity four.geojson --value x --moran --permutations 99 --json > out
    rounded=$(sqlite3 :memory: "SELECT round(json_extract(j, '$.moran.i'), 12),
        round(json_extract(j, '$.moran.expected'), 12),
        round(json_extract(j, '$.moran.variance'), 12), round(json_extract(j, '$.local[1].i'), 12)
        FROM (SELECT CAST(readfile('out') AS TEXT) AS j)")
    [ "$rounded" = "0.4|-0.333333333333|0.215555555556|0.2" ]
    [ "$(pick out moran.permutations moran.alone moran.joined moran.n)" = "[99,0,0,4]" ]
    [ "$(pick out local[0].key local[0].lag local[3].lag local[0].cluster)" = "[1,2,3,null]" ]
    [ "$(pick out 'local[#-1].key')" = 4 ]
}

@test "equity --moran --key: same bytes for any threads and order of rows, another seed other p" {
    make_slope
    "$EVENREACH" equity slope.geojson --value x --moran --key code --json --threads 1 > 1
    tac slope | collection > turned.geojson
    "$EVENREACH" equity turned.geojson --value x --moran --key code --json --threads 2 > 2
    cmp 1 2
    "$EVENREACH" equity slope.geojson --value x --moran --key code --json --seed 2 > 3
    run ! cmp -s 1 3
    [ "$(pick 1 moran.p moran.permutations)" = "[0.002,999]" ]
    [ "$(pick 1 local[0].key local[0].cluster local[99].cluster local[55].cluster)" \
        = '["00","low_low","high_high",null]' ]
}

@test "equity --neighbours, --tolerance-m: corners count for queen, gaps within the tolerance" {
    { feature A 1 "$(box 120 23 121 24)"; feature B 2 "$(box 121.00001 23 122 24)"
      feature C 3 "$(box 120 24 121 25)"; feature D 4 "$(box 121 24 122 25)"; } | collection > g.geojson
    pairs() {
        "$EVENREACH" equity g.geojson --value x --moran --permutations 9 --json "$@" > out
        pick out moran.pairs
    }
    [ "$(pairs)" = 4 ]
    [ "$(pairs --neighbours rook)" = 3 ]
    [ "$(pairs --tolerance-m 2)" = 6 ]
    [ "$(pairs --tolerance-m 2 --neighbours rook)" = 4 ]
    [ "$(pairs --tolerance-m 0.5)" = 4 ]
}

@test "equity --nearest, --links: an island is joined by rule, or told of" {
    "$EVENREACH" equity island.geojson --value x --moran --key code --json > alone
    [ "$(pick alone moran.alone moran.joined moran.pairs)" = "[1,0,3]" ]
    [ "$(pick alone local[4].key local[4].i local[4].lag local[4].p local[4].q local[4].cluster)" \
        = '["E",null,null,null,null,null]' ]
    grep -q 'a row without neighbours has no lag' alone
    "$EVENREACH" equity island.geojson --value x --moran --key code --nearest 1 --json > near
    [ "$(pick near moran.alone moran.joined local[4].lag)" = "[0,1,4]" ]
    run ! grep -q 'a row without neighbours' near
    printf 'from_code,to_code\nE,A\nE,B\nB,A\n' > ferry.csv
    "$EVENREACH" equity island.geojson --value x --moran --key code --links ferry.csv --nearest 1 \
        --json > ferry
    [ "$(pick ferry moran.joined moran.pairs local[4].lag)" = "[1,5,1.5]" ]
}

@test "equity --group --moran --permutations serves both tests" {
    make_slope
    sed 's/"code":"\(.\)/"half":"\1",&/' slope | collection > groups.geojson
    "$EVENREACH" equity groups.geojson --value x --group half --moran --permutations 199 --json > out
    [ "$(pick out moran.permutations moran.p)" = "[199,0.01]" ]
    [ "$(grep -c '"permutations": 199' out)" = 2 ]
}

@test "equity --moran --nearest: points have nearest ones alone" {
    printf 'name,lon,lat,x\na,120,23,1\nb,120.1,23,2\nc,120.3,23,3\nd,120.6,23,4\n' > points.csv
    "$EVENREACH" equity points.csv --value x --moran --key name --nearest 1 --json > out
    [ "$(pick out moran.pairs moran.joined)" = "[3,4]" ]
    "$EVENREACH" equity points.csv --value x --moran --json > none
    [ "$(pick none moran.i moran.alone)" = "[null,4]" ]
    grep -q "nobody has a neighbour: Moran's I is not defined" none
}

@test "equity --moran: equal values leave it undefined, with a note" {
    sed 's/"x":[0-9]*/"x":3/' four | collection > equal.geojson
    "$EVENREACH" equity equal.geojson --value x --moran --json > out
    [ "$(pick out moran.i moran.expected moran.variance moran.z moran.p)" \
        = "[null,null,null,null,null]" ]
    grep -q "all values are equal: Moran's I is not defined" out
}

@test "equity --moran prints for people in both languages" {
    make_slope
    run -0 "$EVENREACH" equity slope.geojson --value x --moran --key code
    [[ "$output" == *"pairs of neighbours"*"342"* ]]
    [[ "$output" == *"high among high"* ]]
    [[ "$output" == *"low among low"* ]]
    run -0 "$EVENREACH" equity island.geojson --value x --moran --lang zh-TW
    [[ "$output" == *"相鄰對數"* ]]
    [[ "$output" == *"無鄰的列沒有鄰值平均"* ]]
}

@test "equity --moran: rows without a place are named and left out, exit 3 under --strict" {
    { cat four; feature E 5 null; feature F 6 '{"type":"LineString","coordinates":[[120,23],[121,23]]}'
      feature G -1 "$(box 124 23 125 24)"
      feature H 7 '{"type":"Polygon","coordinates":[]}'; } | collection > holes.geojson
    run -0 --separate-stderr "$EVENREACH" equity holes.geojson --value x --moran --json
    [[ "$output" == *'"n": 7,'*'"n": 4,'*'"left_out": 3'* ]]
    [[ "$stderr" == *"holes.geojson, row 5: "*"left out of Moran's I"* ]]
    [[ "$stderr" == *"row 6: a line has no neighbours: give polygons or points; it is left out"* ]]
    [[ "$stderr" == *"row 7: x '-1' is below 0"* ]]
    [[ "$stderr" == *"row 8: "*"left out of Moran's I"* ]]
    run -3 "$EVENREACH" equity holes.geojson --value x --moran --strict
}

@test "equity --moran refuses what it can't join, by name" {
    printf 'from_code,to_code\nA,B\nA,Z\n' > bad.csv
    run -1 --separate-stderr "$EVENREACH" equity four.geojson --value x --moran --key code --links bad.csv
    [[ "$stderr" == *"bad.csv, row 2: the link names 'Z', which no row of four.geojson"*"column code"* ]]
    printf 'from_code,to_code\nA,\n' > bad.csv
    run -1 --separate-stderr "$EVENREACH" equity four.geojson --value x --moran --key code --links bad.csv
    [[ "$stderr" == *"bad.csv, row 1: the link names ''"* ]]
    printf 'a,b\nA,B\n' > bad.csv
    run -1 --separate-stderr "$EVENREACH" equity four.geojson --value x --moran --key code --links bad.csv
    [[ "$stderr" == *"from_code"* ]]
    { cat four; feature B 5 "$(box 124 23 125 24)"; } | collection > twice.geojson
    run -1 --separate-stderr "$EVENREACH" equity twice.geojson --value x --moran --key code
    [[ "$stderr" == *"twice.geojson, row 5: the key 'B' is that of row 2 too"* ]]
    { cat four; feature '' 5 "$(box 124 23 125 24)"; } | collection > empty.geojson
    run -1 --separate-stderr "$EVENREACH" equity empty.geojson --value x --moran --key code
    [[ "$stderr" == *"empty.geojson, row 5: the key code is missing"* ]]
    printf 'name,x\na,1\nb,2\n' > plain.csv
    run -1 --separate-stderr "$EVENREACH" equity plain.csv --value x --moran
    [[ "$stderr" == *"plain.csv: --moran needs polygons or points"* ]]
    feature A 1 null | collection > null.geojson
    run -1 --separate-stderr "$EVENREACH" equity null.geojson --value x --moran
    [[ "$stderr" == *"null.geojson: "* ]]
}

@test "equity --moran: wrong options are told, exit 2" {
    refused() { # MESSAGE OPTIONS...
        local message=$1
        shift
        run -2 --separate-stderr "$EVENREACH" equity four.geojson --value x "$@"
        [[ "$stderr" == *"$message"* ]]
    }
    refused "--nearest: give --moran too" --nearest 2
    refused "--fdr: give --moran too" --fdr 0.1
    refused "--key: give --moran too" --key code
    refused "give queen or rook, not 'bishop'" --moran --neighbours bishop
    refused "--links: give --key too" --moran --links ferry.csv
    refused "--tolerance-m: give metres from 0 to 10000" --moran --tolerance-m -1
    refused "--nearest: give a number from 0 to 1000" --moran --nearest -1
    refused "--permutations: give a number from 1 to 1000000" --moran --permutations 1000001
    refused "--fdr: give a number between 0 and 1" --moran --fdr 1
}
