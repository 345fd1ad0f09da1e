# A small world for the tests of load and check: two counties, three towns, two stations.

make_world() {
    cd "$BATS_TEST_TMPDIR"
    cat > counties.geojson <<'END'
{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"code":"10","name":"臺甲縣"},"geometry":{"type":"Polygon","coordinates":[[[120,23],[121,23],[121,24],[120,24],[120,23]]]}},
{"type":"Feature","properties":{"code":"20","name":"乙縣"},"geometry":{"type":"Polygon","coordinates":[[[121,23],[122,23],[122,24],[121,24],[121,23]]]}}]}
END
    cat > towns.geojson <<'END'
{"type":"FeatureCollection","features":[
{"type":"Feature","properties":{"TOWNCODE":"1001","TOWNNAME":"東鎮","COUNTYCODE":"10"},"geometry":{"type":"Polygon","coordinates":[[[120.5,23],[121,23],[121,24],[120.5,24],[120.5,23]]]}},
{"type":"Feature","properties":{"TOWNCODE":"1002","TOWNNAME":"西鎮","COUNTYCODE":"10"},"geometry":{"type":"Polygon","coordinates":[[[120,23],[120.5,23],[120.5,24],[120,24],[120,23]]]}},
{"type":"Feature","properties":{"TOWNCODE":"2001","TOWNNAME":"東鎮","COUNTYCODE":"20"},"geometry":{"type":"Polygon","coordinates":[[[121,23],[122,23],[122,24],[121,24],[121,23]]]}}]}
END
    cat > stations.csv <<'END'
code,operator,band,height_m,radius_m,date_on,lon,lat
a,甲,n78,30,500,1130430,120.6,23.5
b,乙,n78,,,2024/5/1,121.5,23.5
END
}

workspace() {
    "$EVENREACH" init -q w.sqlite
    "$EVENREACH" load -q units counties.geojson --level county -w w.sqlite
    "$EVENREACH" load -q units towns.geojson --level town --parent county -w w.sqlite
}

query() {
    sqlite3 w.sqlite "$1"
}
