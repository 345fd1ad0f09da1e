#!/usr/bin/env bats
# evenreach link: inputs of every kind, warnings, and what can't be used.
bats_require_minimum_version 1.5.0

setup() {
    cd "$BATS_TEST_TMPDIR"
    printf 'distance_km,ground_m,clutter_m,zone\n0,40,0,4\n0.5,30,10,4\n1,35,15,4\n1.5,90,0,3\n2,20,0,1\n3,10,5,4\n' \
        > profile.csv
}

link() {
    "$EVENREACH" link --freq-mhz 3500 --tx-height-m 30 --rx-height-m 1.5 "$@"
}

# field NAME: the first number of that name on stdin
field() {
    sed -n "s/^ *\"$1\": \([^,]*\),*$/\1/p" | head -1
}

# close_to GOT EXPECTED TOLERANCE (absolute)
close_to() {
    awk -v a="$1" -v b="$2" -v t="$3" 'BEGIN { d = a - b; if (d < 0) d = -d; exit !(a != "" && d <= t) }' ||
        { echo "$1, expected $2"; return 1; }
}

# refused CODE TEXT COMMAND...: one line on stderr that says TEXT, nothing on stdout
refused() {
    local code=$1 text=$2
    shift 2
    run --separate-stderr "-$code" "$@"
    [ -z "$output" ] || { echo "stdout: $output"; return 1; }
    [ "${#stderr_lines[@]}" -eq 1 ] || { echo "stderr: $stderr"; return 1; }
    [[ "$stderr" == *"$text"* ]] || { echo "$stderr, expected $text"; return 1; }
}

