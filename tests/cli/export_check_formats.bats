#!/usr/bin/env bats
# `export --check` of every format that is no GeoJSON: what was written passes; what was damaged, cut
# short or is not of this workspace is named, with file, layer and row.
bats_require_minimum_version 1.5.0
load squares

setup_file() {
    cd "$BATS_FILE_TMPDIR"
    three_squares 121.7 24.5 121.4,24.1
    "$EVENREACH" run study.yaml --out whole --quiet
    for format in csv geojsonseq flatgeobuf gpkg xlsx mbtiles cog png; do
        formats+=(--format "$format")
    done
    "$EVENREACH" export -q -w whole/workspace.sqlite --study study.yaml --out all "${formats[@]}" \
        --check > checked
    export HOME_OF="$BATS_FILE_TMPDIR"
}

setup() {
    cd "$BATS_TEST_TMPDIR"
    cp -r "$HOME_OF/all" out
}

check() {
    "$EVENREACH" export --check-only --out out -w "$HOME_OF/whole/workspace.sqlite" "$@"
}

# Some line of a check that fails is this one; nothing crashed: told GLOB
told() {
    run -1 --separate-stderr check -q
    [[ "$stderr" == *"violations in "*" files checked" ]]
    [ "${#stderr_lines[@]}" = 1 ]
    local line
    for line in "${lines[@]}"; do
        # shellcheck disable=SC2053
        [[ "$line" == $1 ]] && return 0
    done
    printf '%s\n' "${lines[@]}"
    return 1
}

fresh() {
    rm -rf out
    cp -r "$HOME_OF/all" out
}

# At every length a damaged file is named, and never more than that: cut FILE
cut_short() {
    local size length
    size=$(stat -c %s "$HOME_OF/all/$1")
    for length in 0 1 50 200 $((size / 3)) $((size / 2)) $((size - 100)) $((size - 1)); do
        fresh
        head -c "$length" "$HOME_OF/all/$1" > "out/$1"
        told "$1: *"
    done
    fresh
    head -c "$size" /dev/urandom > "out/$1"
    told "$1: *"
}

@test "every format passes, with --check and by itself, and rows are counted" {
    [ ! -s "$HOME_OF/checked" ]
    run -0 check
    [[ "$output" == *"flatgeobuf/towns.fgb: 3 features, 0 violations"* ]]
    [[ "$output" == *"flatgeobuf/pilots.fgb: 2 features, 0 violations"* ]] # one of them beside it
    [[ "$output" == *"geojsonseq/towns.geojsons: 3 features, 0 violations"* ]]
    [[ "$output" == *"tables/towns.csv: 3 rows, 0 violations"* ]]
    [[ "$output" == *"tables/rejects.csv: 0 rows, 0 violations"* ]] # a heading alone
    [[ "$output" =~ evenreach.gpkg:\ [1-9][0-9]+\ features,\ [1-9][0-9]+\ rows,\ 0\ violations ]]
    [[ "$output" =~ evenreach.xlsx:\ [1-9][0-9]+\ rows,\ 0\ violations ]]
    [[ "$output" =~ evenreach.mbtiles:\ [1-9][0-9]*\ features,\ 0\ violations ]]
    [[ "$output" =~ coverage/operators.tif:\ [1-9][0-9]+\ cells,\ 0\ violations ]]
    [[ "$output" =~ coverage/operators.png:\ [1-9][0-9]+\ cells,\ 0\ violations ]]
}

@test "a selection passes in every format: it says that it is one" {
    rm -rf out
    run -0 "$EVENREACH" export -q -w "$HOME_OF/whole/workspace.sqlite" --study "$HOME_OF/study.yaml" \
        --out out --check --group side=west --format csv --format flatgeobuf --format gpkg \
        --format xlsx --format mbtiles --format geojsonseq
    run -0 check
    [[ "$output" == *"flatgeobuf/towns.fgb: 1 features, 0 violations"* ]]
    grep -q '^towns,selection,selection,' out/tables/fields.csv
    # and a layer of a few fields is counted
    run -0 "$EVENREACH" export -q -w "$HOME_OF/whole/workspace.sqlite" --study "$HOME_OF/study.yaml" \
        --out out --check --layer towns --field code --format csv
    sed -i '$d' out/tables/towns.csv
    told 'tables/towns.csv: has another number of rows than the workspace (2 != 3)'
}

@test "FlatGeobuf: cut short or garbled" {
    cut_short flatgeobuf/towns.fgb
}

