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

# Three squares in two regions (west: the first), the third one to the corner RIGHT, TOP, with a station
# in each and two pilots, one without a place, in the present folder: three_squares RIGHT TOP THIRD-STATION
three_squares() {
    local third
    third=$(printf '{"type": "Feature", "properties": {"code": "C", "name": "丙"}, "geometry": {"type": "Polygon", "coordinates": [[[121.2, 24], [%s, 24], [%s, %s], [121.2, 24.1], [121.2, 24]]]}}' \
        "$1" "$1" "$2")
    collection "$(square A 甲 121)" "$(square B 乙 121.1)" "$third" > units.geojson
    printf 'code,persons\nA,100\nB,900\nC,50\n' > population.csv
    printf 'code,operator,lon,lat\na,One,121.05,24.05\nb,Two,121.15,24.05\nc,One,%s\n' "$3" > stations.csv
    printf 'code,name\np1,"One, 一"\np2,Nowhere\n' > pilots.csv
    printf 'pilot_code,site,unit_code,lon,lat\np1,Field,A,121.02,24.02\np2,,,,\n' > pilot_sites.csv
    cat > study.yaml <<'END'
title: {en: Three squares, zh-TW: 三個方格}
language: en
inputs:
  - {units: units.geojson, level: town}
  - {population: population.csv, level: town}
  - {stations: stations.csv, crs: EPSG:4326}
  - {pilots: pilots.csv}
  - {pilot_sites: pilot_sites.csv, crs: EPSG:4326}
schemes:
  - name: side
    level: town
    groups:
      - {name: west, title: {en: West, zh-TW: 西}}
      - {name: east, title: {en: East, zh-TW: 東}}
    rules:
      - {id: first, group: west, code_prefix: A}
    otherwise: east
coverage: {model: disc, default_radius_m: 1000}
END
}
