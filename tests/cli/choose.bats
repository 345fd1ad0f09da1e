#!/usr/bin/env bats
# evenreach choose among the candidates of a file: models, conditions, languages, what is refused.
bats_require_minimum_version 1.5.0

setup() {
    cd "$BATS_TEST_TMPDIR"
    # On a plane: a town of 100 and 60, a village of 50 and one of 40 each 10 km away, 5 far off.
    printf 'id,x,y,persons\n1,0,0,100\n2,900,0,60\n3,10000,0,50\n4,0,10000,40\n5,90000,90000,5\n' > demand.csv
    printf 'id,x,y,region,price,there\n%s\n%s\n%s\n%s\n%s\n' \
        'a,500,0,town,3,0' 'b,400,0,town,1,0' 'c,10000,500,east,1,0' 'd,0,10500,north,2,0' \
        'e,50000,50000,east,1,0' > sites.csv
}

choose() { # MORE...
    "$EVENREACH" choose --candidates sites.csv --demand demand.csv --weight persons --radius-m 1000 "$@"
}

# field NAME: the value of a line of the JSON that is read
field() {
    sed -n "s/^ *\"$1\": *\(.*[^,]\),*$/\1/p" | head -1
}

chosen() { # the ids, by commas
    tr -d '\n ' | sed 's/.*"chosen":\[\([^]]*\)\].*/\1/; s/"//g'
}

assert_golden() {
    diff -u "$EVENREACH_SOURCE/tests/golden/choose/$1" -
}

@test "what is met most, as JSON and for people in both languages" {
    choose -k 2 --json 2> warnings | assert_golden cover.json
    grep -q "sites.csv: candidates that reach no demand: 1 (e)" warnings
    choose -k 2 2> /dev/null | assert_golden cover.en.txt
    choose -k 2 --lang zh-TW 2> warnings | assert_golden cover.zh.txt
    grep -q "及不到任何需求的候選點：1 個（e）" warnings
}

@test "the order of rows does not change who is chosen" {
    choose -k 3 --json 2> /dev/null | chosen > one
    { head -1 demand.csv; tail -n +2 demand.csv | tac; } > turned.csv
    mv turned.csv demand.csv
    choose -k 3 --json 2> /dev/null | chosen > two
    cmp one two
}

@test "floors and caps by group, in numbers and shares" {
    [ "$(choose -k 1 --group region --floor east=1 --json 2> /dev/null | chosen)" = c ]
    [ "$(choose -k 2 --group region --floor east,north=100% --json 2> /dev/null | chosen)" = c,d ]
    [ "$(choose -k 2 --group region --cap town=0 --json 2> /dev/null | chosen)" = c,d ]
    choose -k 3 --group region --floor '*=1' --json 2> /dev/null > all.json
    [ "$(chosen < all.json)" = a,c,d ]
    [ "$(field covered < all.json)" = 250 ]
}

@test "conditions that can't all hold are named, and there is no plan" {
    run -1 --separate-stderr choose -k 2 --group region --floor 'town=2' --floor north=1 --json
    [ -z "$output" ]
    [[ "$stderr" == *"--floor town=2"* ]] && [[ "$stderr" == *"--floor north=1"* ]]
    run -1 --separate-stderr choose -k 2 --group region --floor 'town=2' --floor north=1 --lang zh-TW
    [[ "$stderr" == *"--floor town=2"* ]] && ! [[ "$stderr" == *"can't"* ]]
}

@test "a floor under what is covered of a group of demand" {
    sed -i '1s/$/,kind/; 2,3s/$/,town/; 4,5s/$/,village/; 6s/$/,far/' demand.csv
    [ "$(choose -k 1 --demand-group kind --covered village=50% --json 2> /dev/null | chosen)" = c ]
    run -1 --separate-stderr choose -k 1 --demand-group kind --covered village=1.0
    [[ "$stderr" == *"--covered village=1.0"*"what stands already: 0 %; with 1 new sites: at most "*" %"* ]]
    run -1 --separate-stderr choose -k 1 --demand-group kind --covered island=0.5
    [[ "$stderr" == *"'island' is no group of demand.csv"* ]]
}