@test "FlatGeobuf: another system, shape, field or number of features" {
    local towns=$HOME_OF/all/flatgeobuf/towns.fgb
    rm out/flatgeobuf/towns.fgb
    ogr2ogr -t_srs EPSG:3826 out/flatgeobuf/towns.fgb "$towns"
    told 'flatgeobuf/towns.fgb: is not in WGS 84'
    fresh
    rm out/flatgeobuf/towns.fgb
    ogr2ogr out/flatgeobuf/towns.fgb "$towns" -dialect SQLite -nln towns \
        -sql "select *, ST_GeomFromText('MULTIPOLYGON(((0 0,1 1,1 0,0 1,0 0)))', 4326) as geometry from (select code from towns)"
    told 'flatgeobuf/towns.fgb: lacks a field that fields.csv names (persons)'
    sed -i '/^towns,code,\|^layer,/!d' out/flatgeobuf/fields.csv
    told 'flatgeobuf/towns.fgb: feature 1: is not valid as a shape'
    fresh
    rm out/flatgeobuf/towns.fgb
    ogr2ogr out/flatgeobuf/towns.fgb "$towns" -where "code <> 'B'"
    told 'flatgeobuf/towns.fgb: has another number of features than the workspace (2 != 3)'
    rm out/flatgeobuf/towns.fgb
    ogr2ogr out/flatgeobuf/towns.fgb "$towns" -nln other
    told 'flatgeobuf/towns.fgb: holds a layer of another name (other)'
}

@test "GeoPackage: cut short or garbled" {
    cut_short evenreach.gpkg
}

@test "GeoPackage: shapes, fields, rows, by layer" {
    ogrinfo -q out/evenreach.gpkg -sql "delete from towns where code = 'B'"
    told 'evenreach.gpkg: layer towns: has another number of features than the workspace (2 != 3)'
    fresh
    ogrinfo -q out/evenreach.gpkg -sql "alter table stations rename column operator to carrier"
    told 'evenreach.gpkg: layer stations: lacks a field that fields.csv names (operator)'
    told 'evenreach.gpkg: layer stations: has a field that fields.csv lacks (carrier)'
    fresh
    ogrinfo -q out/evenreach.gpkg -sql "drop table stations"
    told 'evenreach.gpkg: layer stations: is named in fields, and not there'
    fresh
    ogr2ogr -update -overwrite -nln stations out/evenreach.gpkg "$HOME_OF/all/evenreach.gpkg" \
        -dialect SQLite -sql "select code, MakePoint(600.0 + fid, 24.0, 4326) as geom from stations"
    told 'evenreach.gpkg: layer stations: feature 2: a longitude is beyond 180 degrees'
}

@test "tables: cut short, ragged, of other fields or types" {
    head -c -3 "$HOME_OF/all/tables/towns.csv" > out/tables/towns.csv
    told 'tables/towns.csv: is cut short'
    sed '2s/$/,more/' "$HOME_OF/all/tables/towns.csv" > out/tables/towns.csv
    told 'tables/towns.csv: row 1: is no row of this table (* fields where the heading has *)'
    sed '1s/code/kode/' "$HOME_OF/all/tables/towns.csv" > out/tables/towns.csv
    told 'tables/towns.csv: lacks a field that fields.csv names (code)'
    told 'tables/towns.csv: has a field that fields.csv lacks (kode)'
    sed '3s/false$/perhaps/' "$HOME_OF/all/tables/towns.csv" > out/tables/towns.csv
    told 'tables/towns.csv: row 2: a field is not of the type in fields.csv (synthetic)'
    printf '\xff\xfe\x00\x01' > out/tables/towns.csv
    told 'tables/towns.csv: can?t be read as what it is*'
    fresh
    echo 'nothing' > out/tables/fields.csv
    told 'tables/towns.csv: has a fields.csv that can?t be read *'
}

@test "workbook: cut short or garbled" {
    cut_short evenreach.xlsx
}

@test "rows are counted in tables and workbook, by sheet" {
    "$EVENREACH" init -q other.sqlite
    ogr2ogr two.geojson "$HOME_OF/units.geojson" -where "code <> 'C'"
    "$EVENREACH" load -q units two.geojson --level town -w other.sqlite
    run -1 --separate-stderr "$EVENREACH" export --check-only --out out -w other.sqlite -q
    [[ "$output" == *"evenreach.xlsx: table towns: has another number of rows than the workspace (3 != 2)"* ]]
    [[ "$output" == *"tables/towns.csv: has another number of rows than the workspace (3 != 2)"* ]]
    [[ "$output" == *"flatgeobuf/towns.fgb: has another number"* ]]
    [[ "$output" == *"evenreach.gpkg: layer towns: has another number"* ]]
}

@test "vector tiles: cut short or garbled" {
    cut_short evenreach.mbtiles
}

