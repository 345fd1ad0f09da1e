#!/usr/bin/env bats
# The front of persons gained against inequality, beside all plans that there are: squares whose
# candidates reach the same share each, far from one another, so that every plan can be counted.
bats_require_minimum_version 1.5.0
load squares

setup() {
    cd "$BATS_TEST_TMPDIR"
    mkdir world
    local persons=(900 4000 250 1600 70 2500 600 8000) squares=() left
    echo code,persons > world/population.csv
    echo code,lon,lat > world/candidates.csv
    echo operator,lon,lat > world/stations.csv
    for i in 0 1 2 3 4 5 6 7; do
        left=$(awk "BEGIN { printf \"%.10g\", 121 + 0.1 * $i }")
        squares+=("$(square "U$i" "n$i" "$left")")
        echo "U$i,${persons[i]}" >> world/population.csv
        for j in 1 2 3; do
            awk "BEGIN { printf \"c$i$j,%.6f,24.02\n\", $left + 0.025 * $j }" >> world/candidates.csv
        done
        for ((j = 1; j <= i % 4; j++)); do
            awk "BEGIN { printf \"One,%.6f,24.075\n\", $left + 0.025 * $j }" >> world/stations.csv
        done
    done
    collection "${squares[@]}" > world/units.geojson
    cat > front.py <<'END'
import csv, itertools, math, sys

persons, there = [900, 4000, 250, 1600, 70, 2500, 600, 8000], [i % 4 for i in range(8)]
table = lambda name: list(csv.DictReader(open(f"out/tables/{name}.csv")))
share = [math.pi / float(row["area_km2"]) for row in table("towns")]
weight = sum(persons)

def index(sites):
    served = [(a + b) * c for a, b, c in zip(there, sites, share)]
    mean = sum(p * s for p, s in zip(persons, served)) / weight
    if sys.argv[1] == "gini":
        return sum(p * q * abs(s - t) for p, s in zip(persons, served)
                   for q, t in zip(persons, served)) / (2 * weight * weight * mean)
    if sys.argv[1] == "fgt1":
        return sum(p * max(0, 0.05 - s) / 0.05 for p, s in zip(persons, served)) / weight
    return sum(p / weight * s / mean * math.log(s / mean) for p, s in zip(persons, served) if s)

front, best = [], math.inf
every = [(-sum(p * n * s for p, n, s in zip(persons, sites, share)), index(sites), sites)
         for sites in itertools.product(range(4), repeat=8) if sum(sites) == 5]
for minus, value, sites in sorted(every):
    if value < best - 1e-12:
        front.append(sites)
        best = value
shown = []
for plan in table("siting_plans"):
    sites = [0] * 8
    for choice in table("siting_choices"):
        if choice["plan"] == plan["plan"]:
            sites[int(choice["code"][1])] += 1
    assert plan["on_front"] == "true" and tuple(sites) in front, sites
    assert abs(float(plan["index_after"]) - index(sites)) < 1e-6, (plan["index_after"], index(sites))
    shown.append(tuple(sites))
assert len(set(shown)) == len(shown)
assert front[0] == shown[0]
assert front[-1] in shown or sys.argv[1] != "theil_t", front[-1]
print(len(shown), len(front))
END
}

# Ask for a front of so many plans: answers INDEX FRONT
answers() {
    cat > world/study.yaml <<END
inputs:
  - {units: units.geojson, level: town}
  - {population: population.csv, level: town}
  - {stations: stations.csv, crs: EPSG:4326}
  - {candidates: candidates.csv, crs: EPSG:4326}
schemes:
  - name: all
    level: town
    groups: [{name: here}]
    rules: [{id: a, group: here, code_prefix: U}]
    otherwise: here
balance: {floor: 0.05}
coverage: {model: disc, default_radius_m: 1000, resolution_m: 100}
choose:
  - name: next
    place: station
    count: 5
    candidates: file
    radius_m: 1000
    front: $2
    inequality: $1
END
    "$EVENREACH" run -q world/study.yaml --no-report --out out > /dev/null
    python3 front.py "$1"
}

@test "every plan of a front by Theil T is on the front of all plans, from end to end" {
    [ "$(answers theil_t 8)" = "9 11" ]
}

@test "every plan of a front by the Gini coefficient is on the front of all plans" {
    read -r shown all <<< "$(answers gini 8)"
    [ "$all" -eq 10 ]
    [ "$shown" -ge 8 ]
}

@test "every plan of a front by the gap to a floor is on the front of all plans" {
    read -r shown all <<< "$(answers fgt1 8)"
    [ "$shown" -ge 4 ]
    [ "$shown" -le "$all" ]
}

@test "a front of fewer plans keeps its ends" {
    [ "$(answers theil_t 3)" = "4 11" ]
}
