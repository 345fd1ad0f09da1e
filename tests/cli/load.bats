#!/usr/bin/env bats
# init and load: what is taken, what is refused, and that a refusal changes nothing.
bats_require_minimum_version 1.5.0

load world

setup() {
    make_world
}

# A load that must fail: exit code, a word of its one line, and the same bytes as before.
refused() {
    local code=$1 word=$2
    shift 2
    sha256sum w.sqlite > before
    run "-$code" "$EVENREACH" load "$@" -w w.sqlite
    echo "$output"
    [ "${#lines[@]}" -eq 1 ]
    [[ "$output" == *"$word"* ]]
    sha256sum -c --status before
    [ ! -e w.sqlite-journal ]
}

@test "init makes a workspace once" {
    run -0 "$EVENREACH" init w.sqlite --json
    run -1 "$EVENREACH" init w.sqlite
    [ "${#lines[@]}" -eq 1 ]
    run -0 "$EVENREACH" init --force w.sqlite
    run -2 "$EVENREACH" init
}

@test "units: levels, parents by their own heading, areas, codes" {
    workspace
    [ "$(query "select group_concat(name||rank) from (select * from level order by rank)")" = "county0,town1" ]
    [ "$(query "select p.code from unit u join unit p on p.id = u.parent_id where u.code = '1002'")" = 10 ]
    [ "$(query "select name from unit where code = '1001'")" = "東鎮" ]
    query "select area_km2 from unit where code = '10'" | awk '{exit !($1 > 11300 && $1 < 11320)}'
}

@test "units without a column of parents find them by their code, and say so" {
    "$EVENREACH" init -q w.sqlite
    "$EVENREACH" load -q units counties.geojson --level county -w w.sqlite
    sed -i 's/,"COUNTYCODE":"[0-9]*"//' towns.geojson
    run -0 "$EVENREACH" load units towns.geojson --level town --parent county -w w.sqlite --json
    [[ "$output" == *'"rows_defaulted": 3'* ]]
    [ "$(query "select count(*) from unit where level = 'town' and parent_id is not null")" = 3 ]
    [ "$(query "select field || rows_affected from assumption")" = parent_code3 ]
}

@test "population by code: hyphens, full-width digits, a thousands comma, both calendars" {
    workspace
    printf '統計期,行政區域代碼,人口數,戶數\n1130430,１００１,"1,000",400\n113/04/30,10-02,500.5,\n' > p.csv
    run -0 "$EVENREACH" load population p.csv -w w.sqlite
    [ "$(query "select persons, households from unit where code = '1001'")" = "1000.0|400.0" ]
    [ "$(query "select persons from unit where code = '10'")" = 1500.5 ]
    [ "$(query "select distinct as_of from population")" = 2024-04-30 ]
}

@test "population rows that can't be used are kept with their reason" {
    workspace
    printf 'town_code,persons\n1001,abc\n1002,-5\n2001,\n9999,5\n2001,7\n2001,8\n' > p.csv
    run -3 --separate-stderr "$EVENREACH" load population p.csv -w w.sqlite --strict
    [[ "$stderr" == *"5 rows rejected, the first is row 1: persons: 'abc' is not a number"* ]]
    [ "$(query "select group_concat(row_number||code) from reject")" = \
        "1bad_number,2bad_number,3missing_value,4unknown_unit,6duplicate_code" ]
    [ "$(query "select raw from reject where row_number = 1")" = '{"town_code":"1001","persons":"abc"}' ]
    [ "$(query "select rows_read, rows_accepted, rows_rejected from source where kind = 'population'")" = "6|1|5" ]
}

@test "stations: values, dates, record of the source" {
    workspace
    run -0 "$EVENREACH" load stations stations.csv -w w.sqlite --title T --licence L
    [ "$(query "select operator, band, height_m, radius_m, date_on from station where code = 'a'")" = "甲|n78|30.0|500.0|2024-04-30" ]
    [ "$(query "select date_on, height_m is null, radius_m is null from station where code = 'b'")" = "2024-05-01|1|1" ]
    [ "$(query "select crs, crs_how, encoding, title, licence from source where kind = 'stations'")" = "EPSG:4326|detected|UTF-8|T|L" ]
    [ "$(query "select sha256 from source where kind = 'stations'")" = "$(sha256sum stations.csv | cut -d' ' -f1)" ]
    refused 1 "in the workspace already" stations stations.csv
}