# ascii NAME COLUMNS ROWS CELL 'awk expression of c and r': a grid of UTM zone 51 at 350000, 2770000
ascii() {
    awk -v nc="$2" -v nr="$3" -v cell="$4" "BEGIN {
        printf \"ncols %d\nnrows %d\nxllcorner 350000\nyllcorner 2750000\ncellsize %g\nNODATA_value -9999\n\", nc, nr, cell
        for (r = 0; r < nr; r++) { for (c = 0; c < nc; c++) printf \"%s \", $5; print \"\" } }" > "$1.asc"
    gdal_translate -q -a_srs EPSG:32651 "$1.asc" "$1.tif"
}

@test "link: the loss of free space is that of the formula, horizontal distance and heights" {
    link --model freespace --distance-m 1000 --json > out
    expected=$(awk 'BEGIN { pi = atan2(0, -1); d = sqrt(1000^2 + 28.5^2)
        printf "%.12g", 20 * log(4 * pi * 3.5e9 / 299792458 * d) / log(10) }')
    close_to "$(field loss_db < out)" "$expected" 1e-9
    close_to "$(field distance_km < out)" 1 1e-12
    grep -q '"model": "freespace"' out
    tr -d ' \n' < out | grep -q '"warnings":\[\]'
    grep -q '"intermediate": {' out
}

@test "link: places with negative coordinates take the geodesic distance" {
    link --model freespace --tx -6.333333,53.183333 --rx -3.183333,54.166667 --json > out
    close_to "$(field distance_km < out)" 235.1 0.5
    link --model freespace --tx=-6.333333,53.183333 --rx=-3.183333,54.166667 --json > again
    cmp out again
    link --model freespace --tx -70,-33 --rx -70,-32.9 --json > out
    close_to "$(field distance_km < out)" 11.09 0.01
}

@test "link: p1812 over a profile, with intermediates, clearance and parameters" {
    link --model p1812 --profile profile.csv --tx-lat -33.5 --rx-lat -33.4 --json > out
    close_to "$(field distance_km < out)" 3 1e-12
    [ "$(field points < out)" = 6 ]
    for key in lbfs_db ld50_db lb_db tau b0_pct clearance_share radius_m line_of_sight time_pct; do
        grep -q "\"$key\": " out || { echo "$key is missing"; false; }
    done
    close_to "$(field tx_lat < out)" -33.5 0
    grep -q '"line_of_sight_obstructed"' out
    close_to "$(field lb_db < out)" "$(field loss_db < out)" 1e-12
    # the ridge at 1.5 km: line at 55 m - 15 m, ground 90 m, bulge 500 * 1.5 * 1.5 / 8500
    close_to "$(field at_km < out)" 1.5 0
    close_to "$(field clearance_m < out)" "$(awk 'BEGIN { printf "%.12g", (70 + 11.5) / 2 - 90 - 500 * 2.25 / 8500 }')" 1e-6
    link --model p1812 --profile profile.csv --tx-lat -33.5 --rx-lat -33.4 --earth-radius-factor 1 --json > out
    close_to "$(field clearance_m < out)" "$(awk 'BEGIN { printf "%.12g", (70 + 11.5) / 2 - 90 - 500 * 2.25 / 6371 }')" 1e-6
}

@test "link: what is not given is warned about by a stable code" {
    printf 'distance_km,ground_m\n0,40\n3,10\n' > bare.csv
    link --model p1812 --profile bare.csv --json > out
    for code in zone_assumed clutter_assumed latitude_assumed profile_coarse; do
        grep -q "\"$code\"" out || { echo "no $code"; false; }
    done
    link --model p1812 --profile bare.csv > out
    grep -q 'no zones are given: all of the path is taken as inland (zone_assumed)' out
    "$EVENREACH" link --model p1812 --freq-mhz 10 --tx-height-m 30 --rx-height-m 1.5 --profile profile.csv --json |
        grep -q '"frequency_out_of_range"'
}

@test "link: TR 38.901 at a distance, between places and over a profile" {
    # UMa, 100 m, line of sight: 28 + 22 lg d3D + 20 lg f
    link --model tr38901-uma --distance-m 100 --los yes --json > out
    expected=$(awk 'BEGIN { d = sqrt(100^2 + 28.5^2); printf "%.12g", 28 + (22 * log(d) + 20 * log(3.5)) / log(10) }')
    close_to "$(field loss_db < out)" "$expected" 1e-9
    link --model tr38901-uma --distance-m 800 --los yes --json > los
    link --model tr38901-uma --distance-m 800 --los no --json > nlos
    link --model tr38901-uma --distance-m 800 --json > expected
    awk -v a="$(field loss_db < los)" -v b="$(field loss_db < expected)" -v c="$(field loss_db < nlos)" \
        'BEGIN { exit !(a < b && b < c) }'
    link --model tr38901-rma --tx 121.5,25 --rx 121.5,25.01 --json > places
    close_to "$(field distance_km < places)" 1.10775 0.0005
    link --model tr38901-rma --distance-m "$(awk -v d="$(field distance_km < places)" 'BEGIN { printf "%.12g", 1000 * d }')" --json > same
    close_to "$(field loss_db < places)" "$(field loss_db < same)" 1e-6
    link --model tr38901-rma --profile profile.csv --json > profile
    link --model tr38901-rma --distance-m 3000 --json > same
    close_to "$(field loss_db < profile)" "$(field loss_db < same)" 1e-9
    grep -q '"line_of_sight_obstructed"' profile
}

@test "link prints a table in both languages" {
    link --model p1812 --profile profile.csv --tx-lat 25 --rx-lat 25 > out
    grep -qE '^  path loss +[0-9]+\.[0-9]{3}  dB' out
    grep -qE '^  ld50_db +[0-9.]+  P\.1812' out
    grep -q 'first Fresnel zone clear' out
    link --model p1812 --profile profile.csv --tx-lat 25 --rx-lat 25 --lang zh-TW > out
    grep -qE '^  路徑損耗 +[0-9]+\.[0-9]{3}  dB' out
    grep -q '^警告：' out
    ! grep -qE 'path loss|Warnings' out
}

@test "link: the reference paths of P.1812, all given by options" {
    data="$EVENREACH_SOURCE/../shared/data/p1812"
    [ -f "$data/cases.csv" ] || skip "there is no $data"
    tail -n +2 "$data/cases.csv" > cases
    count=0
    while IFS=, read -r profile case f t l s tlat tlon rlat rlon th rh pol dn n0 dct dcr loss rest; do
        "$EVENREACH" link --model p1812 --profile "$data/$profile" --freq-mhz "$f" --time-pct "$t" \
            --loc-pct "$l" --sigma-loc-db "$s" --tx-lat "$tlat" --tx-lon "$tlon" --rx-lat "$rlat" \
            --rx-lon "$rlon" --tx-height-m "$th" --rx-height-m "$rh" --pol "$pol" --dn "$dn" --n0 "$n0" \
            --dct-km "$dct" --dcr-km "$dcr" --json > out
        close_to "$(field loss_db < out)" "$loss" 0.0005 || { echo "$profile $case"; false; }
        count=$((count + 1))
    done < cases
    [ "$count" -eq 30 ]
}

@test "link: the path's points, and what is known of them, are those of the rasters" {
    ascii hill 400 400 25 '200 + 80 * sin(c / 20) + 60 * cos(r / 30)'
    places=(--tx 121.53,24.90 --rx 121.55,24.92)
    link --model p1812 "${places[@]}" --dem hill.tif --step-m 100 --json > out
    [ "$(field step_m < out)" = 100 ]
    [ "$(field points < out)" = 31 ] # 3.0 km
    grep -q '"clutter_assumed"' out
    grep -q '"zone_assumed"' out
    close_to "$(field tx_lat < out)" 24.9 0
    link --model p1812 "${places[@]}" --dem hill.tif --clutter hill.tif --sea-nodata --json > out
    [ "$(field step_m < out)" = 24.99 ] || [ "$(field step_m < out)" = 25 ] || [ "$(field step_m < out)" = 25.01 ]
    ! grep -q 'clutter_assumed' out
    ! grep -q 'zone_assumed' out
    link --model freespace "${places[@]}" --dem hill.tif --json | grep -q '"fresnel"'
    # The same ground in another reference system gives nearly the same loss.
    gdalwarp -q -t_srs EPSG:3857 -r bilinear hill.tif mercator.tif
    link --model p1812 "${places[@]}" --dem hill.tif --step-m 25 --json > utm
    link --model p1812 "${places[@]}" --dem mercator.tif --step-m 25 --json > mercator
    close_to "$(field loss_db < mercator)" "$(field loss_db < utm)" 0.5
    ! cmp -s utm mercator
}

@test "link: flat terrain gives the loss of the flat profile" {
    gdal_create -q -of GTiff -outsize 400 400 -bands 1 -ot Float32 -burn 50 -a_srs EPSG:32651 \
        -a_ullr 350000 2760000 360000 2750000 flat.tif
    link --model p1812 --tx 121.53,24.90 --rx 121.53,24.92 --dem flat.tif --json > out
    distance=$(field distance_km < out)
    awk -v d="$distance" -v s="$(field step_m < out)" 'BEGIN { print "distance_km,ground_m"
        for (k = 0; k * s / 1000 <= d - s / 2000; k++) printf "%.15g,50\n", k * s / 1000
        printf "%.17g,50\n", d }' > flat.csv
    link --model p1812 --profile flat.csv --tx-lat 24.90 --tx-lon 121.53 --rx-lat 24.92 --rx-lon 121.53 --json > table
    [ "$(field points < out)" = "$(field points < table)" ]
    close_to "$(field loss_db < out)" "$(field loss_db < table)" 1e-6
}

