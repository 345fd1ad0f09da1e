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
    run -2 "$EVENREACH" equity ten.csv --value x --resamples 9 --interval normal
    run -2 "$EVENREACH" equity ten.csv --value x --interval bca
    run -2 "$EVENREACH" equity ten.csv --value x --cluster g
    run -2 "$EVENREACH" equity ten.csv --value x --group g --permutations 0
    run -2 "$EVENREACH" equity ten.csv --value x --permutations 9
    run -2 "$EVENREACH" equity ten.csv --value x --influence
    run -2 "$EVENREACH" equity ten.csv --value x --level 0.9
    [[ "$output" == *"--level: give the number of resamples too (--resamples)"* ]]
    run -2 "$EVENREACH" equity ten.csv --value x --floor 1e300
    [[ "$output" == *"--floor: give a number above 0, from 1e-100 to 1e100"* ]]
}

@test "equity: a heading that stands twice is not guessed at" {
    printf 'x,x,g\n1,2,a\n3,4,b\n' > twice.csv
    run -1 "$EVENREACH" equity twice.csv --value x
    [[ "$output" == *"twice.csv: has more than one column 'x': rename all but one"* ]]
    run -1 "$EVENREACH" equity twice.csv --value x --lang zh-TW
    [[ "$output" == *"twice.csv：有多個欄位「x」：請只留一個"* ]]
    printf 'X,x\n1,2\n3,4\n' > cases.csv
    run -0 "$EVENREACH" equity cases.csv --value x
    [[ "$output" == *"mean"*"3.000000"* ]]
}

@test "equity --resamples: no interval from one row or cluster, and a word on too few resamples" {
    printf 'x,c\n1,A\n2,A\n4,A\n' > one.csv
    run -0 "$EVENREACH" equity one.csv --value x --cluster c --resamples 100 --json
    [[ "$output" == *"only one row or cluster can be drawn"* && "$output" == *'"mean": null'* ]]
    run -0 "$EVENREACH" equity one.csv --value x --cluster c --resamples 100 --lang zh-TW
    [[ "$output" == *"只有一列或一個群集可供抽取"* ]]
    run -0 --separate-stderr "$EVENREACH" equity one.csv --value x --resamples 40
    [[ "$output" != *"can be drawn"* && -z "$stderr" ]]
    run -0 --separate-stderr "$EVENREACH" equity one.csv --value x --resamples 39
    [[ "$stderr" == *"--resamples: 39 are too few for an interval of 95 %: give 40 or more"* ]]
}

@test "equity --order: the concentration index; by the values themselves it is the Gini" {
    run -0 --separate-stderr "$EVENREACH" equity ten.csv --value x --order x --json
    [[ "$output" == *'"concentration": 0.4620911302676'* ]]
    printf 'x,rank\n1,-5\n2,2.5\n3,north\n4,\n' > ranked.csv
    run -0 --separate-stderr "$EVENREACH" equity ranked.csv --value x --order rank --json
    [[ "$output" == *'"n": 2'* ]]
    [[ "${stderr_lines[0]}" == *"ranked.csv, row 3: rank 'north' is not a number"* ]]
    [[ "${stderr_lines[1]}" == *"row 4: rank is missing"* ]]
}

@test "equity --interval --cluster: method and clusters are in the answer, and matter" {
    for method in studentised bca percentile; do
        "$EVENREACH" equity ten.csv --value x --resamples 300 --interval $method --json > $method
        grep -q "\"method\": \"$method\"" $method
        run ! grep '"clusters"' $method
    done
    run ! cmp -s bca percentile
    run ! cmp -s bca studentised
    "$EVENREACH" equity ten.csv --value x --resamples 300 --json | cmp - studentised
    "$EVENREACH" equity ten.csv --value x --resamples 300 --cluster g --json > clustered
    grep -q '"clusters": 2' clustered
    run ! cmp -s clustered studentised
    run -0 "$EVENREACH" equity ten.csv --value x --resamples 30 --interval bca --cluster g
    [[ "$output" == *"95 % interval of 30 resamples, seed 1 (bca) drawn by 2 clusters"* ]]
    run -0 "$EVENREACH" equity ten.csv --value x --resamples 30 --cluster g --lang zh-TW
    [[ "$output" == *"學生化"*"按 2 個群集抽取"* ]]
}

@test "equity --permutations: p, statistic and seed; the same for any threads" {
    "$EVENREACH" equity ten.csv --value x --group g --permutations 999 --threads 1 --json > 1
    "$EVENREACH" equity ten.csv --value x --group g --permutations 999 --threads 2 --json > 2
    cmp 1 2
    grep -q '"permutations": 999' 1
    # only the one labelling of ten in halves, and its mirror, parts low and high: p is near 2/252
    grep -qE '"p": 0\.0(0[1-9]|1[0-9])' 1
    run -0 "$EVENREACH" equity ten.csv --value x --group g --permutations 99
    [[ "$output" == *"of Theil T lies between groups: p = "*" by 99 permutations, seed 1"* ]]
}

@test "equity --influence: without a group, and with it raised" {
    "$EVENREACH" equity halves.csv --value share --group area --influence --json > found
    [ "$(grep -c '"without": {' found)" -eq 2 ]
    [ "$(grep -c '"raised": {' found)" -eq 2 ]
    # half at 5 and half at 10: Gini 1/6
    grep -q '"gini": 0.16666666666666' found
    run -0 "$EVENREACH" equity halves.csv --value share --group area --influence
    [[ "$output" == *"Gini without it"* ]]
}

@test "equity --lorenz: a file of points, and none half written" {
    "$EVENREACH" equity halves.csv --value share --lorenz curve.csv > /dev/null
    printf 'weight_share,value_share\n0,0\n' > expected
    head -2 curve.csv | cmp - expected
    [ "$(wc -l < curve.csv)" -eq 8 ]
    [ "$(tail -1 curve.csv)" = "1,1" ]
    grep -qx '0.5,0' curve.csv
    run -1 "$EVENREACH" equity halves.csv --value share --lorenz none/curve.csv
    [ "${#lines[@]}" -eq 1 ]
    [[ "$output" == *"none/curve.csv"* ]]
    printf 'x\n0\n0\n' > zeros.csv
    run -1 "$EVENREACH" equity zeros.csv --value x --lorenz other.csv
    [[ "$output" == *"there is no Lorenz curve"* ]]
    [ ! -e other.csv ]
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
