#!/usr/bin/env bats
# `export --check`: the rows of every table and layer are compared with the workspace. From each file
# one row is taken away by hand, and the check must name that file alone.
bats_require_minimum_version 1.5.0
load squares

setup_file() {
    cd "$BATS_FILE_TMPDIR"
    three_squares 121.3 24.1 121.25,24.05
    collection "$(square V Stadium 121.04 0.01)" > venues.geojson
    printf '{"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"code": "R"}, "geometry": {"type": "LineString", "coordinates": [[121.03, 24.05], [121.12, 24.05]]}}]}' > routes.geojson
    printf 'code,measure,unit,year,target,actual\nt,population_coverage,percent,2022,50,\n' > targets.csv
    printf 'code,name,dl_mbps,ul_mbps,basis\nvideo,Video,10,5,assumed\n' > needs.csv
    printf 'lon,lat,operator,rsrp\n121.05,24.05,One,-80\n121.06,24.05,One,-90\n' > drive.csv
    sed -i '/^schemes:/i\  - {venues: venues.geojson}\n  - {routes: routes.geojson}\n  - {targets: targets.csv}\n  - {service_needs: needs.csv}' study.yaml
    cat >> study.yaml <<'END'
choose:
  - name: next
    place: station
    candidates: units
    level: town
    count: 1
END
    sed -i '/^coverage:/i\  - name: size\n    level: town\n    borderline_margin: 0.1\n    groups: [{name: small}, {name: large}]\n    rules: [{id: few, group: small, measure: persons, below: "105"}]\n    otherwise: large' study.yaml
    "$EVENREACH" run study.yaml --out whole --quiet
    "$EVENREACH" load -q measurements drive.csv -w whole/workspace.sqlite
    # the second run has a station more, of an operator of its own
    printf 'code,operator,radius_m,lon,lat\nd,Three,900,121.17,24.05\n' > more.csv
    "$EVENREACH" load -q stations more.csv --crs EPSG:4326 -w whole/workspace.sqlite
    for step in cover venues routes resilience balance targets choose; do
        "$EVENREACH" "$step" -q -w whole/workspace.sqlite --study study.yaml > "$step.txt"
    done
    "$EVENREACH" compare previous newest -q -w whole/workspace.sqlite > compare.txt
    "$EVENREACH" export -q -w whole/workspace.sqlite --study study.yaml --out all --format csv \
        --format geojsonseq --check
    export HOME_OF="$BATS_FILE_TMPDIR"
}

check() {
    "$EVENREACH" export --check-only --out out -w "$HOME_OF/whole/workspace.sqlite" "$@"
}

# What is left out of a file is found: misses FOLDER/FILE WHAT
misses() {
    cp "$HOME_OF/all/$1" "out/$1"
    sed -i '$d' "out/$1"
    run -1 --separate-stderr check -q
    [[ "${lines[0]}" == "$1: has another number of $2 than the workspace ("*")" ]]
    [ "${#lines[@]}" = 1 ]
    cp "$HOME_OF/all/$1" "out/$1"
}

@test "a row less in any table is found" {
    cp -r "$HOME_OF/all" out
    local file checked=()
    for file in "$HOME_OF"/all/tables/*.csv; do
        file=$(basename "$file")
        [ "$(wc -l < "out/tables/$file")" -gt 1 ] || continue
        [ "$file" = fields.csv ] && continue
        misses "tables/$file" rows
        checked+=("${file%.csv}")
    done
    echo "${checked[*]}"
    # all of these had a row to lose
    for file in towns pilots venues groups operators borderline unit_groups targets target_variants \
        compare compare_causes compare_indices balance balance_units scorecard sources assumptions \
        venue_coverage routes route_parts critical_sites resilience siting_plans siting_choices \
        service_needs; do
        [[ " ${checked[*]} " == *" $file "* ]]
    done
}

# Which area classes and which discs are drawn is a matter of the study, which is not asked.
@test "a feature less in any layer is found" {
    cp -r "$HOME_OF/all" out
    local file checked=()
    for file in "$HOME_OF"/all/geojsonseq/*.geojsons; do
        file=$(basename "$file")
        [ -s "out/geojsonseq/$file" ] || continue
        [[ "$file" == area_classes.* || "$file" == coverage.* ]] && continue
        misses "geojsonseq/$file" features
        checked+=("${file%.geojsons}")
    done
    echo "${checked[*]}"
    for file in towns stations venues routes pilots critical_sites choices measurements compare \
        compare_stations; do
        [[ " ${checked[*]} " == *" $file "* ]]
    done
}

@test "a row too many is found, too" {
    cp -r "$HOME_OF/all" out
    for file in groups operators compare target_variants borderline; do
        sed -i '$p' "out/tables/$file.csv"
        run -1 --separate-stderr check -q
        [[ "${lines[0]}" == "tables/$file.csv: has another number of rows than the workspace ("*")" ]]
        cp "$HOME_OF/all/tables/$file.csv" "out/tables/$file.csv"
    done
}

@test "coverage by signal levels is counted" {
    cp -r "$HOME_OF/all" out
    # as if the coverage run were one of signals with two outlines
    cp "$HOME_OF/whole/workspace.sqlite" w.sqlite
    sqlite3 w.sqlite "insert into run(step, model, status) values ('cover', 'tr38901', 'done')"
    run -1 --separate-stderr "$EVENREACH" export --check-only --out out -w w.sqlite -q
    [[ "$output" == *"geojsonseq/coverage.geojsons: has another number of features than the workspace ("*" != 0)"* ]]
}