@test "link: a path over the 180th meridian, on rasters that end or go on there" {
    gdal_create -q -of GTiff -outsize 3600 1800 -bands 1 -ot Int16 -burn 10 -a_srs EPSG:4326 -a_ullr -180 90 180 -90 world.tif
    gdal_create -q -of GTiff -outsize 400 400 -bands 1 -ot Int16 -burn 10 -a_srs EPSG:4326 -a_ullr 178 -15 182 -19 fiji.tif
    for dem in world fiji; do
        link --model p1812 --tx 179.9,-17 --rx -179.9,-17.05 --dem $dem.tif --step-m 100 --json --quiet > $dem 2> err
        [ "$(field points < $dem)" = 221 ]
        close_to "$(field distance_km < $dem)" 22.00155 0.0001
    done
    cmp world fiji
    run --separate-stderr -1 link --model p1812 --tx 177,-17 --rx -179.9,-17 --dem fiji.tif --step-m 100
    [[ "$stderr" == *"does not reach to the transmitter at 177.000000,-17.000000: it covers 178.0000 to -178.0000 east"* ]]
}

@test "link: clutter by classes, with zones" {
    gdal_create -q -of GTiff -outsize 400 400 -bands 1 -ot Float32 -burn 50 -a_srs EPSG:32651 \
        -a_ullr 350000 2760000 360000 2750000 flat.tif
    gdal_create -q -of GTiff -outsize 40 40 -bands 1 -ot Byte -burn 7 -a_srs EPSG:32651 \
        -a_ullr 350000 2760000 360000 2750000 classes.tif
    link --model p1812 --tx 121.53,24.90 --rx 121.53,24.92 --dem flat.tif --json > bare
    link --model p1812 --tx 121.53,24.90 --rx 121.53,24.92 --dem flat.tif --clutter classes.tif \
        --clutter-classes 5=0,7=20:3 --json > built
    awk -v a="$(field loss_db < bare)" -v b="$(field loss_db < built)" 'BEGIN { exit !(b > a + 5) }'
    ! grep -q zone_assumed built
    refused 1 "none of the clutter classes" link --model p1812 --tx 121.53,24.90 --rx 121.53,24.92 \
        --dem flat.tif --clutter classes.tif --clutter-classes 5=0
    refused 1 "zone 9 is none of" link --model p1812 --tx 121.53,24.90 --rx 121.53,24.92 \
        --dem flat.tif --clutter classes.tif --clutter-classes 7=5:9
    refused 1 "classes.tif: the value 7" link --model p1812 --tx 121.53,24.90 --rx 121.53,24.92 \
        --dem flat.tif --zones classes.tif
    for list in 7 7= =5 7=a 7=5:x 7=5,,; do
        refused 2 "--clutter-classes" link --model p1812 --tx 121.53,24.90 --rx 121.53,24.92 \
            --dem flat.tif --clutter classes.tif --clutter-classes "$list"
    done
    refused 2 "given twice" link --model p1812 --tx 121.53,24.90 --rx 121.53,24.92 \
        --dem flat.tif --clutter classes.tif --clutter-classes 7=5,7=6
    refused 1 "height -5 m" link --model p1812 --tx 121.53,24.90 --rx 121.53,24.92 \
        --dem flat.tif --clutter classes.tif --clutter-classes 7=-5
}

