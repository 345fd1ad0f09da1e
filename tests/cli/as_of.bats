#!/usr/bin/env bats
# --as-of and the trend: which rows count on a day, in every step alike. Two squares; a station from
# mid-2019 on, one that closed in mid-2021, one planned for 2021, one from 2022 on, one without a
# date, one planned without a date; four pilots.
bats_require_minimum_version 1.5.0

setup_file() {
    cd "$BATS_FILE_TMPDIR"
    cat > units.geojson <<'END'
{"type": "FeatureCollection", "features": [
{"type": "Feature", "properties": {"code": "A", "name": "甲"}, "geometry": {"type": "Polygon",
 "coordinates": [[[121, 24], [121.1, 24], [121.1, 24.1], [121, 24.1], [121, 24]]]}},
{"type": "Feature", "properties": {"code": "B", "name": "乙"}, "geometry": {"type": "Polygon",
 "coordinates": [[[121.1, 24], [121.2, 24], [121.2, 24.1], [121.1, 24.1], [121.1, 24]]]}}]}
END
    printf 'code,persons\nA,100\nB,900\n' > population.csv
    cat > stations.csv <<'END'
code,operator,status,date_on,date_off,lon,lat
s1,One,in_service,2019-06-30,,121.05,24.05
s2,Two,closed,108/3/1,110年7月1日,121.15,24.05
s3,Two,planned,2021-01,,121.12,24.02
s4,One,,2022,,121.18,24.08
s5,One,,,,121.02,24.02
s6,One,planned,,,121.08,24.08
END
    cat > pilots.csv <<'END'
code,name,status,year,date_on,date_off
p1,one,actual,2019,,
p2,two,actual,2020,2020-05,2021-03
p3,three,planned,2022,,
p4,four,,,,
END
    printf 'pilot_code,unit_code\np1,A\np2,B\np3,B\n' > sites.csv
    cat > venues.geojson <<'END'
{"type": "FeatureCollection", "features": [
{"type": "Feature", "properties": {"code": "hall", "name": "館"}, "geometry": {"type": "Polygon",
 "coordinates": [[[121.149, 24.049], [121.151, 24.049], [121.151, 24.051], [121.149, 24.051], [121.149, 24.049]]]}}]}
END
    cat > routes.geojson <<'END'
{"type": "FeatureCollection", "features": [
{"type": "Feature", "properties": {"code": "way", "type": "road"}, "geometry": {"type": "LineString",
 "coordinates": [[121.13, 24.05], [121.17, 24.05]]}}]}
END
    cat > study.yaml <<'END'
title: {en: Two squares, zh-TW: 兩個方格}
language: en
inputs:
  - {units: units.geojson, level: town}
  - {population: population.csv, level: town}
  - {stations: stations.csv, crs: EPSG:4326}
  - {venues: venues.geojson}
  - {routes: routes.geojson}
  - {pilots: pilots.csv}
  - {pilot_sites: sites.csv}
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
    for year in 2018 2019 2020 2021 2022; do
        "$EVENREACH" run -q study.yaml --as-of $year --out run$year > /dev/null
    done
    "$EVENREACH" run -q study.yaml --out all > /dev/null
}

setup() {
    cd "$BATS_FILE_TMPDIR"
    cp all/workspace.sqlite w.sqlite
}

# The figure of a whole in the newest balance run.
whole() { # workspace subject
    sqlite3 "$1" "select value from balance where run_id = (select max(run_id) from balance)
        and subject = '$2' and measure = 'value' and group_name is null"
}

@test "stations that count, year by year" {
    # s5 always; s1 and s2 from 2019; s2 ended in 2021; s4 from 2022; planned ones never
    for pair in 2018:1 2019:3 2020:3 2021:2 2022:3; do
        [ "$(whole run${pair%:*}/workspace.sqlite stations)" = "${pair#*:}.0" ]
    done
    [ "$(whole all/workspace.sqlite stations)" = 6.0 ] # without a day: as loaded
}