@test "the fewest sites for a need, a share or all that can be met" {
    [ "$(choose --model fewest --needed 150 --json 2> /dev/null | field k)" = 1 ]
    [ "$(choose --model fewest --needed 80% --json 2> /dev/null | field k)" = 2 ]
    [ "$(choose --model fewest --json 2> /dev/null | field k)" = 3 ]
    run -1 --separate-stderr choose --model fewest --needed 1000
    [[ "$stderr" == *"--needed: 1000 is more than the whole weight of demand.csv, 255"* ]]
}

@test "costs and a budget instead of a number" {
    choose --cost price --budget 2 --json 2> /dev/null > plan.json
    [ "$(chosen < plan.json)" = b,c ]
    [ "$(field cost < plan.json)" = 2 ]
}

@test "existing sites count, from a field or a file" {
    sed -i 's/^a,500,0,town,3,0/a,500,0,town,3,yes/' sites.csv
    [ "$(choose -k 1 --existing-field there --json 2> /dev/null | chosen)" = c ]
    printf 'x,y\n10000,0\n' > stands.csv
    [ "$(choose -k 1 --existing stands.csv --json 2> /dev/null | field covered)" = 210 ]
}

@test "gradual cover falls to nothing at the radius" {
    # from a: 500 m and 400 m; linear from 0: half of 100 and six tenths of 60
    [ "$(choose -k 1 --group region --floor town=1 --decay linear --json 2> /dev/null | field covered)" = 90 ]
    [ "$(choose -k 1 --decay linear --full-m 500 --json 2> /dev/null | field covered)" = 160 ]
    run -2 --separate-stderr choose -k 1 --decay linear --full-m 1000
    [[ "$stderr" == *"--full-m"* ]]
}

@test "degrees are measured on the ellipsoid, also across the 180th meridian" {
    printf 'id,lon,lat,persons\n1,179.999,0,7\n2,-179.999,0,9\n' > demand.csv
    printf 'id,lon,lat\nwest,179.9999,0\n' > sites.csv
    "$EVENREACH" choose --candidates sites.csv --demand demand.csv --weight persons --radius-m 123 -k 1 --json > plan.json
    [ "$(field covered < plan.json)" = 16 ]
    [ "$(field distances < plan.json)" = '"geodesic"' ]
    "$EVENREACH" choose --candidates sites.csv --demand demand.csv --weight persons --radius-m 122 -k 1 --json > plan.json
    [ "$(field covered < plan.json)" = 7 ]
}

@test "files of two systems meet in degrees; a plane of its own meets none" {
    printf 'id,x,y,persons\n1,302829.6,2769795,7\n' > demand.csv
    printf 'id,lon,lat\na,121.522,25.036\n' > sites.csv
    [ "$(choose -k 1 --demand-crs EPSG:3826 --json 2> /dev/null | field total)" = 7 ]
    run -1 --separate-stderr choose -k 1
    [[ "$stderr" == *"demand.csv has coordinates of no known reference system"*"sites.csv"* ]]
}

@test "small numbers under x and y are degrees with a warning, or a plane when that is said" {
    printf 'id,x,y,persons\n1,1,1,7\n2,4,5,9\n' > demand.csv
    cp demand.csv sites.csv
    run --separate-stderr "$EVENREACH" choose --candidates sites.csv --demand demand.csv --weight persons --radius-m 5 -k 1 --json
    [[ "$stderr" == *"give --crs plane"* ]]
    [ "$(field covered <<< "$output")" = 9 ]
    run --separate-stderr "$EVENREACH" choose --candidates sites.csv --demand demand.csv --weight persons --radius-m 5 -k 1 --crs plane --json
    [ "$(field covered <<< "$output")" = 16 ]
    [ -z "$stderr" ]
}

@test "the chosen sites as GeoJSON, where they are in degrees" {
    printf 'id,lon,lat,persons\n1,121,24,7\n' > demand.csv
    printf 'id,lon,lat,region\n"q""<b>",121.00000001,24,x\n' > sites.csv
    choose -k 1 --group region -o out.geojson > /dev/null
    ogrinfo -ro -al out.geojson | grep -q 'POINT (121 24)'
    ogrinfo -ro -al out.geojson | grep -q 'id (String) = q"<b>'
    printf 'id,x,y,persons\n1,500000,500000,7\n' > demand.csv
    cp demand.csv sites.csv
    run -1 --separate-stderr "$EVENREACH" choose --candidates sites.csv --demand demand.csv --weight persons --radius-m 9 -k 1 -o plane.geojson
    [[ "$stderr" == *"-o: GeoJSON is in degrees"* ]]
    [ ! -e plane.geojson ]
}