@test "vector tiles: metadata, every tile" {
    tiles() {
        fresh
        sqlite3 out/evenreach.mbtiles "$1"
    }
    tiles "delete from metadata where name = 'bounds'"
    told 'evenreach.mbtiles: has metadata that lack a value (bounds)'
    tiles "update metadata set value = '1,2,3' where name = 'bounds'"
    told 'evenreach.mbtiles: has bounds that are not on the Earth (1,2,3)'
    tiles "update metadata set value = '1,2,3,4' where name = 'bounds'"
    told "evenreach.mbtiles: a tile is beyond the metadata's bounds (10/*)"
    tiles "update metadata set value = '5' where name = 'maxzoom'"
    told "evenreach.mbtiles: a tile is at a zoom beyond the metadata's (6/*)"
    tiles "update metadata set value = '99' where name = 'maxzoom'"
    told 'evenreach.mbtiles: has a zoom that is none (99)'
    tiles "update metadata set value = 'png' where name = 'format'"
    told 'evenreach.mbtiles: does not hold vector tiles (png)'
    tiles "update tiles set tile_data = x'1f8b08' where zoom_level = 3"
    told "evenreach.mbtiles: a tile can't be unpacked (3/*)"
    tiles "update tiles set tile_data = null where zoom_level = 3"
    told "evenreach.mbtiles: a tile can't be unpacked (3/*)"
    tiles "update metadata set value = replace(value, '\"towns\"', '\"tawns\"') where name = 'json'"
    told 'evenreach.mbtiles: a tile has a layer that the metadata lack (*'
    told 'evenreach.mbtiles: layer tawns: is a layer that fields.csv beside it lacks'
    tiles "delete from tiles"
    told 'evenreach.mbtiles: holds no tile'
}

@test "rasters: cut short or garbled" {
    cut_short coverage/operators.tif
    cut_short coverage/operators.png
}

@test "rasters: layout, place, values, world file" {
    local tif=$HOME_OF/all/coverage/operators.tif
    gdal_translate -q -of GTiff "$tif" out/coverage/operators.tif
    told 'coverage/operators.tif: is not laid out as a cloud-optimised GeoTIFF'
    gdal_translate -q -of COG -a_srs EPSG:3826 "$tif" out/coverage/operators.tif
    told 'coverage/operators.tif: is not in WGS 84'
    gdal_translate -q -of COG -a_nodata 7 "$tif" out/coverage/operators.tif
    told 'coverage/operators.tif: does not say which cells lie outside'
    fresh
    sed -i '/,255,/d' out/coverage/legend.csv
    told 'coverage/operators.tif: has a value that legend.csv lacks (255)'
    told 'coverage/operators.png: has a value that legend.csv lacks (255)'
    fresh
    sed -i '5s/.*/100/' out/coverage/operators.pgw
    told 'coverage/operators.png: has no world file that says the same'
    rm out/coverage/operators.pgw
    told 'coverage/operators.png: has no world file that says the same'
}

@test "--json and --lang name layers too" {
    ogrinfo -q out/evenreach.gpkg -sql "delete from towns where code = 'B'"
    run -1 --separate-stderr check --json
    [ "$(sqlite3 :memory: "select json_extract('$output', '\$.violations[0].layer')")" = towns ]
    run -1 --separate-stderr check -q --lang zh-TW
    [[ "${lines[0]}" == "evenreach.gpkg：圖層 towns："* ]]
    fresh
    run -0 check --lang zh-TW
    [[ "$output" == *"  tables/towns.csv：3 列，0 處違規"* ]]
    [[ "$output" == *"  geojsonseq/towns.geojsons：3 個圖徵，0 處違規"* ]]
    [[ "$output" =~ "  evenreach.gpkg："[0-9]+" 個圖徵，"[0-9]+" 列，0 處違規" ]]
    [[ "$output" =~ "  coverage/operators.tif："[0-9]+" 個網格，0 處違規" ]]
    run -0 check --json
    files() {
        sqlite3 :memory: "select $1 from (select value f from json_each('$output', '\$.files')) where f ->> 'file' = '$2'"
    }
    [ "$(files "f ->> 'rows' || ',' || (f ->> 'features' is null)" tables/towns.csv)" = 3,1 ]
    [ "$(files "f ->> 'features' || ',' || (f ->> 'rows' is null)" geojsonseq/towns.geojsons)" = 3,1 ]
    [ "$(files "f ->> 'rows' > 10 and f ->> 'features' > 5" evenreach.gpkg)" = 1 ]
    [ "$(files "f ->> 'cells' > 0 and f ->> 'features' is null" coverage/operators.png)" = 1 ]
    sed -i '2s/false/maybe/' out/tables/towns.csv
    run -1 --separate-stderr check --json
    [ "$(sqlite3 :memory: "select '$output' ->> '\$.violations[0].row'")" = 1 ]
}