@test "pilots that are on, year by year" {
    # p4 states nothing and is taken to be there; p1 from 2019; p2 from May 2020 to March 2021
    for pair in 2018:1 2019:2 2020:3 2021:2 2022:2; do
        [ "$(whole run${pair%:*}/workspace.sqlite pilots)" = "${pair#*:}.0" ]
    done
}

@test "coverage, venues and routes follow" {
    # the hall and the way hang on s2 alone
    for pair in 2018:0 2019:1 2020:1 2021:0 2022:0; do
        db=run${pair%:*}/workspace.sqlite
        run -0 sqlite3 "$db" "select (select sum(served_m2) > 0 from venue_share where stratum = 'any') ||
            (select sum(served_m) > 0 from route_share where stratum = 'any')"
        [ "$output" = "${pair#*:}${pair#*:}" ]
    done
    # every run knows its day
    run -0 sqlite3 run2021/workspace.sqlite "select group_concat(step || ' ' || (parameters ->> 'as_of'), ',')
        from run where step in ('cover', 'balance') order by id"
    [ "$output" = "cover 2021-12-31,balance 2021-12-31" ]
    run -0 sqlite3 all/workspace.sqlite "select count(*) from run where parameters ->> 'as_of' is not null"
    [ "$output" = 0 ]
}

@test "what is left out and what states no date is recorded" {
    run -0 sqlite3 run2021/workspace.sqlite "select field || ': ' || value || ' ' || rows_affected
        from assumption join run on run.id = run_id
        where step = 'cover' and subject = 'station' and field <> 'radius_m' order by 1"
    [ "${lines[0]}" = "date_off: ended by the day: left out 1" ]
    [ "${lines[1]}" = "date_on: begins after the day: left out 1" ]
    [ "${lines[2]}" = "date_on: taken to be there 1" ]
    [ "${lines[3]}" = "status: planned: left out 2" ]
    run -0 sqlite3 all/workspace.sqlite "select count(*) from assumption where value like '%the day%'"
    [ "$output" = 0 ]
}

@test "--planned counts planned rows from their date on" {
    "$EVENREACH" run -q study.yaml --as-of 2021 --planned --out planned > /dev/null
    [ "$(whole planned/workspace.sqlite stations)" = 3.0 ] # s3 too; s6 has no date
    "$EVENREACH" run -q study.yaml --as-of 2022 --planned --out planned > /dev/null
    [ "$(whole planned/workspace.sqlite pilots)" = 3.0 ]
    "$EVENREACH" run -q study.yaml --as-of 2020-12 --planned --out planned > /dev/null
    [ "$(whole planned/workspace.sqlite stations)" = 3.0 ]
}

@test "the study's key is the option" {
    printf 'time: {as_of: 110}\n' | cat study.yaml - > dated.yaml
    "$EVENREACH" run -q dated.yaml --out dated > /dev/null
    cmp dated/tables/balance.csv run2021/tables/balance.csv
    cmp dated/geojson/towns.geojson run2021/geojson/towns.geojson
    run -0 "$EVENREACH" run dated.yaml --explain
    [[ "$output" == *'as_of: "2021-12-31"'* ]]
    run -0 "$EVENREACH" run dated.yaml --as-of 2020-02 --explain
    [[ "$output" == *'as_of: "2020-02-29"'* ]]
    run -0 sqlite3 :memory: "select readfile('dated/summary.json') ->> '\$.study.as_of'"
    [ "$output" = 2021-12-31 ]
}