@test "numbers that can't be are refused by option" {
    for k in 0 -3; do
        run -2 --separate-stderr choose -k "$k"
        [[ "$stderr" == *"-k: give a whole number of 1 or more, not $k"* ]]
    done
    run -1 --separate-stderr choose -k 6
    [[ "$stderr" == *"-k: 6 sites are asked for, but sites.csv has only 5"* ]]
    for radius in 0 -1; do
        run -2 --separate-stderr "$EVENREACH" choose --candidates sites.csv --demand demand.csv --weight persons -k 1 --radius-m "$radius"
        [[ "$stderr" == *"--radius-m: give a number of metres above 0"* ]]
    done
    run -2 --separate-stderr choose -k 1 --radius-m nan
    run -2 --separate-stderr choose
    [[ "$stderr" == *"-k is missing"* ]]
    run -2 --separate-stderr choose -k 1 --floor town=1
    [[ "$stderr" == *"--group"* ]]
    run -2 --separate-stderr choose -k 1 --group region --floor town=1.5
    [[ "$stderr" == *"town=1.5"* ]]
    run -2 --separate-stderr choose -k 1 --model best --lang zh-TW
    [[ "$stderr" == *"請給 cover、fewest、median 或 centre"* ]]
}

@test "weights that are negative, missing or no number are refused by row" {
    for bad in -1 '' nan inf many; do
        printf 'id,x,y,persons\n1,0,5000,3\n2,900,0,%s\n' "$bad" > demand.csv
        run -1 --separate-stderr choose -k 1
        [[ "$stderr" == *"demand.csv, row 2: persons"* ]]
        run -1 --separate-stderr choose -k 1 --lang zh-TW
        [[ "$stderr" == *"demand.csv 第 2 列"* ]]
    done
}

@test "ids that stand twice or are missing are refused; equal places are named and solved" {
    printf 'id,x,y\na,0,5000\na,100,0\n' > sites.csv
    run -1 --separate-stderr choose -k 1
    [[ "$stderr" == *"sites.csv: id 'a' stands in rows 1 and 2"* ]]
    printf 'id,x,y\na,0,5000\n,100,0\n' > sites.csv
    run -1 --separate-stderr choose -k 1
    [[ "$stderr" == *"sites.csv, row 2: id is missing"* ]]
    printf 'id,x,y\na,100,0\nb,100,0\nc,10000,0\n' > sites.csv
    run --separate-stderr choose -k 2 --json
    [[ "$stderr" == *"at one and the same place: a, b"* ]]
    [ "$(chosen <<< "$output")" = a,c ]
}

@test "files without rows, points or columns are refused" {
    printf 'id,x,y,persons\n' > demand.csv
    run -1 --separate-stderr choose -k 1
    [[ "$stderr" == *"demand.csv: has no rows"* ]]
    : > demand.csv
    run -1 --separate-stderr choose -k 1
    [[ "$stderr" == *"demand.csv: is empty"* ]]
    printf 'id,persons\n1,5\n' > demand.csv
    run -1 --separate-stderr choose -k 1
    [[ "$stderr" == *"demand.csv: has no points"* ]]
    printf 'id,x,y,people\n1,5000,5000,3\n' > demand.csv
    run -1 --separate-stderr choose -k 1
    [[ "$stderr" == *"has no column 'persons'"* ]]
    run -2 --separate-stderr "$EVENREACH" choose --candidates sites.csv --weight persons --radius-m 5 -k 1
    [[ "$stderr" == *"--demand is missing"* ]]
}

@test "rows without a place are left out and make the exit code 3 under --strict" {
    printf '6,,,5\n' >> demand.csv
    run -3 --separate-stderr choose -k 1 --strict --json
    [[ "$stderr" == *"demand.csv, row 6"* ]]
    [ "$(field total <<< "$output")" = 255 ]
}

