#!/usr/bin/env bats
# The main paths under valgrind: no invalid access, no use of unset memory, nothing of ours lost.
bats_require_minimum_version 1.5.0

setup() {
    command -v valgrind >/dev/null || skip "valgrind is not installed"
    [[ "${ASAN_BUILD:-0}" = 0 ]] || skip "valgrind and the address sanitizer exclude each other"
    cd "$BATS_TEST_TMPDIR"
    cat > units.geojson <<'END'
{"type": "FeatureCollection", "features": [
{"type": "Feature", "properties": {"code": "A", "name": "甲"}, "geometry": {"type": "Polygon",
 "coordinates": [[[121, 24], [121.1, 24], [121.1, 24.1], [121, 24.1], [121, 24]],
                 [[121.04, 24.04], [121.04, 24.06], [121.06, 24.06], [121.06, 24.04], [121.04, 24.04]]]}},
{"type": "Feature", "properties": {"code": "B", "name": "乙"}, "geometry": {"type": "Polygon",
 "coordinates": [[[121.1, 24], [121.2, 24], [121.2, 24.1], [121.1, 24.1], [121.1, 24]]]}}]}
END
    printf 'code,persons,region\nA,100,x\nB,900,y\nC,7,y\n' > population.csv
    printf 'operator,lon,lat,radius_m\nOne,121.05,24.05,3000\nTwo,121.09,24.05,2500\nTwo,121.15,91,900\n' > stations.csv
    cat > study.yaml <<'END'
title: {en: Two squares}
inputs:
  - {units: units.geojson, level: town}
  - {population: population.csv, level: town}
  - {stations: stations.csv, crs: EPSG:4326}
schemes:
  - name: area_class
    level: town
    groups: [{name: urban, title: {en: Urban}}, {name: remote, title: {en: Remote}}]
    rules:
      - {id: sparse, group: remote, measure: density_per_km2, below: 0.5 * mean}
    otherwise: urban
coverage: {model: disc, default_radius_m: 1000}
END
}

# Leaks count where one of our functions is on the stack of a block nothing points to any more.
checked() {
    valgrind --quiet --error-exitcode=0 --leak-check=full --show-leak-kinds=definite \
        --num-callers=40 --log-file=valgrind.log "$EVENREACH" "$@"
}

clean() {
    if grep -E 'Invalid|uninitialised|overlap|Mismatched' valgrind.log; then
        cat valgrind.log
        return 1
    fi
    ! awk '/definitely lost/{lost=1} /^==[0-9]+== *$/{lost=0} lost && /er_/{found=1; print} END{exit !found}' valgrind.log
}

@test "reach" {
    run -0 checked reach --stations stations.csv --areas units.geojson --key code --radius-field radius_m --threads 1 --json
    [[ "$output" == *'"share"'* ]]
    clean
}

@test "equity" {
    run -0 checked equity population.csv --value persons --group region --floor 50 --resamples 20 --seed 1 --json
    [[ "$output" == *'"ci"'* ]]
    clean
}

@test "run, from the study to the folder" {
    run -0 checked run study.yaml --out out --threads 1
    [ -s out/geojson/towns.geojson ]
    clean
}

@test "a refused study" {
    sed -i 's/default_radius_m/default_radius/' study.yaml
    run -1 checked run study.yaml --out out
    clean
}