@test "stations: rows that can't be used are kept, the rest goes on" {
    workspace
    cat > s.csv <<'END'
code,height_m,radius_m,lon,lat
ok,30,500,120.6,23.5
r0,30,0,120.6,23.5
h,tall,500,120.6,23.5
neg,-1,500,120.6,23.5
nan,30,500,NaN,23.5
high,30,500,120.6,91
swap,30,500,23.5,120.6
none,30,500,,
far,30,500,125,30
ok1,30,500,120.61,23.5
ok2,30,500,120.62,23.5
ok3,30,500,120.63,23.5
ok4,30,500,120.64,23.5
ok5,30,500,120.65,23.5
ok6,30,500,120.66,23.5
ok7,30,500,120.67,23.5
ok8,30,500,120.68,23.5
ok9,30,500,120.69,23.5
ok10,30,500,120.7,23.5
ok11,30,500,120.71,23.5
ok12,30,500,120.72,23.5
END
    run -3 --separate-stderr "$EVENREACH" load stations s.csv -w w.sqlite --strict
    [[ "$stderr" == *"1 rows lie far outside all units, the first is row 9"* ]]
    [ "$(query "select group_concat(row_number||code) from reject")" = \
        "2bad_number,3bad_number,4bad_number,5bad_coordinates,6out_of_range,7swapped,8null_geometry" ]
    [ "$(query "select count(*) from station")" = 14 ]
}

@test "a column marks synthetic rows; --synthetic marks them all" {
    workspace
    printf 'code,lon,lat,synthetic\na,120.6,23.5,true\nb,120.7,23.5,false\n' > s.csv
    "$EVENREACH" load -q stations s.csv -w w.sqlite
    [ "$(query "select group_concat(code||synthetic) from station")" = "a1,b0" ]
    "$EVENREACH" load -q stations stations.csv -w w.sqlite --synthetic
    [ "$(query "select count(*) from station where synthetic")" = 3 ]
}

@test "OpenCelliD: no heading line, range is no radius" {
    workspace
    echo 'LTE,466,92,42300,237575,0,120.6,23.5,2318,23,1,1475687630,1763894761,0' > cells.csv
    run -0 "$EVENREACH" load stations cells.csv --preset opencellid -w w.sqlite
    [ "$(query "select code, operator, technology, date_on, radius_m is null from station")" = \
        "466-92-42300-237575|466-92|LTE|2016-10-05|1" ]
}

@test "a table of station counts is refused with the reason" {
    workspace
    printf '\xef\xbb\xbf"縣市","統計期","業者名稱","類別","基地臺"\n"臺甲縣","1130430","甲      ","4G","10"\n' > c.csv
    refused 1 "holds counts of stations by area" stations c.csv
    refused 1 "holds counts of stations by area" stations c.csv --preset station-counts
}

@test "pilots and their sites: by code, by name, by point, by county, or not at all" {
    workspace
    printf 'pilot_id,name_zh,year,status,smes\np1,甲,2021,actual,3\np2,乙,110,planned,\n' > pilots.csv
    cat > sites.csv <<'END'
pilot_id,county,town,town_code,lon,lat,accuracy_m
p1,臺甲縣,東鎮,1001,120.6,23.5,100
p1,台甲縣,西鎮,,,,
p1,,,,121.5,23.5,
p1,乙縣,,,,,
p2,nowhere,,,,,
p3,乙縣,,,,,
END
    "$EVENREACH" load -q pilots pilots.csv -w w.sqlite
    run -0 "$EVENREACH" load pilot_sites sites.csv -w w.sqlite
    [ "$(query "select group_concat(pilot_code||sequence||':'||ifnull(unit_code,'-')||located) from pilot_site")" = \
        "p11:1001unit,p12:1002unit,p13:2001point,p14:20unit,p21:-none" ]
    [ "$(query "select code from reject")" = unknown_pilot ]
    [ "$(query "select group_concat(year) from pilot")" = 2021,2021 ]
}

