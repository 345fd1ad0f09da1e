#!/usr/bin/env bats
# Drop points, and when stations and pilots begin and end: what is taken and what is refused.
bats_require_minimum_version 1.5.0

load world

setup() {
    make_world
    workspace
}

rejects() {
    query "select group_concat(row || ':' || code) from (select row_number as row, code from reject order by row_number)"
}

@test "stations: the day from which they serve no more" {
    cat > s.csv <<'END'
code,啟用日期,停用日期,lon,lat
a,1100301,113/04/30,120.6,23.5
b,2024/5/1,,120.61,23.5
c,,2024-07,120.62,23.5
d,2024-05,2024,120.63,23.5
e,2024-05-01,2024-04-30,120.64,23.5
f,2024,2023-12-31,120.65,23.5
g,,sometime,120.66,23.5
h,2024-05-01,2024-05-01,120.67,23.5
END
    run -3 --separate-stderr "$EVENREACH" load stations s.csv -w w.sqlite --strict
    [ "$(query "select code, ifnull(date_on, '-'), ifnull(date_off, '-') from station order by code")" = \
        $'a|2021-03-01|2024-04-30\nb|2024-05-01|-\nc|-|2024-07\nd|2024-05|2024\ng|-|-\nh|2024-05-01|2024-05-01' ]
    [ "$(rejects)" = "5:bad_period,6:bad_period" ]
    [ "$(query "select reason from reject where row_number = 5")" = \
        "date_off 2024-04-30 lies before date_on 2024-05-01: correct one of them" ]
    [ "$(query "select raw from reject where row_number = 5")" = \
        '{"code":"e","啟用日期":"2024-05-01","停用日期":"2024-04-30","lon":"120.64","lat":"23.5"}' ]
    [ "$(query "select field || rows_affected from assumption where field = 'date'")" = date1 ]
    run -3 "$EVENREACH" check -w w.sqlite --strict
    [[ "$output" == *"2 stations end no later than they begin, such as row 4 of s.csv (2024-05 to 2024)"* ]]
    run -0 "$EVENREACH" check -w w.sqlite --lang zh-TW
    [[ "$output" == *"2 個基地臺的結束日不晚於起始日，例如第 4 列"* ]]
}

@test "stations: --field and a study name the column of the end" {
    printf 'code,gone,lon,lat\na,2024,120.6,23.5\n' > s.csv
    "$EVENREACH" load -q stations s.csv --field date_off=gone -w w.sqlite
    [ "$(query "select date_off from station")" = 2024 ]
}

@test "pilots: budget, beginning and end" {
    cat > p.csv <<'END'
計畫編號,年度,經費,起始日,結束日
p1,2021,"1,200,000",110/3/1,2022-12-31
p2,2022,0,,
p3,2022,,2022,
p4,2022,-1,,
p5,2022,much,,
p6,2022,5,2023,2022
p7,2022,5,2021-03,2021
END
    run -3 --separate-stderr "$EVENREACH" load pilots p.csv -w w.sqlite --strict
    [ "$(query "select code, ifnull(budget, '-'), ifnull(date_on, '-'), ifnull(date_off, '-') from pilot order by code")" = \
        $'p1|1200000.0|2021-03-01|2022-12-31\np2|0.0|-|-\np3|-|2022|-\np7|5.0|2021-03|2021' ]
    [ "$(rejects)" = "4:bad_number,5:bad_number,6:bad_period" ]
    run -3 "$EVENREACH" check -w w.sqlite --strict
    [[ "$output" == *"1 pilots end no later than they begin, such as p7 (2021-03 to 2021)"* ]]
}

@test "drop points: places, operators and dates; what can't be used is kept" {
    cat > d.csv <<'END'
drop_id,業者,啟用日期,經度,緯度,synthetic
d1,甲,113/05/01,120.6,23.5,
,,,120.61,23.5,yes
d3,乙,never,120.62,23.5,
d1,甲,,120.6,23.5,
d5,,,,,
d6,,,120.6,99,
d7,,,23.5,120.6,
d8,,,x,23.5,
d9,,2024-05,120.63,23.5,
d10,,,120.64,23.5,
d11,,,120.65,23.5,
d12,,,125,20,
d13,,,120.66,23.5,
d14,,,120.67,23.5,
d15,,,120.68,23.5,
d16,,,120.69,23.5,
d17,,,120.7,23.5,
d18,,,120.71,23.5,
END
    run -3 --separate-stderr "$EVENREACH" load drop_points d.csv -w w.sqlite --strict
    [[ "$stderr" == *"1 rows lie far outside all units, the first is row 12"* ]]
    [ "$(query "select count(*), count(code), sum(synthetic) from drop_point")" = "14|13|1" ]
    [ "$(query "select code, operator, date_on from drop_point where operator is not null order by id")" = $'d1|甲|2024-05-01\nd3|乙|\nd1|甲|' ]
    [ "$(rejects)" = "5:null_geometry,6:out_of_range,7:swapped,8:bad_coordinates" ]
    [ "$(query "select rows_read, rows_accepted, rows_rejected, synthetic from source where kind = 'drop_points'")" = "18|14|4|1" ]
    run -3 "$EVENREACH" check -w w.sqlite --strict
    [[ "$output" == *"1 drop points are there twice with the same place, operator and code, such as d1 (120.60000, 23.50000) of d.csv"* ]]
    [[ "$output" == *"d.csv: 1 of 14 drop points lie in no unit, such as d12 (125.00000, 20.00000)"* ]]
    run -0 "$EVENREACH" check -w w.sqlite --lang zh-TW
    [[ "$output" == *"d.csv：1 個光纖接取點（共 14 個）不在任何單元內"* ]]
    run -1 "$EVENREACH" load drop_points d.csv -w w.sqlite
    [[ "$output" == *"in the workspace already"* ]]
}

