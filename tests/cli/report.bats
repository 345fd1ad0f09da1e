#!/usr/bin/env bats
# `report`: one page with the data of a workspace in it.
bats_require_minimum_version 1.5.0

load squares

setup() {
    cd "$BATS_TEST_TMPDIR"
    two_squares small
    collection "$(square A 甲 121)" "$(square B 乙 121.1)" "$(square C 離島 121.5 0.01)" > small/units.geojson
    echo C,10 >> small/population.csv
}

# The page needs a build with it.
need_page() {
    "$EVENREACH" report --help > /dev/null
    run "$EVENREACH" report -w small-out/workspace.sqlite --study small/study.yaml --out probe.html
    [[ "$output" != *"built without the page"* ]] || skip "built without the page"
    rm -f probe.html
}

study() {
    "$EVENREACH" run -q --no-report small/study.yaml --out small-out "$@" > /dev/null
}

report() {
    "$EVENREACH" report -w small-out/workspace.sqlite --study small/study.yaml "$@"
}

# The document in a page.
data() {
    sed -n 's/.*<script id="evenreach-data" type="application\/gzip;base64">\([^<]*\)<.*/\1/p' "$1" |
        base64 -d | gunzip
}

@test "a report is one file with the data of the workspace" {
    study
    need_page
    run -0 report --out page.html
    [[ "$output" == *"page.html"* ]]
    data page.html > data.json
    [[ "$(< data.json)" == '{"version":1,"program":"evenreach '*'"language":"en","title":"Two squares","title_zh":"兩個方格"'* ]]
    grep -q '"tolerance_m":10,' data.json
    grep -q '"tiles":null' data.json
    grep -q '"extent":\[121,24,121.51,24.1\]' data.json
    grep -q '"levels":\[{"name":"town","layer":"towns"}\]' data.json
    # the island is a place to jump to, the two squares are the main land
    grep -q '"places":\[{"code":"C","level":"town","name":"離島","name_en":null,"bbox":\[121.5,24,121.51,24.01\]}\]' data.json
    # the border between A and B is one arc: used one way by A, the other way by B
    grep -q '"towns":{"type":"GeometryCollection","geometries":\[{"type":"MultiPolygon","arcs":\[\[\[1,-1\]\]\]},{"type":"MultiPolygon","arcs":\[\[\[2,-2\]\]\]}' data.json
    # stations: 121.05 24.05, then the way to the next
    grep -q '"x":\[121050000,100000\],"y":\[24050000,0\]' data.json
    grep -q '<title>Two squares</title>' page.html
    # what a gzip says of time, system and name: nothing
    sed -n 's/.*base64">\([^<]*\)<.*/\1/p' page.html | base64 -d | head -c 10 | od -An -tx1 | grep -q '1f 8b 08 00 00 00 00 00 02 ff'
}

@test "the same bytes for any number of threads and any order of rows" {
    study
    need_page
    report -q --out one.html --threads 1
    report -q --out four.html --threads 4
    cmp one.html four.html
    printf 'code,persons\nC,10\nB,900\nA,100\n' > small/population.csv
    printf 'operator,lon,lat\nTwo,121.15,24.05\nOne,121.05,24.05\n' > small/stations.csv
    "$EVENREACH" run -q --no-report small/study.yaml --out other-out > /dev/null
    "$EVENREACH" report -q -w other-out/workspace.sqlite --study small/study.yaml --out other.html
    # but for the hashes of the files that were turned round
    diff <(data one.html | sed 's/[0-9a-f]\{64\}//g') <(data other.html | sed 's/[0-9a-f]\{64\}//g')
}

@test "names can't break out of the page" {
    printf 'code,persons\nA,100\nB,900\n' > small/population.csv
    long=$(printf 'x%.0s' {1..200})
    cat > small/units.geojson <<END
{"type": "FeatureCollection", "features": [
{"type": "Feature", "properties": {"code": "A", "name": "</script><script>alert(1)</script>"},
 "geometry": {"type": "Polygon", "coordinates": [[[121, 24], [121.1, 24], [121.1, 24.1], [121, 24.1], [121, 24]]]}},
{"type": "Feature", "properties": {"code": "B", "name": "\"'<!--evenreach-data--> 😀 ‮rtl $long"},
 "geometry": {"type": "Polygon", "coordinates": [[[121.1, 24], [121.2, 24], [121.2, 24.1], [121.1, 24.1], [121.1, 24]]]}}]}
END
    sed -i "s|^title:.*|title: {en: \"</title><script>alert('\&')</script>\"}|" small/study.yaml
    study
    need_page
    report -q --out page.html
    grep -q "<title>&lt;/title&gt;&lt;script&gt;alert('&amp;')&lt;/script&gt;</title>" page.html
    [ "$(grep -c 'alert(1)' page.html)" = 0 ]
    [ "$(grep -c "alert('&')" page.html)" = 0 ]
    data page.html | grep -q '</script><script>alert(1)</script>'
    data page.html | grep -q "😀"
    data page.html | grep -q "$long"
}