@test "venues: footprints are kept, points and lines are not" {
    workspace
    cat > v.geojson <<'END'
{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"code":"v1","name":"場","approximate":true,"reported_share":1},"geometry":{"type":"Polygon","coordinates":[[[120.5,23.5],[120.501,23.5],[120.501,23.501],[120.5,23.501],[120.5,23.5]]]}},
{"type":"Feature","properties":{"code":"v2"},"geometry":{"type":"Point","coordinates":[120.5,23.5]}},
{"type":"Feature","properties":{"code":"v1"},"geometry":{"type":"Polygon","coordinates":[[[120.5,23.5],[120.501,23.5],[120.501,23.501],[120.5,23.5]]]}},
{"type":"Feature","properties":{"code":"v4","reported_share":100},"geometry":{"type":"Polygon","coordinates":[[[120.5,23.5],[120.501,23.5],[120.501,23.501],[120.5,23.5]]]}}]}
END
    run -0 "$EVENREACH" load venues v.geojson -w w.sqlite
    [ "$(query "select code||approximate from venue")" = v11 ]
    [ "$(query "select group_concat(code) from reject")" = "invalid_geometry,duplicate_code,bad_number" ]
}

@test "targets and service needs" {
    workspace
    printf 'target_id,measure,unit,year,target,actual,source_document\nt,share,%%,2022,,96.37,d\nt,share,%%,2025,85,,d\nt,share,%%,2026,,,d\n' > t.csv
    printf 'service_id,name,dl_mbps,ul_mbps,latency_ms\nlive,4K,,55.9,\nlive,4K,,1,\n' > n.csv
    "$EVENREACH" load -q targets t.csv -w w.sqlite
    "$EVENREACH" load -q service_needs n.csv -w w.sqlite
    [ "$(query "select group_concat(year||':'||ifnull(target,'-')||':'||ifnull(actual,'-')) from target")" = "2022:-:96.37,2025:85.0:-" ]
    [ "$(query "select name, ul_mbps from service_need")" = "4K|55.9" ]
    [ "$(query "select group_concat(code) from reject")" = "missing_value,duplicate_code" ]
}

@test "bad input: missing file, folder, empty file, unknown kind" {
    workspace
    refused 1 "no such file" stations missing.csv
    mkdir folder.csv && refused 1 "is not a file" stations folder.csv
    : > empty.csv && refused 1 "is empty" stations empty.csv
    refused 2 "not a kind of input" cells stations.csv
    refused 2 "not a preset" stations stations.csv --preset nope
    rm w.sqlite && run -1 "$EVENREACH" load stations stations.csv -w w.sqlite
    [ "${#lines[@]}" -eq 1 ]
}

@test "bad input: unknown column and unknown field name what there is" {
    workspace
    refused 1 "has no column 'nope'; it has: code, operator" stations stations.csv --field height_m=nope
    refused 1 "stations have no field 'nope'; they have: code, operator" stations stations.csv --field nope=code
    refused 1 "has no column 'nope'" stations stations.csv --x nope --y lat
    refused 2 "write OURS=COLUMN" stations stations.csv --field height
    printf 'a,b\n1,2\n' > p.csv
    refused 1 "the columns are: a, b" population p.csv
    refused 1 "need a geometry or two coordinate columns" stations p.csv
}

@test "bad input: a wrong reference system" {
    workspace
    refused 1 "look like degrees" stations stations.csv --crs EPSG:3826
    refused 1 "EPSG:99999" stations stations.csv --crs EPSG:99999
    printf 'code,x,y\na,250000,2600000\nb,251000,2600000\n' > xy.csv
    refused 1 "is in degrees, but the coordinates are not" stations xy.csv --crs EPSG:4326
    refused 1 "lie outside all units when read as EPSG:32633" stations xy.csv --crs EPSG:32633
    refused 1 "say which with --crs" stations xy.csv
}

@test "bad input: coordinates exchanged throughout" {
    workspace
    refused 1 "exchanged" stations stations.csv --x lat --y lon
    printf 'code,lon,lat\na,23.5,120.6\nb,23.6,120.7\n' > s.csv
    refused 1 "--x and --y" stations s.csv
    run -0 "$EVENREACH" load stations s.csv --x lat --y lon -w w.sqlite
}

@test "bad input: a truncated GeoPackage and other damaged files" {
    workspace
    ogr2ogr -q -f GPKG towns.gpkg towns.geojson
    size=$(stat -c %s towns.gpkg)
    head -c $((size - 5000)) towns.gpkg > cut.gpkg
    refused 1 "cut.gpkg: is cut off" units cut.gpkg --level town --parent county
    head -c 50 towns.gpkg > head.gpkg
    refused 1 "head.gpkg" units head.gpkg --level village
    ogr2ogr -q -f FlatGeobuf towns.fgb towns.geojson
    head -c 700 towns.fgb > cut.fgb
    refused 1 "cut.fgb" units cut.fgb --level village
    head -c 300 towns.geojson > cut.geojson
    refused 1 "cut.geojson" units cut.geojson --level village
    echo '<OGRVRTDataSource/>' > a.vrt
    refused 1 "a.vrt" units a.vrt --level village
}

