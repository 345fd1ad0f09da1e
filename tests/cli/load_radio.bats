#!/usr/bin/env bats
# Antennas of stations, tables of sectors, and drive tests: what is taken and what is refused.
bats_require_minimum_version 1.5.0

load world

setup() {
    make_world
    workspace
}

sectors() {
    query "select t.code || ':' || coalesce(s.azimuth_deg, 'omni' || s.all_round) from sector s
           join station t on t.id = s.station_id order by t.code, s.azimuth_deg" | tr '\n' ' '
}

@test "a list of stations with antennas: azimuth lists, omni, tilts that add up, watts" {
    cat > s.csv <<'END'
code,operator,band,Azimuth,Mech Tilt,E-Tilt,Power (W),Gain (dBi),lon,lat
a,甲,n78,0/120/240,2,4,40,17,120.6,23.5
b,甲,n78,360°,,3,,,120.7,23.5
c,乙,n78,全向,,,,,120.8,23.5
d,乙,n78,,,,20,,120.9,23.5
e,乙,n78,,,,,,120.95,23.5
END
    run -0 "$EVENREACH" load stations s.csv -w w.sqlite
    [ "$(query "select count(*) from station")" = 5 ]
    [ "$(sectors)" = "a:0.0 a:120.0 a:240.0 b:0.0 c:omni1 d:omni0 " ]
    [ "$(query "select distinct tilt_deg, round(power_dbm, 4), gain_dbi from sector where station_id = 1")" = "6.0|46.0206|17.0" ]
    [ "$(query "select tilt_deg from sector where station_id = 2")" = 3.0 ]
    run -0 "$EVENREACH" check -w w.sqlite
    [[ "$output" == *"s.csv: 1 of 6 sectors state no azimuth, such as row 4"* ]]
}

@test "headings in Chinese" {
    cat > s.csv <<'END'
基地臺編號,業者名稱,頻段,天線高度,方位角,機械下傾角,電子下傾角,發射功率(dBm),天線增益,頻寬(MHz),經度,緯度
a,甲,n78,30,"0、120、240",1,2,43,16,100,120.6,23.5
END
    run -0 "$EVENREACH" load stations s.csv -w w.sqlite
    [ "$(query "select count(*), max(azimuth_deg), max(tilt_deg), max(power_dbm), max(gain_dbi), max(bandwidth_mhz) from sector")" = "3|240.0|3.0|43.0|16.0|100.0" ]
}

@test "a row for every sector: stations as many as rows, and no copies" {
    printf 'code,operator,band,azimuth_deg,lon,lat\na,甲,n78,0,120.6,23.5\na,甲,n78,120,120.6,23.5\na,甲,n78,240,120.6,23.5\n' > s.csv
    run -0 "$EVENREACH" load station s.csv -w w.sqlite
    [ "$(query "select count(*) from station")" = 3 ]
    [ "$(sectors)" = "a:0.0 a:120.0 a:240.0 " ]
    [ "$(query "select kind from source where path = 's.csv'")" = stations ]
    run -0 "$EVENREACH" check -w w.sqlite
    [[ "$output" != *"twice"* ]]
}

