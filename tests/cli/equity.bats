#!/usr/bin/env bats
# evenreach equity: figures, groups, intervals, and rows that can't be used.
bats_require_minimum_version 1.5.0

setup() {
    cd "$BATS_TEST_TMPDIR"
    printf 'name,x,g\na,541,low\nb,1463,low\nc,2445,low\nd,3438,low\ne,4437,low\n' > ten.csv
    printf 'f,5401,high\ng,6392,high\nh,8304,high\ni,11904,high\nj,22261,high\n' >> ten.csv
    printf 'area,persons,share\nA,3,0\nA,3,0\nA,3,0\nB,3,10\nB,3,10\nB,3,10\n' > halves.csv
}

# Numbers to twelve digits: the last digits of a logarithm are the C library's own.
twelve_digits() {
    awk '{ while (match($0, /[0-9]+\.[0-9]+(e[-+]?[0-9]+)?/)) {
               printf "%s%.12g", substr($0, 1, RSTART - 1), substr($0, RSTART, RLENGTH)
               $0 = substr($0, RSTART + RLENGTH) }
           print }'
}

assert_golden() {
    diff -u "$EVENREACH_SOURCE/tests/golden/equity/$1" -
}

@test "equity --json gives the published figures" {
    "$EVENREACH" equity ten.csv --value x --json | twelve_digits | assert_golden ten.json
}

@test "equity --group --floor --epsilon: zeros, halves, an undefined figure is null with a note" {
    "$EVENREACH" equity halves.csv --value share --weight persons --group area --floor 5 \
        --epsilon 1 --json | twelve_digits | assert_golden halves.json
}

@test "equity prints a table in both languages" {
    "$EVENREACH" equity halves.csv --value share --weight persons --group area |
        assert_golden halves.en.txt
    "$EVENREACH" equity halves.csv --value share --weight persons --group area --lang zh-TW |
        assert_golden halves.zh.txt
}

@test "equity --seed --resamples: same bytes for any threads and order of rows, other seed other ends" {
    "$EVENREACH" equity ten.csv --value x --group g --seed 7 --resamples 500 --threads 1 --json > 1
    (head -1 ten.csv; tail -n +2 ten.csv | tac) > turned.csv
    "$EVENREACH" equity turned.csv --value x --group g --seed 7 --resamples 500 --threads 2 --json > 2
    cmp 1 2
    "$EVENREACH" equity ten.csv --value x --group g --seed 8 --resamples 500 --json > 3
    run ! cmp -s 1 3
    grep -q '"seed": 7' 1
    "$EVENREACH" equity ten.csv --value x --json > 4
    run ! grep '"ci"' 4
}

@test "equity: rows that can't be used are named and counted, exit 3 under --strict" {
    printf 'x,w\n1,1\ntwo,1\n-3,1\n,1\n4,\n5,1\n' > bad.csv
    run -0 --separate-stderr "$EVENREACH" equity bad.csv --value x --weight w --json
    [[ "$output" == *'"n": 2'* ]]
    [[ "$output" == *'"rejected": 4'* ]]
    [[ "${stderr_lines[0]}" == *"bad.csv, row 2: x 'two' is not a number"* ]]
    [[ "${stderr_lines[1]}" == *"row 3: x '-3' is below 0"* ]]
    [[ "${stderr_lines[2]}" == *"row 4: x is missing"* ]]
    [[ "${stderr_lines[3]}" == *"row 5: w is missing"* ]]
    run -3 "$EVENREACH" equity bad.csv --value x --weight w --strict
    run -0 "$EVENREACH" equity ten.csv --value x --strict
}

@test "equity: one clear line for a missing file, an unknown column, no usable row" {
    run -1 "$EVENREACH" equity none.csv --value x
    [ "${#lines[@]}" -eq 1 ]
    [[ "$output" == *"none.csv"* ]]
    run -1 "$EVENREACH" equity ten.csv --value y
    [ "${#lines[@]}" -eq 1 ]
    [[ "$output" == *"name"* && "$output" == *"x"* && "$output" == *"g"* ]]
    printf 'x\nno\n' > useless.csv
    run -1 --separate-stderr "$EVENREACH" equity useless.csv --value x
    [[ "$stderr" == *"no row can be used"* ]]
    [ -z "$output" ]
    printf 'x,w\n1,0\n2,0\n' > light.csv
    run -1 "$EVENREACH" equity light.csv --value x --weight w
    [[ "$output" == *"every weight in the column w is 0"* ]]
}

@test "equity: wrong options are wrong usage" {
    run -2 "$EVENREACH" equity ten.csv
    run -2 "$EVENREACH" equity ten.csv --value x --epsilon 0
    run -2 "$EVENREACH" equity ten.csv --value x --floor -1
    run -2 "$EVENREACH" equity ten.csv --value x --resamples 0
    run -2 "$EVENREACH" equity ten.csv --value x --level 1
    run -2 "$EVENREACH" equity ten.csv --value x --seed -1
}

@test "equity: any table will do, coordinates or not" {
    printf 'x,y,v\n1,2,3\n4000000,5,6\n' > xy.csv
    run -0 --separate-stderr "$EVENREACH" equity xy.csv --value v --json
    [[ "$output" == *'"mean": 4.5'* ]]
    [ -z "$stderr" ]
    run -0 "$EVENREACH" equity "$EVENREACH_SOURCE/gisdata/tw/population.csv" --value persons \
        --group county --json
    [[ "$output" == *'"n": 368'* ]]
    printf '{"type":"FeatureCollection","features":[{"type":"Feature","geometry":null,"properties":{"v":2}},' > f.geojson
    printf '{"type":"Feature","geometry":{"type":"Point","coordinates":[121,24]},"properties":{"v":4}}]}' >> f.geojson
    run -0 --separate-stderr "$EVENREACH" equity f.geojson --value v --json
    [[ "$output" == *'"n": 2'* ]]
    [[ "$output" == *'"rejected": 0'* ]]
}