@test "steps behind coverage take its day, and refuse another one" {
    "$EVENREACH" cover -q -w w.sqlite --study study.yaml --as-of 2020 > /dev/null
    for step in venues routes resilience balance; do
        run -1 --separate-stderr "$EVENREACH" $step -w w.sqlite --study study.yaml --as-of 2021
        [ "${#stderr_lines[@]}" -eq 1 ]
        [[ "$stderr" == *"of 2020-12-31, but 2021-12-31 is asked for: run \`evenreach cover --as-of 2021-12-31\` first"* ]]
        run -1 "$EVENREACH" $step -w w.sqlite --study study.yaml --planned
        [[ "$output" == *"cover --as-of 2020-12-31 --planned"* ]]
        run -0 "$EVENREACH" $step -q -w w.sqlite --study study.yaml --as-of 2020-12-31
        run -0 "$EVENREACH" $step -q -w w.sqlite --study study.yaml
    done
    run -1 "$EVENREACH" export -w w.sqlite --study study.yaml --as-of 2021 --out exported
    [ ! -e exported ]
    run -0 "$EVENREACH" export -q -w w.sqlite --study study.yaml --out exported
    cmp exported/tables/balance.csv run2020/tables/balance.csv
    cmp exported/geojson/towns.geojson run2020/geojson/towns.geojson
    # balance without a study takes the day, too
    run -0 "$EVENREACH" balance -q -w w.sqlite
    [ "$(whole w.sqlite stations)" = 3.0 ]
    run -1 "$EVENREACH" balance -w w.sqlite --as-of 2019
    # of no day, a day is refused
    "$EVENREACH" cover -q -w w.sqlite --study study.yaml > /dev/null
    run -1 "$EVENREACH" balance -w w.sqlite --as-of 2019 --lang zh-TW
    [[ "$output" == *"不限日期"*"evenreach cover --as-of 2019-12-31"* ]]
}

@test "a measurement needs a signal model; the day is looked at all the same" {
    run -1 "$EVENREACH" measure -w w.sqlite --study study.yaml --as-of 2021
    [[ "$output" == *"cover --as-of 2021-12-31"* ]]
}

@test "bad dates: one line, wrong usage" {
    for date in 2022-13 2022-02-30 soon '' 12; do
        for command in cover balance trend; do
            run -2 --separate-stderr "$EVENREACH" $command -w w.sqlite --as-of "$date"
            [ "${#stderr_lines[@]}" -eq 1 ]
            [[ "$stderr" == *"--as-of: '$date' is not a date"* ]]
        done
    done
    run -2 "$EVENREACH" cover -w w.sqlite --planned
    [[ "$output" == *"give --as-of DATE too"* ]]
    run -2 "$EVENREACH" run study.yaml --as-of never --out none
    [ ! -e none ]
}

@test "a day in the future is warned about, and changes nothing" {
    export SOURCE_DATE_EPOCH=1600000000 # 13 September 2020
    run -0 --separate-stderr "$EVENREACH" cover -w w.sqlite --study study.yaml --as-of 2020-09-14
    [[ "$stderr" == *"--as-of: 2020-09-14 lies in the future"* ]]
    run -0 --separate-stderr "$EVENREACH" cover -w w.sqlite --study study.yaml --as-of 2020-09-13
    [[ "$stderr" != *"lies in the future"* ]]
    "$EVENREACH" run -q study.yaml --as-of 2021 --out early > /dev/null
    cmp early/tables/balance.csv run2021/tables/balance.csv
    run -0 "$EVENREACH" check -w all/workspace.sqlite
    [[ "$output" == *"1 stations are in service from a day in the future on, such as row 4 of"*"(2022)"* ]]
    export SOURCE_DATE_EPOCH=1700000000
    run -0 "$EVENREACH" check -w all/workspace.sqlite
    [[ "$output" != *"future"* ]]
    export SOURCE_DATE_EPOCH=1500000000 # 2017
    run -0 --separate-stderr "$EVENREACH" check -w all/workspace.sqlite --json
    run -0 sqlite3 :memory: "select group_concat(value ->> 'count') from
        json_each('${output//\'/}', '\$.findings') where value ->> 'code' = 'future_date'"
    [ "$output" = "2,2" ]
}