@test "link: terrain that can't be used is refused in one line" {
    places=(--tx 121.53,24.90 --rx 121.55,24.92)
    gdal_create -q -of GTiff -outsize 40 40 -bands 1 -burn 50 -a_ullr 350000 2760000 360000 2750000 bare.tif
    refused 1 "bare.tif: has no reference system" link --model p1812 "${places[@]}" --dem bare.tif
    ascii holes 400 400 25 '(c > 95 && c < 105) ? -9999 : 50'
    refused 1 "holes.tif: has no elevation for the path at 121.5" link --model p1812 "${places[@]}" --dem holes.tif
    link --model p1812 "${places[@]}" --dem holes.tif --sea-nodata --json | grep -q '"loss_db": [0-9]'
    refused 1 "does not reach to the receiver at 121.9" link --model p1812 --tx 121.53,24.90 --rx 121.9,24.9 --dem holes.tif
    refused 1 "does not reach to the transmitter" link --model p1812 --tx -121.53,24.90 --rx 121.55,24.9 --dem holes.tif
    refused 1 "none.tif: is not a file" link --model p1812 "${places[@]}" --dem none.tif
    head -c 100000 holes.tif > cut.tif
    refused 1 "cut.tif: can't be read" link --model p1812 "${places[@]}" --dem cut.tif
    : > empty.tif
    refused 1 "empty.tif: can't be read" link --model p1812 "${places[@]}" --dem empty.tif
    refused 1 "same place" link --model p1812 --tx 121.53,24.90 --rx 121.53,24.90 --dem holes.tif --sea-nodata
    refused 1 "--step-m" link --model p1812 "${places[@]}" --dem holes.tif --step-m 0
    gdal_create -q -of GTiff -outsize 40 40 -bands 1 -burn 50 -a_srs EPSG:32651 -a_ullr 350000 2760000 360000 2750000 coarse.tif
    run --separate-stderr -0 link --model p1812 "${places[@]}" --dem coarse.tif --json
    [[ "$stderr" == *"coarse.tif: cells of 250 m are coarse"* ]]
}