@test "drop points: the reference system is asked for or told, and a wrong one refused" {
    # TM2 zone 121, as of the middle of both counties
    printf 'id,x,y\n' > d.csv
    for i in 1 2 3 4 5 6 7 8; do
        echo "d$i,$((200000 + 9000 * i)),2600000" >> d.csv
    done
    run -1 "$EVENREACH" load drop_points d.csv -w w.sqlite
    [[ "$output" == *"say which with --crs"* ]]
    "$EVENREACH" load -q drop_point d.csv --crs EPSG:3826 -w w.sqlite
    [ "$(query "select crs, crs_how from source where kind = 'drop_points'")" = "EPSG:3826|option" ]
    [ "$(query "select count(*) from drop_point")" = 8 ]
    cp d.csv far.csv && echo 'd9,250000,2600000' >> far.csv
    run -1 "$EVENREACH" load drop_points far.csv --crs EPSG:32633 -w w.sqlite
    [[ "$output" == *"lie outside all units when read as EPSG:32633"* ]]
}

@test "drop points: a shift is told" {
    # an island in the west, so that the wrong places are still within the extent of the counties
    sed -i '$s|\]}$|,\n{"type":"Feature","properties":{"code":"30"},"geometry":{"type":"Polygon","coordinates":[[[118,23],[118.1,23],[118.1,23.1],[118,23.1],[118,23]]]}}]}|' counties.geojson
    rm w.sqlite
    "$EVENREACH" init -q w.sqlite
    "$EVENREACH" load -q units counties.geojson --level county -w w.sqlite
    printf 'id,x,y\n' > d.csv
    for i in 1 2 3 4 5 6 7 8; do
        echo "d$i,$((160000 + 9000 * i)),2600000" >> d.csv
    done
    "$EVENREACH" load -q drop_points d.csv --crs EPSG:3825 -w w.sqlite
    run -0 "$EVENREACH" check -w w.sqlite
    [[ "$output" == *"places looked at lie outside all units when read as EPSG:3825"* ]]
    [[ "$output" == *"load it again with --crs EPSG:3826"* ]]
}

@test "drop points: other geometry, no places, and a column that is not there" {
    cat > line.geojson <<'END'
{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"code":"x"},"geometry":{"type":"LineString","coordinates":[[120.6,23.5],[120.7,23.5]]}}]}
END
    run -1 "$EVENREACH" load drop_points line.geojson -w w.sqlite
    [[ "$output" == *"the geometry is not a point"* ]]
    printf 'code,operator\na,b\n' > none.csv
    run -1 "$EVENREACH" load drop_points none.csv -w w.sqlite
    [[ "$output" == *"drop_points need a geometry or two coordinate columns"* ]]
    printf 'code,lon,lat\na,120.6,23.5\n' > d.csv
    run -1 "$EVENREACH" load drop_points d.csv --field radius_m=code -w w.sqlite
    [[ "$output" == *"drop_points have no field 'radius_m'; they have: code, operator, date_on"* ]]
    [ "$(query "select count(*) from drop_point")" = 0 ]
}

@test "a study names them: fields, and a run that loads all" {
    printf 'code,gone,lon,lat\na,2024,120.6,23.5\n' > s.csv
    printf 'code,money,lon,lat\np1,5,120.6,23.5\n' > p.csv
    printf 'id,lon,lat\nd1,120.6,23.5\n' > d.csv
    cat > study.yaml <<'END2'
inputs:
  - drop_points: d.csv
    title: Drops
  - pilots: p.csv
    fields: {budget: money}
  - stations: s.csv
    fields: {date_off: gone}
  - {units: counties.geojson, level: county}
coverage: {default_radius_m: 500}
END2
    run -0 "$EVENREACH" run study.yaml --explain
    [[ "$output" == *"drop_points: d.csv"* ]]
    [[ "$output" == *"date_off: gone"* ]]
    [[ "$output" == *"budget: money"* ]]
    "$EVENREACH" run -q study.yaml --out out
    [ "$(sqlite3 out/workspace.sqlite "select (select date_off from station), (select budget from pilot), (select code from drop_point)")" = "2024|5.0|d1" ]
    [ "$(sqlite3 out/workspace.sqlite "select title from source where kind = 'drop_points'")" = Drops ]
}
