#!/usr/bin/env bats
# A full disk, a folder that can't be written, a file in the way: one clear line, nothing half
# written, what was there before stays.
bats_require_minimum_version 1.5.0
load world

setup_file() {
    cd "$BATS_FILE_TMPDIR"
    export HERE=$BATS_FILE_TMPDIR
    BATS_TEST_TMPDIR=$HERE make_world
    {
        echo 'code,operator,band,height_m,radius_m,date_on,lon,lat'
        seq -f 's%g,甲,n78,30,500,2024-05-01,' 100 399 | awk '{ print $0 "120." NR ",23.5" }'
    } > stations.csv
    printf 'code,persons\n1001,100\n1002,50\n2001,70\n' > population.csv
    cat > study.yaml <<'END'
title: {en: A small world, zh-TW: 小世界}
inputs:
  - {units: counties.geojson, level: county}
  - {units: towns.geojson, level: town, parent: county}
  - {population: population.csv, level: town}
  - {stations: stations.csv, crs: EPSG:4326}
END
    "$EVENREACH" run study.yaml --out whole --quiet --lang en > headline
}

setup() {
    cd "$HERE"
}

export_to() {
    "$EVENREACH" export -w "$HERE/whole/workspace.sqlite" --study "$HERE/study.yaml" --quiet --lang en \
        --out "$@"
}

# All files of a folder with their bytes, hidden ones too.
content() {
    (cd "$1" && find . -mindepth 1 -printf '%y %p\n' | sort
     find . -type f -exec sha256sum {} + | sort)
}

# Disks of a few pages need a mount, in a name space of our own: root's, or that of a user who is root
# in it.
needs_mounts() {
    local probe=$BATS_TEST_TMPDIR/probe
    mkdir -p "$probe"
    UNSHARE=(unshare --mount)
    mounts "$probe" && return
    UNSHARE=(unshare --map-root-user --mount)
    mounts "$probe" || skip "no right to mount here"
}

mounts() {
    "${UNSHARE[@]}" mount -t tmpfs -o size=4k none "$1" 2> /dev/null
}