# ---- trend

# Figures of a year, of the trend and of a whole run of that day; bit for bit.
@test "a year of the trend is a run of its last day" {
    "$EVENREACH" trend -q -w w.sqlite --study study.yaml > /dev/null
    for year in 2019 2020 2021 2022; do
        run -0 sqlite3 w.sqlite "
            attach 'run$year/workspace.sqlite' as whole;
            create temp view a as select scheme, group_name, subject, measure, value, unit, note
                from trend where run_id = (select max(run_id) from trend) and year = $year
                and period = 'state' and as_of = '$year-12-31';
            create temp view b as select scheme, group_name, subject, measure, value, unit, note
                from whole.balance;
            select count(*) > 50 from a;
            select count(*) from (select * from a except select * from b);
            select count(*) from b where not exists (select 1 from a where a.subject = b.subject)
                and (subject like 'stations%' or subject like 'coverage%' or subject like 'pilot%');"
        [ "${lines[*]}" = "1 0 0" ]
    done
    run -0 sqlite3 w.sqlite "select min(year), max(year), count(distinct year) from trend"
    [ "$output" = "2019|2022|4" ]
}

@test "nothing of the trend's runs is left behind" {
    before=$(sqlite3 w.sqlite "select count(*) || ' ' || max(id) from run; select count(*) from cover;
        select count(*) from balance; select count(*) from assumption")
    "$EVENREACH" trend -q -w w.sqlite --study study.yaml > /dev/null
    run -0 sqlite3 w.sqlite "select step || ' ' || id from run order by id desc limit 1;
        select count(*) from cover; select count(*) from balance"
    set -- $before
    [ "${lines[0]}" = "trend $(($2 + 1))" ]
    [ "${lines[1]} ${lines[2]}" = "$3 $4" ]
}

@test "pilots of the year and up to it are told apart" {
    "$EVENREACH" trend -q -w w.sqlite --study study.yaml > /dev/null
    for period in year:2019=1,2020=1,2021=0,2022=0 cumulative:2019=2,2020=3,2021=3,2022=3 \
        state:2019=2,2020=3,2021=2,2022=2; do
        run -0 sqlite3 w.sqlite "select group_concat(year || '=' || cast(value as int)) from
            (select * from trend where subject = 'pilots' and measure = 'value'
             and group_name is null and period = '${period%%:*}' order by year)"
        [ "$output" = "${period#*:}" ]
    done
    # what is no pilot has no figure of a year
    run -0 sqlite3 w.sqlite "select count(*) from trend where period <> 'state' and
        (subject like 'stations%' or subject like 'coverage%')"
    [ "$output" = 0 ]
}

@test "which years: option, study, the study's day" {
    years() { sqlite3 w.sqlite "select group_concat(distinct as_of) from trend
        where run_id = (select max(run_id) from trend)"; }
    "$EVENREACH" trend -q -w w.sqlite --study study.yaml --years 2020-2021 > /dev/null
    [ "$(years)" = 2020-12-31,2021-12-31 ]
    "$EVENREACH" trend -q -w w.sqlite --study study.yaml --years 2021 > /dev/null
    [ "$(years)" = 2021-12-31 ]
    "$EVENREACH" trend -q -w w.sqlite --study study.yaml --years 2010-2019 > /dev/null 2> warnings
    [ "$(years)" = 2019-12-31 ]
    [[ "$(< warnings)" == *"no year before 2019 is shown"* ]]
    "$EVENREACH" trend -q -w w.sqlite --study study.yaml --as-of 2020-06 > /dev/null
    [ "$(years)" = 2019-12-31,2020-06-30 ]
    for years in 2021-2020 20-21 2020- -2020 2020-2021-2022 x 2020x; do
        run -2 --separate-stderr "$EVENREACH" trend -w w.sqlite "--years=$years"
        [ "${#stderr_lines[@]}" -eq 1 ]
    done
    run -1 "$EVENREACH" trend -w w.sqlite --study study.yaml --years 2010-2012
    [[ "$output" == *"the dates go from 2019 to 2022"* ]]
    run -1 "$EVENREACH" trend -w w.sqlite --study study.yaml --as-of 2018
    run -1 "$EVENREACH" trend -w w.sqlite --study study.yaml --scheme nowhere
}

@test "the table, in both languages; the JSON" {
    run -0 --separate-stderr "$EVENREACH" trend -w w.sqlite --study study.yaml
    [[ "${lines[1]}" == *2019*2020*2021*2022 ]]
    [[ "$output" == *"pilots up to then "*"Urban"* ]]
    [[ "${lines[*]}" =~ stations" "+Urban" "+1" "+1" "+0" "+1 ]]
    run -0 --separate-stderr "$EVENREACH" trend -w w.sqlite --study study.yaml --lang zh-TW
    [[ "$output" == *"累計場域試辦"*"都會"* ]]
    "$EVENREACH" trend -w w.sqlite --study study.yaml --json > trend.json
    run -0 sqlite3 :memory: "select count(*) > 200, count(distinct value ->> 'period')
        from json_each(readfile('trend.json'), '\$.rows')"
    [ "$output" = "1|3" ]
    # what states no date is recorded
    run -0 sqlite3 w.sqlite "select subject, value, rows_affected from assumption
        where run_id = (select max(run_id) from trend) order by 1"
    [ "$output" = $'pilot|taken to be there|1\nstation|taken to be there|1' ]
}

@test "run follows the years where the study names them, and exports the table" {
    [ ! -e all/tables/trend.csv ]
    printf 'time: {first_year: 2020, last_year: 2021}\n' | cat study.yaml - > years.yaml
    "$EVENREACH" run -q years.yaml --out years > /dev/null
    run -0 head -1 years/tables/trend.csv
    [ "$output" = year,as_of,period,scheme,group,subject,measure,value,unit,note,synthetic ]
    run -0 cut -d, -f2 years/tables/trend.csv
    [[ "$output" == *2020-12-31*2021-12-31* ]]
    [[ "$output" != *2022-12-31* ]]
    grep -q '^2021,2021-12-31,state,area_class,,stations,value,2,count,,false$' years/tables/trend.csv
}

@test "the same bytes with one thread and two, and with rows in another order" {
    "$EVENREACH" trend --threads 1 -w w.sqlite --study study.yaml --json > one.json
    cp all/workspace.sqlite w.sqlite
    "$EVENREACH" trend --threads 2 -w w.sqlite --study study.yaml --json > two.json
    cmp one.json two.json
    mkdir -p turned
    cp units.geojson venues.geojson routes.geojson population.csv sites.csv turned
    for file in stations pilots; do
        { head -1 $file.csv; tail -n +2 $file.csv | tac; } > turned/$file.csv
    done
    cp study.yaml turned/study.yaml
    "$EVENREACH" run -q turned/study.yaml --as-of 2021 --out turned/out > /dev/null
    cmp turned/out/tables/balance.csv run2021/tables/balance.csv
    cmp turned/out/tables/towns.csv run2021/tables/towns.csv
    "$EVENREACH" trend -w turned/out/workspace.sqlite --study turned/study.yaml --json > turned.json
    rows() { sqlite3 :memory: "select value from json_each(readfile('$1'), '\$.rows')"; }
    [ "$(rows one.json)" = "$(rows turned.json)" ]
}

@test "nothing dated: no trend" {
    "$EVENREACH" init -q none.sqlite
    "$EVENREACH" load -q units units.geojson --level town -w none.sqlite
    run -1 --separate-stderr "$EVENREACH" trend -w none.sqlite
    [ "${#stderr_lines[@]}" -eq 1 ]
    [[ "$stderr" == *"a trend needs dates"* ]]
}