@test "link: a profile that can't be used is refused with its row" {
    bad() { # TEXT ROW...
        local text=$1
        shift
        { echo distance_km,ground_m,clutter_m,zone; printf '%s\n' "$@"; } > bad.csv
        refused 1 "$text" link --model p1812 --profile bad.csv
    }
    bad "bad.csv: has 1 points" 0,10,0,4
    bad "bad.csv, row 3: distance_km 1 does not rise" 0,10,0,4 1,10,0,4 1,10,0,4
    bad "bad.csv, row 3: distance_km 0.5 does not rise" 0,10,0,4 1,10,0,4 0.5,10,0,4
    bad "bad.csv, row 2: ground_m 'nan' is not a number" 0,10,0,4 1,nan,0,4
    bad "bad.csv, row 2: zone 9" 0,10,0,4 1,10,0,9
    bad "bad.csv, row 2: clutter_m -3" 0,10,0,4 1,10,-3,4
    bad "bad.csv, row 1: distance_km is 0.1" 0.1,10,0,4 1,10,0,4
    bad "bad.csv, row 2: ground_m is missing" 0,10,0,4 1,,0,4
    printf 'distance,height\n0,1\n1,2\n' > bad.csv
    refused 1 "distance_km" link --model p1812 --profile bad.csv
    refused 1 "none.csv: no such file" link --model p1812 --profile none.csv
}

@test "link: numbers out of range are refused with their option" {
    try() { # OPTION VALUE
        refused 1 "--$1: " "$EVENREACH" link --model freespace --freq-mhz 100 --tx-height-m 30 \
            --rx-height-m 1.5 --distance-m 1000 "--$1" "$2"
    }
    try freq-mhz 0
    try freq-mhz -3500
    try tx-height-m -1
    try rx-height-m 0
    try distance-m -5
    try distance-m 1e9
    try time-pct 0
    try time-pct 60
    try loc-pct 100
    try sigma-loc-db -1
    try tx-lat 91
    try rx-lon -200
    try n0 0
    try dct-km -1
    try street-m -1
    try building-m 0
    try earth-radius-factor 0
    refused 1 "--tx: 25,121 is not on the Earth" link --model freespace --tx 25,121 --rx 121,25
    refused 2 "--freq-mhz: 'high' is not a number" link --model freespace --distance-m 5 --freq-mhz high
    refused 2 "is not a place" link --model freespace --tx 25 --rx 121,25
    refused 2 "is not a place" link --model freespace --tx 25,a --rx 121,25
}

@test "link: options that the model does not look at are said, and count for nothing" {
    link --model tr38901-uma --distance-m 500 --json > plain
    run -0 --separate-stderr "$EVENREACH" link --freq-mhz 3500 --tx-height-m 30 --rx-height-m 1.5 \
        --model tr38901-uma --distance-m 500 --street-m 30 --pol h --json
    [ "${#stderr_lines[@]}" -eq 1 ]
    [[ "$stderr" == *"tr38901-uma does not look at --pol, --street-m" ]]
    echo "$output" > given
    grep -q '"option_ignored"' given
    [ "$(field loss_db < given)" = "$(field loss_db < plain)" ]
    for looked_at in "tr38901-uma --distance-m 500 --los no" \
        "tr38901-rma --distance-m 500 --street-m 30 --building-m 6 --los yes" \
        "p1812 --profile profile.csv --pol h --time-pct 10 --tx-lat 25 --rx-lat 25 --dct-km 1" \
        "freespace --tx 121,25 --rx 121,25.1"; do
        run -0 --separate-stderr link --model $looked_at --json
        [ -z "$stderr" ] || { echo "$looked_at: $stderr"; false; }
        [[ "$output" != *option_ignored* ]]
    done
    run -0 --separate-stderr link --model p1812 --profile profile.csv --tx-lat 25 --rx-lat 25 --los yes
    [[ "$stderr" == *"p1812 does not look at --los"* && "$output" == *"(option_ignored)"* ]]
    # an option out of all sense is one line, not two
    refused 1 "--street-m" link --model p1812 --profile profile.csv --street-m -1 --tx-lat 25 --rx-lat 25
}