@test "bad input: polygons that cross themselves, null geometry, duplicate code, no parent" {
    workspace
    cat > villages.geojson <<'END'
{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"code":"100101","parent_code":"1001"},"geometry":{"type":"Polygon","coordinates":[[[120.6,23.1],[120.7,23.1],[120.7,23.2],[120.6,23.2],[120.6,23.1]]]}},
{"type":"Feature","properties":{"code":"100102","parent_code":"1001"},"geometry":{"type":"Polygon","coordinates":[[[120.6,23.1],[120.7,23.2],[120.7,23.1],[120.6,23.2],[120.6,23.1]]]}},
{"type":"Feature","properties":{"code":"100103","parent_code":"1001"},"geometry":null},
{"type":"Feature","properties":{"code":"100101","parent_code":"1001"},"geometry":{"type":"Polygon","coordinates":[[[120.6,23.1],[120.7,23.1],[120.7,23.2],[120.6,23.1]]]}},
{"type":"Feature","properties":{"code":"990101","parent_code":"9901"},"geometry":{"type":"Polygon","coordinates":[[[120.6,23.1],[120.7,23.1],[120.7,23.2],[120.6,23.1]]]}},
{"type":"Feature","properties":{"code":"100106","parent_code":"1001"},"geometry":{"type":"Polygon","coordinates":[[[120.7,23.1],[120.8,23.1],[120.8,23.2],[120.75,23.2],[120.7501,23.2001],[120.75,23.2001],[120.7501,23.2],[120.7,23.2],[120.7,23.1]]]}},
{"type":"Feature","properties":{"parent_code":"1001"},"geometry":{"type":"Polygon","coordinates":[[[120.6,23.1],[120.7,23.1],[120.7,23.2],[120.6,23.1]]]}}]}
END
    run -3 --separate-stderr "$EVENREACH" load units villages.geojson --level village --parent town -w w.sqlite --strict
    [[ "$stderr" == *"7 rows read, 2 accepted, 5 rejected, 1 repaired"* ]]
    [[ "$stderr" == *"the first is row 2: 100102: "*"draw the polygon anew"* ]]
    [ "$(query "select group_concat(row_number||code) from reject")" = \
        "2invalid_geometry,3null_geometry,4duplicate_code,5no_parent,7missing_value" ]
    [ "$(query "select value||rows_affected from assumption where field = 'geometry'")" = repaired1 ]
    [[ "$(query "select basis from assumption where field = 'geometry'")" == *": 100106" ]]
    [[ "$(query "select basis_zh from assumption where field = 'geometry'")" == *"已修復"*"：100106" ]]
    [ "$(query "select reason from reject where code = 'no_parent'")" = "990101: there is no town with the code 9901" ]
    [ "$(query "select reason_zh from reject where code = 'no_parent'")" = "990101：沒有代碼為以下的 town：9901" ]
}

@test "bad input: nothing usable, no rows, unknown level" {
    workspace
    printf 'code,lon,lat\na,x,y\n' > s.csv
    refused 1 "none of 1 rows can be used; row 1: lon: 'x' is not a number" stations s.csv
    printf 'code,lon,lat\n' > h.csv
    refused 1 "has no rows" stations h.csv
    echo '{"type":"FeatureCollection","features":[]}' > e.geojson
    refused 1 "has no rows" units e.geojson --level village
    refused 1 "the level district is not in the workspace yet" units towns.geojson --level x --parent district
    refused 2 "--level" units towns.geojson
}

@test "a ballpark transformation is refused unless asked for" {
    workspace
    sed 's/120\.6/120.61/' stations.csv > s.csv
    pair='+proj=longlat +ellps=bessel +type=crs'
    refused 1 "--allow-ballpark" stations s.csv --crs "$pair"
    run -0 "$EVENREACH" load stations s.csv --crs "$pair" --allow-ballpark -w w.sqlite
}