@test "antennas that can't be are rejected with their reason" {
    cat > s.csv <<'END'
code,azimuth_deg,tilt_deg,mechanical_tilt_deg,electrical_tilt_deg,power_w,power_dbm,eirp_dbm,gain_dbi,beamwidth_deg,vertical_beamwidth_deg,bandwidth_mhz,lon,lat
a,north,,,,,,,,,,,120.6,23.5
b,0/361,,,,,,,,,,,120.6,23.5
c,-10,,,,,,,,,,,120.6,23.5
d,120/120,,,,,,,,,,,120.6,23.5
e,,91,,,,,,,,,,120.6,23.5
f,,,60,40,,,,,,,,120.6,23.5
g,,,,,0,,,,,,,120.6,23.5
h,,,,,,101,,,,,,120.6,23.5
i,,,,,,,151,,,,,120.6,23.5
j,,,,,,,,90,,,,120.6,23.5
k,,,,,,,,,361,,,120.6,23.5
l,,,,,,,,,,181,,120.6,23.5
m,,,,,,,,,,,0,120.6,23.5
n,0/360,,,,,,,,,,,120.6,23.5
o,1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17/18/19/20/21/22/23/24/25,,,,,,,,,,,120.6,23.5
p,方方方方方方方方方方方方方方方方方方方a方方方方方,,,,,,,,,,,120.6,23.5
q,10,,,,,,,,,,,120.6,23.5
END
    run -0 "$EVENREACH" load stations s.csv -w w.sqlite --json
    [[ "$output" == *'"rows_rejected": 16'* ]]
    [ "$(query "select count(*) from reject where code = 'bad_number'")" = 16 ]
    [ "$(query "select reason from reject where row_number = 1")" = "azimuth_deg: 'north' is not a bearing" ]
    [ "$(query "select reason from reject where row_number = 2")" = "azimuth_deg: 361 is not from 0 to 360 degrees" ]
    [ "$(query "select reason from reject where row_number = 4")" = "azimuth_deg: 120 is there twice" ]
    [ "$(query "select reason from reject where row_number = 6")" = "mechanical and electrical tilt make 100 degrees together; 90 can be" ]
    [ "$(query "select reason from reject where row_number = 15")" = "azimuth_deg: more than 24 bearings" ]
    [ "$(sectors)" = "q:10.0 " ]
    run -0 "$EVENREACH" check -w w.sqlite
    [[ "$output" == *"16 rows rejected as bad_number"* ]]
}

@test "sectors in a table of their own" {
    printf 'code,operator,band,lon,lat\na,甲,n78,120.6,23.5\na,甲,n28,120.6,23.5\na,乙,n78,120.7,23.5\nb,乙,n78,121.5,23.5\nc,丙,n1,121.5,23.2\nc,丙,n1,121.6,23.2\n' > s.csv
    "$EVENREACH" load -q stations s.csv -w w.sqlite
    cat > antennas.csv <<'END'
site_id,operator,sector_id,band,freq_mhz,azimuth_deg,height_m
a,甲,a1,n28,,30,28
a,甲,a2,n41,,60,
a,乙,,,3500,90,
b,,,,,0/120/240,
a,,,,,10,
c,丙,,,,10,
b,甲,,,,10,
z,,,,,10,
,,,,,10,
END
    run -0 "$EVENREACH" load sectors antennas.csv -w w.sqlite --json
    [[ "$output" == *'"rows_accepted": 4'* ]]
    [ "$(query "select t.operator || t.band || s.azimuth_deg || ifnull(s.code, '') from sector s join station t on t.id = s.station_id where s.row_number <= 3 order by s.row_number" | tr '\n' ' ')" = "甲n2830.0a1 甲n2860.0a2 乙n7890.0 " ]
    [ "$(query "select count(*) from sector where row_number = 4")" = 3 ]
    [ "$(query "select height_m from sector where code = 'a1'")" = 28.0 ]
    [ "$(query "select freq_mhz from sector where row_number = 3")" = 3500.0 ]
    [ "$(query "select group_concat(code || row_number, ' ') from (select * from reject order by row_number)")" = "ambiguous_station5 ambiguous_station6 unknown_station7 unknown_station8 missing_value9" ]
    [ "$(query "select reason from reject where row_number = 7")" = "station b is not one of operator 甲" ]
    [ "$(query "select reason from reject where row_number = 8")" = "there is no station z" ]
    sed 1q antennas.csv > again.csv
    sed -n 2p antennas.csv >> again.csv
    "$EVENREACH" load -q sector again.csv -w w.sqlite
    run -0 "$EVENREACH" check -w w.sqlite
    [[ "$output" == *"1 sectors are there twice"* ]]
}

@test "sectors before any station, or none that is known: refused, nothing changed" {
    printf 'site_id,azimuth_deg\nz,0\n' > antennas.csv
    run -1 "$EVENREACH" load sectors antennas.csv -w w.sqlite
    [[ "$output" == *"load the stations first"* ]]
    "$EVENREACH" load -q stations stations.csv -w w.sqlite
    run -1 "$EVENREACH" load sectors antennas.csv -w w.sqlite
    [[ "$output" == *"none of 1 rows can be used; row 1: there is no station z"* ]]
    [ "$(query "select count(*) from sector")" = 0 ]
}