@test "link: what is missing or does not go together is wrong usage" {
    refused 2 "--rx-height-m H is missing" "$EVENREACH" link --model freespace --freq-mhz 100 \
        --tx-height-m 30 --distance-m 1000
    refused 2 "--model: 'itm' is not one of freespace, p1812" link --model itm --distance-m 5
    refused 2 "give the path once" link --model freespace
    refused 2 "give the path once" link --model p1812 --profile profile.csv --distance-m 5
    refused 2 "give the path once" link --model p1812 --profile profile.csv --tx 1,2 --rx 3,4
    refused 2 "--rx is missing" link --model freespace --tx 1,2
    refused 2 "p1812 goes over terrain" link --model p1812 --distance-m 500
    refused 2 "p1812 goes over terrain" link --model p1812 --tx 1,2 --rx 3,4
    refused 2 "--dem goes with" link --model p1812 --profile profile.csv --dem a.tif
    refused 2 "go with --dem" link --model freespace --tx 1,2 --rx 3,4 --clutter a.tif
    refused 2 "go with --dem" link --model freespace --distance-m 5 --step-m 5
    refused 2 "goes with --clutter" link --model p1812 --tx 1,2 --rx 3,4 --dem a.tif --clutter-classes 1=2
    refused 2 "say it already" link --model freespace --tx 1,2 --rx 3,4 --tx-lat 5
    refused 2 "--pol: 'x'" link --model freespace --distance-m 5 --pol x
    refused 2 "--los: 'maybe'" link --model freespace --distance-m 5 --los maybe
    refused 2 "one word too many" link --model freespace --distance-m 5 more
}

@test "link over the terrain of Taipei: behind a ridge, and in sight" {
    dem="$EVENREACH_SOURCE/../shared/data/dem/taipei_z13_3857.tif"
    [ -f "$dem" ] || skip "there is no $dem"
    link --model p1812 --tx 121.5645,25.0340 --rx 121.50,25.10 --dem "$dem" --json > sight
    link --model p1812 --tx 121.5645,25.0340 --rx 121.5950,25.0100 --dem "$dem" --json > hidden
    grep -q '"line_of_sight": true' sight
    grep -q '"line_of_sight": false' hidden
    awk -v l="$(field loss_db < hidden)" -v f="$(field lbfs_db < hidden)" 'BEGIN { exit !(l > f + 15) }'
    refused 1 "does not reach to the receiver" link --model p1812 --tx 121.5645,25.0340 --rx 120.2,23.0 --dem "$dem"
    # There and back, over another fan of rays, is nearly the same.
    link --model p1812 --tx 121.50,25.10 --rx 121.5645,25.0340 --dem "$dem" --json > back
    close_to "$(field distance_km < back)" "$(field distance_km < sight)" 1e-9
    clutter="$EVENREACH_SOURCE/../shared/data/clutter/G1km_TWD97-121_Landuse_2010s_UB.tif"
    [ -f "$clutter" ] || skip "there is no $clutter"
    refused 1 "is no height of clutter" link --model p1812 --tx 121.5645,25.0340 --rx 121.50,25.10 \
        --dem "$dem" --clutter "$clutter" --allow-ballpark
    refused 1 "TWD97-121_Landuse_2010s_UB.tif: no datum shift is known" link --model p1812 \
        --tx 121.5645,25.0340 --rx 121.50,25.10 --dem "$dem" --clutter "$clutter"
}