@test "published optima of an instance of 324 places" {
    data=$EVENREACH_SOURCE/../shared/data/siting
    [ -e "$data/SJC324.txt" ] || skip "no folder ../shared beside the project"
    { echo id,x,y,persons; tail -n +2 "$data/SJC324.txt" | head -324 | tr -d '\r' | tr -s ' ' ',' |
        paste -d, - <(tr -s ' \r\n' '\n' < "$data/demand-SJC324.dat" | head -324) | awk '{ print NR "," $0 }'; } > sjc.csv
    for pair in 1:5461 2:8790; do
        "$EVENREACH" choose --candidates sjc.csv --demand sjc.csv --weight persons --radius-m 800 -k "${pair%:*}" --json 2> /dev/null > plan.json
        [ "$(field covered < plan.json)" = "${pair#*:}" ]
        [ "$(field total < plan.json)" = 12152 ]
        [ "$(field optimal < plan.json)" = true ]
    done
}

@test "the median and the centre, without a limit of distance" {
    [ "$(choose_by median -k 1 2> /dev/null | chosen)" = a ]
    choose_by median -k 3 > plan.json 2> /dev/null
    [ "$(field optimal < plan.json)" = true ]
    [ "$(chosen < plan.json)" = b,c,d ]
    choose_by centre -k 1 > plan.json 2> /dev/null
    [ "$(chosen < plan.json)" = e ]
    [ "$(field optimal < plan.json)" = true ]
    [ "$(field value < plan.json)" = 70710.67811865476 ]
    run -1 --separate-stderr choose_by median -k 1 --radius-m 1000
    [[ "$stderr" == *"all demand served"* ]]
    [ -z "$output" ]
    run -1 --separate-stderr choose_by centre -k 1 --capacity price
    [[ "$stderr" == *"capacities do not go with"* ]]
}

@test "demand that no site reaches is counted, and named where all must be served" {
    choose -k 3 --json > plan.json 2> /dev/null
    [ "$(field beyond_reach < plan.json)" = 1 ]
    [ "$(field beyond_reach_weight < plan.json)" = 5 ]
    printf '6,80000,80000,7.5\n7,70000,70000,0\n' >> demand.csv
    for model in median centre; do
        run -1 --separate-stderr choose_by $model -k 3 --radius-m 1000
        [[ "$stderr" == *"2 rows with a weight of 12.5"*"(row 5, 6)"*"all demand served"* ]]
        [ -z "$output" ]
        run -1 --separate-stderr choose_by $model -k 3 --radius-m 1000 --lang zh-TW
        [[ "$stderr" == *"有 2 列（權重 12.5）"*"第 5, 6 列"* ]]
    done
    # what weighs nothing need not be served, and is no longer beyond reach
    sed -i '/^[56],/d' demand.csv
    choose_by median -k 3 --radius-m 1000 > plan.json 2> warnings
    run -1 grep "beyond the reach" warnings
    [ "$(field beyond_reach < plan.json)" = 0 ]
    # a site that stands already reaches too
    printf 'x,y\n90000,90000\n' > stands.csv
    printf '5,90000,90000,5\n' >> demand.csv
    choose -k 3 --existing stands.csv --json > plan.json 2> /dev/null
    [ "$(field beyond_reach < plan.json)" = 0 ]
}

@test "sites that meet no more than their capacity" {
    printf 'id,x,y,room\na,500,0,130\nb,400,0,90\nc,10000,500,20\nd,0,10500,70\n' > sites.csv
    choose -k 1 --capacity room --json > plan.json
    [ "$(chosen < plan.json)" = a ]
    [ "$(field covered < plan.json)" = 130 ]
    # The second town site takes the 30 that are left, the northern one all of its 40.
    choose -k 2 --capacity room --json > plan.json
    [ "$(chosen < plan.json)" = a,d ]
    [ "$(field covered < plan.json)" = 170 ]
    [ "$(field optimal < plan.json)" = true ]
    choose --model fewest --needed 180 --capacity room --json > plan.json
    [ "$(field value < plan.json)" = 3 ]
    choose -k 2 --capacity room > plan.txt
    choose -k 2 --capacity room --lang zh-TW > plan.txt
    run -1 --separate-stderr choose --model fewest --needed 250 --capacity room
    [[ "$stderr" == *"can't hold"* ]]
}

choose_by() { # MODEL MORE...
    "$EVENREACH" choose --model "$1" --candidates sites.csv --demand demand.csv --weight persons --json "${@:2}"
}