@test "rows that name their unit decide between systems 850 m apart" {
    workspace
    cat > study.yaml <<'END'
title: {en: T}
inputs: [{stations: s.csv}]
crs: {candidates: [EPSG:3826, EPSG:3828]}
END
    # just east of the border of the two towns of county 10; read as TWD97 they are west of it
    { echo "code,town_code,x,y"
      for i in 0 1 2 3 4 5 6 7 8 9; do echo "s$i,1001,$((198200 + 60 * i)),2600${i}00"; done; } > s.csv
    run "$EVENREACH" load stations s.csv -w w.sqlite --study study.yaml
    echo "$output"
    [ "$status" -eq 0 ]
    [ "$(query "select crs, crs_how from source where kind = 'stations'")" = "EPSG:3828|detected" ]
}

@test "errors and reports are in Traditional Chinese too" {
    workspace
    run -1 "$EVENREACH" load stations missing.csv -w w.sqlite --lang zh-TW
    [[ "$output" == *"找不到檔案"* ]]
    run -0 "$EVENREACH" load stations stations.csv -w w.sqlite --lang zh-TW
    [[ "$output" == *"讀取 2 列"* ]]
}

@test "the same points in TWD97 and TWD67, plane and degrees, land within 5 m" {
    workspace
    printf 'code,lon,lat\na,120.6,23.5\nb,121.5,23.9\nc,120.2,23.1\n' > p.csv
    # the published shift, for which PROJ has no way of its own
    shift='+ellps=aust_SA +towgs84=-752,-358,-179 +type=crs'
    tm='+proj=tmerc +lat_0=0 +k=0.9999 +x_0=250000 +y_0=0 +units=m'
    declare -A systems=([3826]=EPSG:3826 [3828]="$tm +lon_0=121 $shift"
        [3827]="$tm +lon_0=119 $shift" [3821]="+proj=longlat $shift")
    for code in 3826 3828 3827 3821; do
        ogr2ogr -q -f GPKG raw.gpkg p.csv -oo X_POSSIBLE_NAMES=lon -oo Y_POSSIBLE_NAMES=lat \
            -s_srs EPSG:4326 -t_srs "${systems[$code]}"
        ogr2ogr -q -f GPKG "$code.gpkg" raw.gpkg -a_srs "EPSG:$code"
        rm raw.gpkg
        "$EVENREACH" init -q --force "$code.sqlite"
        "$EVENREACH" load -q stations "$code.gpkg" -w "$code.sqlite"
        ogr2ogr -q -f CSV -lco GEOMETRY=AS_XY -select code "$code.csv" "$code.sqlite" station
        paste -d, <(tail -n +2 "$code.csv") <(tail -n +2 p.csv) | tr -d '"' |
            awk -F, '{dx = ($1 - $5) * 102000; dy = ($2 - $6) * 111000;
                      if (dx * dx + dy * dy > 25) exit 1; n++} END {exit n != 3}'
        [ "$(sqlite3 "$code.sqlite" "select crs||crs_how from source")" = "EPSG:${code}file" ]
    done
}

@test "a shapefile without a code page, in CP950, and a spreadsheet" {
    workspace
    printf '業者,lon,lat\n許功蓋電信,120.6,23.5\n' > u.csv
    ogr2ogr -q -f "ESRI Shapefile" s.shp u.csv -oo X_POSSIBLE_NAMES=lon -oo Y_POSSIBLE_NAMES=lat \
        -a_srs EPSG:4326 -lco ENCODING=CP950
    rm s.cpg
    run -0 "$EVENREACH" load stations s.shp -w w.sqlite --field operator=業者
    [ "$(query "select operator from station")" = "許功蓋電信" ]
    [ "$(query "select encoding from source where kind = 'stations'")" = CP950 ]
    ogr2ogr -q -f XLSX s.xlsx u.csv
    run -0 "$EVENREACH" load stations s.xlsx -w w.sqlite --field operator=業者
    [ "$(query "select count(*) from station where operator = '許功蓋電信'")" = 2 ]
}

@test "published files of other makers load as they are" {
    data="$EVENREACH_SOURCE/../shared/data"
    [ -d "$data" ] || skip "the optional folder ../shared is not here"
    "$EVENREACH" init -q w.sqlite
    run -0 "$EVENREACH" load stations "$data/stations/opencellid_ireland_272.csv" --preset opencellid -w w.sqlite
    [ "$(query "select rows_read, rows_rejected from source")" = "7861|0" ]
    refused 1 "holds counts of stations by area" stations "$data/stations/ncc_counts_raw.csv"
    run -0 "$EVENREACH" load venues "$data/venues/airports.geojson" -w w.sqlite
    [ "$(query "select count(*) from venue")" = 16 ]
}
