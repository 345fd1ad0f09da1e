# A small study for the tests of whole runs: squares of a tenth of a degree side by side, a station
# in the first two.

# A square (one of SIDE degrees, 0.1 if not given) as a feature: square CODE NAME LEFT [SIDE]
square() {
    local right top
    right=$(awk "BEGIN { printf \"%.10g\", $3 + ${4:-0.1} }")
    top=$(awk "BEGIN { printf \"%.10g\", 24 + ${4:-0.1} }")
    printf '{"type": "Feature", "properties": {"code": "%s", "name": "%s"}, "geometry": {"type": "Polygon", "coordinates": [[[%s, 24], [%s, 24], [%s, %s], [%s, %s], [%s, 24]]]}}' \
        "$1" "$2" "$3" "$right" "$right" "$top" "$3" "$top" "$3"
}

# Features as a file: collection FEATURE...
collection() {
    local IFS=,
    printf '{"type": "FeatureCollection", "features": [%s]}\n' "$*"
}

# Two squares with 100 and 900 persons, a sparse one remote: two_squares FOLDER
two_squares() {
    mkdir "$1"
    collection "$(square A 甲 121)" "$(square B 乙 121.1)" > "$1/units.geojson"
    printf 'code,persons\nA,100\nB,900\n' > "$1/population.csv"
    printf 'operator,lon,lat\nOne,121.05,24.05\nTwo,121.15,24.05\n' > "$1/stations.csv"
    cat > "$1/study.yaml" <<'END'
title: {en: Two squares, zh-TW: 兩個方格}
language: en
inputs:
  - {units: units.geojson, level: town}
  - {population: population.csv, level: town}
  - {stations: stations.csv, crs: EPSG:4326}
schemes:
  - name: area_class
    level: town
    groups:
      - {name: urban, title: {en: Urban, zh-TW: 都會}}
      - {name: remote, title: {en: Remote, zh-TW: 偏遠}}
    rules:
      - {id: sparse, group: remote, measure: density_per_km2, below: 0.5 * mean}
    otherwise: urban
coverage: {model: disc, default_radius_m: 1000}
END
}
