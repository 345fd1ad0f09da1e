#!/usr/bin/env bats
# whatif on the output of `run`: what it answers is what a second whole run writes, to the last digit.
bats_require_minimum_version 1.5.0

setup() {
    cd "$BATS_TEST_TMPDIR"
    mkdir before
    cat > before/units.geojson <<'END'
{"type": "FeatureCollection", "features": [
{"type": "Feature", "properties": {"code": "A"}, "geometry": {"type": "Polygon",
 "coordinates": [[[121, 24], [121.1, 24], [121.1, 24.1], [121, 24.1], [121, 24]]]}},
{"type": "Feature", "properties": {"code": "B"}, "geometry": {"type": "Polygon",
 "coordinates": [[[121.1, 24], [121.2, 24], [121.2, 24.1], [121.1, 24.1], [121.1, 24]]]}},
{"type": "Feature", "properties": {"code": "C"}, "geometry": {"type": "Polygon",
 "coordinates": [[[121.2, 24], [121.3, 24], [121.3, 24.1], [121.2, 24]]]}}]}
END
    printf 'code,persons\nA,100\nB,900\nC,4321\n' > before/population.csv
    printf 'code,operator,lon,lat\ns1,One,121.05,24.05\ns2,Two,121.15,24.05\ns3,Two,121.22,24.01\n' \
        > before/stations.csv
    cat > before/study.yaml <<'END'
inputs:
  - {units: units.geojson, level: town}
  - {population: population.csv, level: town}
  - {stations: stations.csv, crs: EPSG:4326}
schemes:
  - name: area_class
    level: town
    groups: [{name: urban}, {name: remote}]
    rules:
      - {id: sparse, group: remote, measure: persons, below: '1000'}
    otherwise: urban
coverage: {model: disc, default_radius_m: 3000}
END
}

run_study() { # FOLDER
    "$EVENREACH" run -q "$1/study.yaml" --out "$1-out" > /dev/null
}

whatif() {
    "$EVENREACH" whatif -w before-out/workspace.sqlite --study before/study.yaml "$@" --json > answer.json
}

# Set the answer against the run after: rows of the workspace as the same numbers, columns of
# tables/towns.csv and totals of summary.json at the digits that they have. Prints how many.
compare_with_run() {
    python3 - <<'END'
import csv, json, sqlite3

def cover(path):
    rows = sqlite3.connect(path).execute(
        "SELECT u.code, c.stratum, c.operator, c.served_km2, c.persons_served FROM cover c "
        "JOIN unit u ON u.id = c.area_id WHERE c.kind = 'unit'")
    return {row[:3]: row[3:] for row in rows}

answer = json.load(open("answer.json"))
summary = json.load(open("after-out/summary.json"))
towns = {row["code"]: row for row in csv.DictReader(open("after-out/tables/towns.csv"))}
before, after, seen = cover("before-out/workspace.sqlite"), cover("after-out/workspace.sqlite"), 0
for unit in answer["units"]:
    key = (unit["code"], unit["stratum"], unit["operator"])
    assert after.pop(key) == (unit["after_km2"], unit["persons_after"]), key
    name, town = (unit["operator"] or unit["stratum"]).lower(), towns[unit["code"]]
    assert float(town["served_km2_" + name]) == round(unit["after_km2"], 6), key
    assert float(town["persons_served_" + name]) == round(unit["persons_after"], 2), key
    seen += 1
for key, figures in after.items():  # what the answer does not name is as it was, but for rounding
    for is_now, was in zip(figures, before.get(key, (0, 0))):
        assert abs(is_now - was) <= 1e-12 * max(was, 1), key
coverage = summary["all"]["coverage"]
for total in answer["totals"]:
    of = coverage["operators"][total["operator"].lower()] if total["operator"] else coverage[total["stratum"]]
    assert of["persons_served"] == round(total["persons_after"], 2), total
    seen += 1
print(seen)
END
}

@test "a station more and one less: the answer is the second run's, of every stratum" {
    run_study before
    whatif --add 121.1,24.06 --operator One --remove s2
    cp -r before after
    sed -i '/^s2/d' after/stations.csv
    echo 'new,One,121.1,24.06' >> after/stations.csv
    run_study after
    run -0 compare_with_run
    [ "$output" -ge 10 ]
}

@test "a station of an operator that had none: its own stratum, and all now asks for it too" {
    run_study before
    whatif --add 121.14,24.05 --operator Three
    cp -r before after
    echo 'new,Three,121.14,24.05' >> after/stations.csv
    run_study after
    run -0 compare_with_run
    [ "$output" -ge 6 ]
    [ "$(sqlite3 :memory: "SELECT json_extract(value, '\$.gained_persons') > 0
        FROM json_each(readfile('answer.json'), '\$.totals')
        WHERE json_extract(value, '\$.operator') = 'Three'")" = 1 ]
}

@test "a run of signals can't answer: one line that says so, in both languages" {
    sed -i 's/^coverage: .*/coverage: {model: tr38901, resolution_m: 200}/' before/study.yaml
    sed -i '1s/$/,band/; 2,$s/$/,n78/' before/stations.csv
    run_study before
    for lang in en zh-TW; do
        run -1 --separate-stderr "$EVENREACH" whatif -w before-out/workspace.sqlite \
            --add 121.1,24.06 --radius-m 900 --lang $lang
        [ -z "$output" ]
        [ "${#stderr_lines[@]}" -eq 1 ]
        [[ "$stderr" == *"tr38901"* ]]
    done
    [[ "$stderr" == *"圓盤模型"* ]]
}