@test "a drive test: units of rates, times, bad rows" {
    cat > drive.csv <<'END'
Timestamp,Longitude,Latitude,Provider,RAT,SS-RSRP,SS-SINR,Download kbps,UL Mbps
2024-05-01T13:02:03+08:00,120.6,23.5,甲,NR,-95.5,7,21000,3
1714539723,120.61,23.5,甲,NR,-101,,,
20240501130203,120.62,23.5,乙,NR,-80,-2,,0
soon,120.63,23.5,乙,NR,-80,,,
2024-05-01 25:00,120.63,23.5,乙,NR,-80,,,
,120.64,23.5,乙,NR,5,,,
,120.65,23.5,乙,NR,-201,,,
,120.66,23.5,乙,NR,,,,
,120.67,23.5,乙,NR,-90,2147483647,,
,120.68,23.5,乙,NR,-90,1,-5,
,,23.5,乙,NR,-90,,,
,123.5,23.5,乙,NR,-90,,,
END
    run -0 "$EVENREACH" load measurement drive.csv -w w.sqlite --json
    [[ "$output" == *'"rows_accepted": 6'*'"rows_rejected": 6'* ]]
    [ "$(query "select rsrp_dbm, sinr_db, dl_mbps, ul_mbps, operator, technology from measurement where row_number = 1")" = "-95.5|7.0|21.0|3.0|甲|NR" ]
    [ "$(query "select group_concat(time, ' ') from measurement where time is not null order by row_number")" = "2024-05-01T13:02:03+08:00 2024-05-01T05:02:03Z 2024-05-01T13:02:03" ]
    [ "$(query "select count(*) from measurement where sinr_db is null")" = 4 ]
    [ "$(query "select rows_affected from assumption where field = 'date'")" = 2 ]
    [ "$(query "select reason from reject where row_number = 6")" = "rsrp_dbm: 5 must be 0 or less" ]
    [ "$(query "select code from reject where row_number = 8")" = missing_value ]
    run -0 "$EVENREACH" check -w w.sqlite
    [[ "$output" == *"drive.csv: 1 of 6 measurements lie in no unit, such as row 12"* ]]
}

@test "a drive test in GeoJSON; in another system; without a level" {
    cat > drive.geojson <<'END'
{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"RSRP":-90,"operator":"甲"},"geometry":{"type":"Point","coordinates":[120.6,23.5]}}]}
END
    run -0 "$EVENREACH" load measurements drive.geojson -w w.sqlite
    [ "$(query "select operator || rsrp_dbm from measurement")" = "甲-90.0" ]
    printf 'x,y,業者,訊號強度(dBm)\n250000,2600000,甲,-77\n' > drive.csv
    run -0 "$EVENREACH" load measurements drive.csv --crs EPSG:3826 -w w.sqlite
    [ "$(query "select count(*) from measurement")" = 2 ]
    printf 'x,y,operator\n120.5,23.5,甲\n' > none.csv
    run -1 "$EVENREACH" load measurements none.csv -w w.sqlite
    [[ "$output" == *"rsrp_dbm"* ]]
    printf 'rsrp,operator\n-90,甲\n' > none.csv
    run -1 "$EVENREACH" load measurements none.csv -w w.sqlite
    [[ "$output" == *"has no places"* ]]
}

@test "every kind by its singular; a wrong kind names them all" {
    for kind in unit station sector measurement venue pilot pilot_site target service_need; do
        run -1 "$EVENREACH" load "$kind" gone.csv -w w.sqlite
        [[ "$output" == *"gone.csv"* ]]
    done
    run -2 "$EVENREACH" load stationz gone.csv -w w.sqlite
    [[ "$output" == *"stations, sectors, measurements"* ]]
}

@test "run loads stations before their sectors, whatever the order of the study" {
    cat > study.yaml <<'END'
inputs:
  - sectors: antennas.csv
  - measurements: drive.csv
  - stations: stations.csv
  - units: counties.geojson
    level: county
END
    printf 'site_id,azimuth\na,0/180\n' > antennas.csv
    printf 'lon,lat,rsrp\n120.5,23.5,-90\n' > drive.csv
    run -0 "$EVENREACH" run study.yaml --out out
    [ "$(sqlite3 out/workspace.sqlite "select count(*) from sector")" = 2 ]
    [ "$(sqlite3 out/workspace.sqlite "select count(*) from measurement")" = 1 ]
}