@test "an earlier report is replaced, another file only by --force" {
    study
    need_page
    report -q --out page.html
    report -q --out page.html --lang zh-TW
    grep -q '<title>兩個方格</title>' page.html
    echo mine > page.html
    run -1 report -q --out page.html
    [[ "$output" == *"page.html: is no report of evenreach"*"--force"* ]]
    [ "$(< page.html)" = mine ]
    report -q --out page.html --force
    data page.html > /dev/null
    mkdir folder
    run -1 report -q --out folder
    [[ "$output" == *"folder: is a folder"* ]]
    run -1 report -q --out no/such/page.html
    [[ "$output" == *"no/such/page.html: can't be written"* ]]
    [ ! -e no ]
}

@test "a full disc leaves nothing behind" {
    study
    need_page
    run -1 bash -c 'trap "" XFSZ; ulimit -f 100; "$@"' limit "$EVENREACH" report -q \
        -w small-out/workspace.sqlite --study small/study.yaml --out page.html
    [[ "$output" == *"page.html: can't be written"* ]]
    [ ! -e page.html ]
    [ "$(ls | grep -c page.html)" = 0 ]
}

@test "a basemap stands in the data, and only an address of tiles is taken" {
    study
    need_page
    report -q --out page.html --tile-url 'https://tiles.example/{z}/{x}/{y}.png' --tile-attribution 'Me & <you>'
    data page.html | grep -q '"tiles":{"url":"https://tiles.example/{z}/{x}/{y}.png","attribution":"Me & <you>"}'
    run -2 report -q --out page.html --tile-url 'javascript:alert({z}{x}{y})'
    [[ "$output" == *"--tile-url"* ]]
    run -2 report -q --out page.html --tile-url 'https://tiles.example/'
    run -2 report -q --out page.html --tile-attribution me
}

@test "borders are simplified as far as is said" {
    study
    need_page
    report -q --out page.html --tolerance-m 0
    data page.html | grep -q '"tolerance_m":0,'
    full=$(data page.html | wc -c)
    report -q --out page.html --tolerance-m 500
    data page.html | grep -q '"tolerance_m":500,'
    [ "$(data page.html | wc -c)" -lt "$full" ]
    run -1 report -q --out page.html --tolerance-m -1
    [[ "$output" == *"tolerance"* ]]
    run -0 report --json --out page.html
    [[ "$output" == *'"report": "page.html"'*'"bytes": '* ]]
}

@test "run writes the report into its folder unless told not to" {
    study
    need_page
    [ ! -e small-out/report.html ]
    run -0 "$EVENREACH" run small/study.yaml --out other-out
    [[ "$output" == *"other-out/report.html"* ]]
    report -q --out page.html
    cmp page.html other-out/report.html
}

@test "the page is the same however the study is named and from wherever, by run and by report" {
    need_page
    two_squares squares
    mkdir squares/in
    mv squares/population.csv squares/in
    mv squares/stations.csv .
    sed -i 's|population: population|population: in/population|; s|stations: stations|stations: ../stations|' \
        squares/study.yaml
    "$EVENREACH" run squares/study.yaml -q --out one > headline
    "$EVENREACH" run "$PWD/squares/study.yaml" -q --out two > headline
    (cd squares && "$EVENREACH" run study.yaml -q --out ../three) > headline
    cmp one/report.html two/report.html
    cmp one/report.html three/report.html
    cmp one/provenance.json two/provenance.json
    diff -r one/tables three/tables
    local made
    for made in one two three; do
        "$EVENREACH" report -q -w $made/workspace.sqlite --study squares/study.yaml --out a.html
        "$EVENREACH" report -q -w $made/workspace.sqlite --study "$PWD/squares/study.yaml" --out b.html
        (cd squares && "$EVENREACH" report -q -w ../$made/workspace.sqlite --study study.yaml --out ../c.html)
        for page in a b c; do
            cmp $page.html one/report.html
        done
    done
    data one/report.html | grep -q '"in/population.csv"'
    data one/report.html | grep -q '"../stations.csv"'
}
