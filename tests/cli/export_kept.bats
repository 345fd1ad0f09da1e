#!/usr/bin/env bats
# The drawn coverage is kept with its run: exports by the same study read it, others draw it anew,
# and both are the same bytes.
bats_require_minimum_version 1.5.0

setup_file() {
    cd "$BATS_FILE_TMPDIR"
    cat > units.geojson <<'END'
{"type": "FeatureCollection", "features": [
{"type": "Feature", "properties": {"code": "A"}, "geometry": {"type": "Polygon",
 "coordinates": [[[121, 24], [121.1, 24], [121.1, 24.1], [121, 24.1], [121, 24]]]}},
{"type": "Feature", "properties": {"code": "B"}, "geometry": {"type": "Polygon",
 "coordinates": [[[121.1, 24], [121.2, 24], [121.2, 24.1], [121.1, 24.1], [121.1, 24]]]}},
{"type": "Feature", "properties": {"code": "C"}, "geometry": {"type": "Polygon",
 "coordinates": [[[121.2, 24], [121.3, 24], [121.3, 24.1], [121.2, 24.1], [121.2, 24]]]}}]}
END
    printf 'code,operator,lon,lat\na,One,121.05,24.05\nb,Two,121.095,24.05\n' > stations.csv
    cat > study.yaml <<'END'
title: {en: Three squares}
inputs:
  - {units: units.geojson, level: town}
  - {stations: stations.csv, crs: EPSG:4326}
schemes:
  - name: side
    level: town
    groups: [{name: west}, {name: middle}, {name: east}]
    rules:
      - {id: first, group: west, code_prefix: A}
      - {id: last, group: east, code_prefix: C}
    otherwise: middle
coverage: {model: disc, default_radius_m: 1000}
END
    "$EVENREACH" run study.yaml --out whole --quiet > headline
    { echo '# the same study in another file'; cat study.yaml; } > other.yaml
    { cat study.yaml; echo 'outputs: {outline_tolerance_m: 40}'; } > coarse.yaml
    export HERE=$BATS_FILE_TMPDIR
}

setup() {
    cd "$BATS_TEST_TMPDIR"
    cp "$HERE/whole/workspace.sqlite" w.sqlite
}

# The coverage by a study: coverage STUDY OUT
coverage() {
    "$EVENREACH" export -q -w w.sqlite --study "$HERE/$1.yaml" --layer coverage --format geojson \
        --format gpkg --out "$2"
}

# The eastern end of a group's shape: end_of GROUP FOLDER
end_of() {
    ogrinfo -q -al -where "code = '$1'" "$2/geojson/coverage.geojson" |
        grep -o '121\.[0-9]*' | sort -n | tail -1
}

@test "every group that is reached is kept with the run, and shown with its figures" {
    run -0 sqlite3 w.sqlite "select group_concat(level) from (select level from cover_outline
        where stratum = 'any' order by rank)"
    [ "$output" = west,middle ]
    run -0 sqlite3 w.sqlite "select count(*) from coverage_outlines where area_km2 > 0"
    [ "$output" = 2 ]
}

@test "kept and drawn anew are the same bytes" {
    coverage study kept
    coverage other drawn
    diff -r kept/geojson drawn/geojson
    cmp kept/evenreach.gpkg drawn/evenreach.gpkg
    cmp kept/geojson/coverage.geojson "$HERE/whole/geojson/coverage.geojson"
}

@test "a group that nothing reaches has no place, in every format" {
    "$EVENREACH" export -q -w w.sqlite --study "$HERE/study.yaml" --layer coverage \
        --format geojson --format flatgeobuf --out out
    [ "$(grep -c '"geometry": null' out/geojson/coverage.geojson)" = 1 ]
    [ "$(sed 1d out/flatgeobuf/coverage_without_place.csv | cut -d, -f1)" = east ]
}

@test "another tolerance is drawn anew" {
    coverage coarse coarse
    coverage study kept
    [ "$(wc -c < coarse/geojson/coverage.geojson)" -lt "$(wc -c < kept/geojson/coverage.geojson)" ]
}

@test "what is kept is read, unless it is another group's or its figures changed" {
    coverage study before
    west=$(end_of west before) middle=$(end_of middle before)
    [ "$west" != "$middle" ]
    sqlite3 w.sqlite "drop trigger cover_outline_is_final;
        update cover_outline set rank = rank + 10;
        create table s as select level, rank, area_km2 from cover_outline;
        update cover_outline set (rank, level, area_km2) = (select s.rank - 10, s.level, s.area_km2
            from s where s.level <> cover_outline.level)"
    coverage study swapped
    [ "$(end_of west swapped)" = "$middle" ]
    [ "$(end_of middle swapped)" = "$west" ]
    cp w.sqlite swapped.sqlite
    sqlite3 w.sqlite "update cover_outline set area_km2 = area_km2 * 1.001 where level = 'west'"
    coverage study figures
    cmp figures/geojson/coverage.geojson before/geojson/coverage.geojson
    cp swapped.sqlite w.sqlite
    sqlite3 w.sqlite "update cover_outline set level = 'north' where level = 'west'"
    coverage study named
    cmp named/geojson/coverage.geojson before/geojson/coverage.geojson
    cp swapped.sqlite w.sqlite
    sqlite3 w.sqlite "update cover_outline set stratum = 'all' where level = 'west'"
    coverage study missing
    cmp missing/geojson/coverage.geojson before/geojson/coverage.geojson
}

@test "the step cover keeps its shapes, too" {
    "$EVENREACH" cover -q -w w.sqlite --study "$HERE/other.yaml"
    run -0 sqlite3 w.sqlite "select count(*), count(distinct run_id) from cover_outline"
    [ "$output" = "4|2" ]
    coverage other after
    cmp after/geojson/coverage.geojson "$HERE/whole/geojson/coverage.geojson"
}
