#!/usr/bin/env bats
# Layers of stations pass through: memory does not hold what is written.
bats_require_minimum_version 1.5.0

setup_file() {
    [[ "${ASAN_BUILD:-0}" = 0 ]] || return 0
    cd "$BATS_FILE_TMPDIR"
    cat > units.geojson <<'END'
{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"code": "A"},
 "geometry": {"type": "Polygon",
  "coordinates": [[[118, 20], [124, 20], [124, 27], [118, 27], [118, 20]]]}}]}
END
    cat > study.yaml <<'END'
title: {en: Crowds}
inputs: [{units: units.geojson, level: town}]
coverage: {model: disc, default_radius_m: 1000}
END
    world 150000
    world 450000
}

setup() {
    [[ "${ASAN_BUILD:-0}" = 0 ]] || skip "the address sanitizer's memory is its own"
}

# So many stations anywhere in the unit, in a workspace of their own: world COUNT
world() {
    awk -v n="$1" 'BEGIN {
        srand(7); print "id,operator,technology,lon,lat"
        for (i = 0; i < n; i++)
            printf "S%d,Operator %d,5G,%.6f,%.6f\n", i, i % 4, 119 + rand() * 4, 21 + rand() * 5
    }' > "$1.csv"
    "$EVENREACH" init -w "$1.sqlite" --quiet
    "$EVENREACH" load -w "$1.sqlite" units units.geojson --level town --quiet
    "$EVENREACH" load -w "$1.sqlite" stations "$1.csv" --crs EPSG:4326 --quiet
}

# Peak memory in KiB of an export of so many stations: peak COUNT
peak() {
    python3 - "$EVENREACH" export -w "$BATS_FILE_TMPDIR/$1.sqlite" \
        --study "$BATS_FILE_TMPDIR/study.yaml" --layer stations --format geojson \
        --out "$BATS_TEST_TMPDIR/out$1" --quiet <<'END'
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
END
}

@test "memory grows by the places of the stations, not by what is written of them" {
    small=$(peak 150000)
    large=$(peak 450000)
    echo "150,000 stations: $small KiB; 450,000: $large KiB"
    [ "$(grep -c '"type": "Feature"' "$BATS_TEST_TMPDIR/out450000/geojson/stations.geojson")" = 450000 ]
    # 24 bytes a station, and room for what the allocator rounds up
    [ $(((large - small) * 1024)) -lt $((300000 * 48)) ]
}