@test "files that can't grow: at every size either all of it, or one line and nothing" {
    rm -rf "$BATS_TEST_TMPDIR/room"
    failures=0
    for kib in 1 2 4 8 16 32 64 128 256 512 1024; do
        run --separate-stderr bash -c 'trap "" XFSZ; ulimit -f "$1"; shift; "$@"' limit $kib \
            "$EVENREACH" export -w whole/workspace.sqlite --study study.yaml --quiet --lang en \
            --out "$BATS_TEST_TMPDIR/room"
        if [ "$status" -eq 0 ]; then
            diff -r whole/geojson "$BATS_TEST_TMPDIR/room/geojson"
            diff -r whole/tables "$BATS_TEST_TMPDIR/room/tables"
            cmp whole/summary.json "$BATS_TEST_TMPDIR/room/summary.json"
            rm -r "$BATS_TEST_TMPDIR/room"
        else
            [ "$status" -eq 1 ]
            [ "${#stderr_lines[@]}" -eq 1 ]
            echo "$kib: $stderr"
            [[ "$stderr" =~ (can\'t be written|cut short) ]]
            [[ "$stderr" =~ (disc full|File too large) ]]
            [ ! -e "$BATS_TEST_TMPDIR/room" ]
            failures=$((failures + 1))
        fi
    done
    [ $failures -ge 3 ]
    [ "$status" -eq 0 ]
}

# The library that makes workbooks prints lines of its own when a file of it can't grow.
@test "one file for all, that can't grow: at every size either all of it, or one line and nothing" {
    local format kib failures
    for format in xlsx gpkg mbtiles; do
        failures=0
        for kib in 1 2 8 16 32 64 128 256 2048; do
            run --separate-stderr bash -c 'trap "" XFSZ; ulimit -f "$1"; shift; "$@"' limit $kib \
                "$EVENREACH" export -w whole/workspace.sqlite --study study.yaml --quiet --lang en \
                --format $format --out "$BATS_TEST_TMPDIR/room"
            echo "$format $kib: $stderr"
            [ -z "$output" ]
            if [ "$status" -eq 0 ]; then
                [ -z "$stderr" ]
                "$EVENREACH" export --check-only -q -w whole/workspace.sqlite --out "$BATS_TEST_TMPDIR/room"
                rm -r "$BATS_TEST_TMPDIR/room"
            else
                [ "$status" -eq 1 ]
                [ "${#stderr_lines[@]}" -eq 1 ]
                [[ "$stderr" == "evenreach: $BATS_TEST_TMPDIR/room/evenreach.$format: "* ]]
                [ $format != xlsx ] || [[ "$stderr" =~ (disc full|File too large) ]]
                [ ! -e "$BATS_TEST_TMPDIR/room" ]
                failures=$((failures + 1))
            fi
        done
        [ $failures -ge 3 ]
        [ "$status" -eq 0 ]
    done
}

@test "a full disk: one line, and the earlier output as it was" {
    needs_mounts
    export HERE
    cat > "$BATS_TEST_TMPDIR/full" <<'END'
set -e
mkdir disk
mount -t tmpfs -o size=4m none disk
"$EVENREACH" export -w "$HERE/whole/workspace.sqlite" --study "$HERE/study.yaml" --quiet --out disk/out
content disk/out > before
head -c 4m /dev/zero > disk/filler || true
status=0
"$EVENREACH" export -w "$HERE/whole/workspace.sqlite" --study "$HERE/study.yaml" --quiet --lang en \
    --out disk/out 2> line || status=$?
[ $status -eq 1 ]
[ "$(wc -l < line)" -eq 1 ]
grep -E "disk/out/.*(disc full|No space left)" line
content disk/out | diff before -
status=0
"$EVENREACH" run "$HERE/study.yaml" --quiet --lang en --out disk/new 2> line > headline || status=$?
[ $status -eq 1 ]
[ "$(wc -l < line)" -eq 1 ]
grep -E "disk/new" line
[ ! -e disk/new ]
END
    cd "$BATS_TEST_TMPDIR"
    export -f content
    "${UNSHARE[@]}" bash full
}

# Both a folder that is there and one to be made in it: refuses REASON WAY-TO-RUN...
refuses() {
    local reason=$1 out
    shift
    for out in sealed sealed/new; do
        run -1 --separate-stderr "$@" "$EVENREACH" export -w "$HERE/whole/workspace.sqlite" \
            --study "$HERE/study.yaml" --quiet --lang en --out $out
        [ "${#stderr_lines[@]}" -eq 1 ]
        [[ "$stderr" =~ ^"evenreach: sealed".*": can't be written: $reason"$ ]]
    done
    [ -z "$(find sealed -mindepth 1)" ]
}

# A plain user is kept out by the folder's mode. So is root without its rights; where it can't give
# them away, or the folder has no modes, there is nothing to try.
@test "a folder that the user can't write into" {
    local way=()
    cd "$BATS_TEST_TMPDIR"
    mkdir -m 555 sealed
    if [ -w sealed ]; then
        way=(setpriv --bounding-set=-all --inh-caps=-all)
        "${way[@]}" sh -c '[ ! -w sealed ]' 2> /dev/null ||
            skip "this user may write anywhere, and can't give up that right"
        "${way[@]}" test -r "$HERE/study.yaml" || skip "the study is another user's"
    fi
    refuses "Permission denied" "${way[@]}"
    chmod 755 sealed
}

@test "a folder on a disk that is mounted to be read only" {
    needs_mounts
    cd "$BATS_TEST_TMPDIR"
    mkdir sealed
    # shellcheck disable=SC2016
    refuses "Read-only file system" "${UNSHARE[@]}" bash -c 'mount -t tmpfs -o ro none sealed && "$@"' sealed
}

@test "a file where the folder is to be, or above it" {
    echo thesis > "$BATS_TEST_TMPDIR/mine"
    for out in mine mine/out; do
        run -1 --separate-stderr export_to "$BATS_TEST_TMPDIR/$out"
        [ "$stderr" = "evenreach: $BATS_TEST_TMPDIR/mine: is a file; name a folder" ]
    done
    [ "$(cat "$BATS_TEST_TMPDIR/mine")" = thesis ]
}

@test "a file of someone else where one of ours is to be" {
    export_to "$BATS_TEST_TMPDIR/out"
    sed -i '/towns.geojson/d' "$BATS_TEST_TMPDIR/out/.evenreach"
    echo theirs > "$BATS_TEST_TMPDIR/out/geojson/towns.geojson"
    before=$(content "$BATS_TEST_TMPDIR/out")
    run -1 --separate-stderr export_to "$BATS_TEST_TMPDIR/out"
    [ "${#stderr_lines[@]}" -eq 1 ]
    [[ "$stderr" == *"out/geojson/towns.geojson: was not written by evenreach"*"--force"* ]]
    [ "$(content "$BATS_TEST_TMPDIR/out")" = "$before" ]
    export_to "$BATS_TEST_TMPDIR/out" --force
    cmp whole/geojson/towns.geojson "$BATS_TEST_TMPDIR/out/geojson/towns.geojson"
}
