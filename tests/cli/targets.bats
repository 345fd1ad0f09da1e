#!/usr/bin/env bats
# evenreach targets: published targets beside the figures of a workspace, by hand on a small one and
# on the bundled study.
bats_require_minimum_version 1.5.0

load world

setup_file() {
    cd "$BATS_FILE_TMPDIR"
    local tw="$EVENREACH_SOURCE/gisdata/tw"
    "$EVENREACH" init -q -w tw.sqlite
    "$EVENREACH" load -q -w tw.sqlite units "$tw/counties.fgb" --level county
    "$EVENREACH" load -q -w tw.sqlite units "$tw/towns.fgb" --level town --parent county
    "$EVENREACH" load -q -w tw.sqlite population "$tw/population.csv" --level town
    "$EVENREACH" load -q -w tw.sqlite stations "$tw/stations.csv" --crs EPSG:3824 --synthetic
    "$EVENREACH" load -q -w tw.sqlite pilots "$tw/pilots.csv"
    "$EVENREACH" load -q -w tw.sqlite pilot_sites "$tw/pilot_sites.csv" --crs EPSG:4326
    "$EVENREACH" load -q -w tw.sqlite targets "$tw/targets.csv"
    "$EVENREACH" classify -q -w tw.sqlite --study "$tw/study.yaml" > classes.txt
    "$EVENREACH" cover -q -w tw.sqlite --study "$tw/study.yaml" > cover.txt
    "$EVENREACH" targets -q -w tw.sqlite --study "$tw/study.yaml" --json > tw.json
}

# A query over the rows of the bundled study's main rows and variants.
of_tw() {
    sqlite3 :memory: "
with target as (
    select value t from json_each((select readfile('$BATS_FILE_TMPDIR/tw.json')), '\$.targets')),
main as (select t ->> 'code' code, t ->> 'year' year, t ->> 'unit' unit, t ->> 'target' target,
    t ->> 'figure' figure, t ->> 'published' published, t ->> 'gap' gap, t ->> 'verdict' verdict,
    t ->> 'definition' definition, t ->> 'reason' reason, t ->> 'reason_zh' reason_zh,
    t ->> 'synthetic' synthetic, t ->> 'part' part, t ->> 'whole' whole from target),
variant as (select t ->> 'code' code, t ->> 'year' year, v.value ->> 'variant' variant,
    v.value ->> 'figure' figure, v.value ->> 'part' part, v.value ->> 'whole' whole,
    v.value ->> 'definition' definition, v.value ->> 'reason' reason
    from target, json_each(t, '\$.variants') v)
$1"
}

# Three towns: 1001 with 100 persons and a station at its middle, 1002 with 300 and 2001 with 600.
small() { # targets
    make_world
    workspace
    printf 'code,persons,households\n1001,100,40\n1002,300,100\n2001,600,200\n' > p.csv
    printf 'code,operator,technology,radius_m,lon,lat\na,X,5G,90000,120.75,23.5\n' > s.csv
    printf 'code,name,year,status,smes\np1,one,2021,actual,10\np2,two,2022,planned,5\n' > pilots.csv
    printf '%s\n' 'code,measure,unit,year,target,actual' "$@" > targets.csv
    cat > study.yaml <<'END'
inputs:
  - {units: counties.geojson, level: county}
  - {units: towns.geojson, level: town, parent: county}
  - {population: p.csv, level: town}
  - {stations: s.csv, crs: EPSG:4326, vintage: 2022-12}
  - {pilots: pilots.csv}
  - {targets: targets.csv}
schemes:
  - name: size
    level: town
    groups: [{name: small}, {name: large}]
    rules: [{id: few, group: small, measure: persons, below: '310'}]
    otherwise: large
targets:
  - {code: share, measure: persons_served, scope: {scheme: size, groups: [small]}}
  - {code: pilots, measure: pilots}
  - {code: firms, measure: firms, period: cumulative}
  - {code: fibre, measure: households_near_drop_points}
END
    "$EVENREACH" load -q population p.csv --level town -w w.sqlite
    "$EVENREACH" load -q stations s.csv --crs EPSG:4326 -w w.sqlite
    "$EVENREACH" load -q pilots pilots.csv -w w.sqlite
    "$EVENREACH" load -q targets targets.csv -w w.sqlite
    "$EVENREACH" classify -q --study study.yaml -w w.sqlite > classes.txt
    "$EVENREACH" cover -q --study study.yaml -w w.sqlite > cover.txt
}

@test "the bundled study: every published row appears, with the verdicts that its figures allow" {
    [ "$(of_tw 'select count(*), count(distinct code) from main')" = "37|15" ]
    sqlite3 :memory: -cmd ".mode csv" ".import $EVENREACH_SOURCE/gisdata/tw/targets.csv t" \
        "select code || ' ' || year from t order by code, cast(year as int)" | tr -d '"' > published
    of_tw "select code || ' ' || year from main order by code, year" > shown
    cmp published shown
    # what can be computed from what is bundled has a figure and a definition
    [ "$(of_tw "select group_concat(distinct code) from main where figure is not null")" = \
        "5g_pop_nonremote,5g_remote_towns,5g_stations,sme_firms,sme_firms_2021_2022,sme_pilots_apps,sme_pilots_apps_2021_2022" ]
    [ "$(of_tw "select figure, published, synthetic from main where code = '5g_stations'")" = \
        "26265|26265|1" ]
    [ "$(of_tw "select part, whole from main where code = '5g_remote_towns'")" = "87|87" ]
    # six known pilots of 2021 against five; what is known of the rest is not enough to miss a target
    [ "$(of_tw "select figure, target, verdict from main where code = 'sme_pilots_apps' and year = 2021")" = \
        "6|5|met" ]
    [ "$(of_tw "select count(*) from main where verdict = 'missed'")" = 0 ]
    # no figure, no verdict; every row says why, in both languages
    [ "$(of_tw "select count(*) from main where figure is null and verdict <> 'cannot_say'")" = 0 ]
    [ "$(of_tw "select count(*) from main where reason is null or reason_zh is null or reason = reason_zh")" = 0 ]
    [[ "$(of_tw "select reason from main where code = '2gbps_households' and year = 2025")" == \
        *"No drop points are loaded"* ]]
    [[ "$(of_tw "select reason from main where code = 'sme_pilots_apps' and year = 2024")" == \
        *"1 more are planned"* ]]
}

@test "the bundled study: 86, 87 and 88 remote areas, and every denominator side by side" {
    [ "$(of_tw "select variant, whole from variant where code = '5g_remote_towns' and variant like 'borderline%'")" = \
        $'borderline_out|86\nborderline_in|88' ]
    [[ "$(of_tw "select definition from variant where code = '5g_remote_towns' and variant = 'borderline_in'")" == \
        *"88 units of the level town"*"borderline units taken in"* ]]
    # 87 counted are more than the published 86
    [[ "$(of_tw "select reason from variant where code = '5g_remote_towns' and variant = 'published_whole'")" == \
        *"(87)"*"(86)"* ]]
    cp "$BATS_FILE_TMPDIR/tw.sqlite" "$BATS_TEST_TMPDIR/tw.sqlite"
    run -0 "$EVENREACH" targets -w "$BATS_TEST_TMPDIR/tw.sqlite" --variants --lang en \
        --study "$EVENREACH_SOURCE/gisdata/tw/study.yaml" --code 5g_remote_towns
    [[ "$output" =~ "over the published whole of 86 "\ +"There is no figure. More is counted (87)" ]]
    # persons outside remote areas, with Danei left out and Yuchi taken in, and all persons
    local persons="select distinct cast(round(whole) as int) from variant where code = '5g_pop_nonremote'"
    [ "$(of_tw "$persons and variant = 'best'")" = 22667384 ]
    [ "$(of_tw "$persons and variant = 'everywhere:best'")" = 23525623 ]
    danei=$(sqlite3 "$BATS_FILE_TMPDIR/tw.sqlite" "select persons from unit where code = '67000110'")
    yuchi=$(sqlite3 "$BATS_FILE_TMPDIR/tw.sqlite" "select persons from unit where code = '10008090'")
    [ "$(of_tw "$persons and variant = 'borderline_out'")" = $((22667384 - ${danei%.*})) ]
    [ "$(of_tw "$persons and variant = 'borderline_in'")" = $((22667384 + ${yuchi%.*})) ]
    # any, best, all and each operator, with the scope and without it
    [ "$(of_tw "select count(*) from variant where code = '5g_pop_nonremote' and year = 2025")" = 16 ]
    # each operator reaches no more than the best, all no more than each, any no less than the best
    [ "$(of_tw "select max(figure) filter (where variant like 'operator:%') =
        max(figure) filter (where variant = 'best'),
        min(figure) filter (where variant like 'operator:%') >=
        max(figure) filter (where variant = 'all'),
        min(figure) filter (where variant like 'operator:%') =
        max(figure) filter (where variant = 'each'),
        max(figure) filter (where variant = 'any') >=
        max(figure) filter (where variant = 'best')
        from variant where code = '5g_pop_nonremote' and year = 2025")" = "1|1|1|1" ]
}

@test "the best operator outside the remote areas is what the coverage of these towns adds up to" {
    local whole
    whole=$(sqlite3 "$BATS_FILE_TMPDIR/tw.sqlite" "
select round(100 * max(share), 9) from (
    select sum(persons_served) / sum(cover.persons) share from cover join unit on unit.id = area_id
    where kind = 'unit' and stratum = 'operator' and unit.level = 'town' and area_id not in
    (select unit_id from unit_group where scheme = 'statutory' and group_name = 'remote')
    group by operator)")
    [ "$(of_tw "select round(figure, 9) from main where code = '5g_pop_nonremote' and year = 2025")" = "$whole" ]
}

@test "a table for people in both languages, one target alone, its variants" {
    cd "$BATS_TEST_TMPDIR"
    small 'share,persons reached,%,2022,10,' 'fibre,households near a drop point,%,2022,90,58.6' \
        'pilots,pilots of the year,count,2022,3,' 'firms,firms so far,count,2022,9,' 'other,what else,%,2022,1,'
    run -0 "$EVENREACH" targets -w w.sqlite --study study.yaml --lang en
    [[ "${lines[0]}" =~ ^\ +code\ +year\ +target\ +figure\ +measured\ in\ +published\ +gap\ +verdict\ +unknown\ % ]]
    [[ "$output" =~ firms\ +2022\ +9\ +10\ +count\ +-\ +1\ +met ]]
    [[ "$output" =~ pilots\ +2022\ +3\ +0\ +count\ +-\ +-3\ +"can't be said" ]]
    [[ "$output" == *"1 more are planned; what is planned is not counted."* ]]
    [[ "$output" == *"No drop points are loaded"* ]]
    [[ "$output" == *"the study has no definition of the target other"* ]]
    run -0 "$EVENREACH" targets -w w.sqlite --study study.yaml --lang zh-TW --code firms
    [[ "$output" =~ 達成 ]]
    [[ "$output" != *pilots* ]]
    run -0 "$EVENREACH" targets -w w.sqlite --study study.yaml --lang en --code share --variants
    # a variant says only what differs from the definition above it
    [[ "$output" =~ borderline_out\ +100\.00\ +90\.00\ +"can't be said  within small (1 units of the level town); borderline units left out"$'\n' ]]
    [[ "$output" =~ $'\n'\ +any\ +[0-9]+\.[0-9][0-9]\ +-?[0-9]+\.[0-9][0-9]\ +[^$'\n']*"as above"$'\n' ]]
    [[ "$output" =~ everywhere:operator:X ]]
    [[ "$output" =~ "published as  persons reached" ]]
    run -0 --separate-stderr "$EVENREACH" targets -w w.sqlite --lang en
    [[ "$output" == *"no definition of the target share"* ]]
    [[ "$stderr" == *"no --study is given"* ]]
}

@test "--strict: 3 where a target is missed, by targets and by run; else 0" {
    cd "$BATS_TEST_TMPDIR"
    small 'share,persons reached,%,2022,99.5,' 'firms,firms so far,count,2022,9,'
    "$EVENREACH" targets -w w.sqlite --study study.yaml --json > out.json
    # without a vintage of the stations it can't be said which day the figure is of
    [[ "$(< out.json)" == *"no day is stated"* ]]
    run -0 "$EVENREACH" targets -w w.sqlite --study study.yaml --strict
    run -0 "$EVENREACH" run -q study.yaml --out out
    run -3 "$EVENREACH" run -q study.yaml --out out --strict
    run -3 "$EVENREACH" targets -w out/workspace.sqlite --study study.yaml --strict
    run -0 "$EVENREACH" targets -w out/workspace.sqlite --study study.yaml
    [ "$(sqlite3 out/workspace.sqlite "select verdict from target_finding where code = 'share' and variant = 'main' group by verdict")" = missed ]
    sed -i 's/99.5/10/' targets.csv
    run -0 "$EVENREACH" run -q study.yaml --out out --strict
}

@test "--as-of: figures are of the coverage run's day, and another day is refused" {
    cd "$BATS_TEST_TMPDIR"
    small 'share,persons reached,%,2022,99.5,' 'pilots,pilots of the year,count,2021,3,' \
        'pilots,pilots of the year,count,2022,3,'
    run -1 "$EVENREACH" targets -w w.sqlite --study study.yaml --as-of 2022
    [[ "$output" == *"evenreach cover --as-of 2022-12-31"* ]]
    "$EVENREACH" cover -q --study study.yaml --as-of 2022-06 -w w.sqlite > cover.txt
    run -0 "$EVENREACH" targets -w w.sqlite --study study.yaml --lang en
    [[ "$output" == *"It is not reached on 2022-06-30, and the year 2022 is not over then."* ]]
    # 2021 is over then: one pilot of three
    [[ "$output" =~ pilots\ +2021\ +3\ +1\ +count\ +-\ +-2\ +missed ]]
    [[ "$output" == *"1 more are planned"* ]]
    "$EVENREACH" cover -q --study study.yaml --as-of 2022 -w w.sqlite > cover.txt
    run -3 "$EVENREACH" targets -w w.sqlite --study study.yaml --lang en --strict --as-of 2022
    [[ "$output" =~ share\ +2022\ +99\.50\ .*missed ]]
}

@test "tables, summary and headline of a run" {
    cd "$BATS_TEST_TMPDIR"
    small 'share,persons reached,%,2022,10,' 'firms,firms so far,count,2022,9,8' 'other,what else,%,2022,1,'
    run -0 "$EVENREACH" run study.yaml --out out --lang en
    [[ "$output" == *"Targets: 3, of which 2 met, 0 missed, 1 can't be said."* ]]
    [[ "$output" == *"met: firms 2022; share 2022"* ]]
    [[ "$output" == *"can't be said: other 2022"* ]]
    sqlite3 :memory: -cmd ".mode csv" ".import out/tables/targets.csv t" \
        "select code, target, actual, figure, gap, verdict, period from t where code = 'firms'" > row
    [ "$(tr -d '"\r' < row)" = "firms,9,8,10,1,met,cumulative" ]
    run -0 head -1 out/tables/targets.csv
    [[ "$output" == *"code,year,measure,denominator,measure_zh,denominator_zh,unit,target,actual,document,figure,gap,verdict,period,part,whole,unknown_share,assumed_share,definition,definition_zh,reason,reason_zh,synthetic"* ]]
    run -0 cut -d, -f1-3 out/tables/target_variants.csv
    [[ "$output" == *"share,2022,everywhere:best"* ]]
    [ "$(sqlite3 :memory: "select s ->> 'met', s ->> 'missed', s ->> 'cannot_say', s ->> '\$.targets[2].verdict'
        from (select json_extract(readfile('out/summary.json'), '\$.targets') s)")" = "2|0|1|met" ]
}

@test "measures in two languages: each is told its own, and the only one there is" {
    cd "$BATS_TEST_TMPDIR"
    small 'share,x,%,2022,10,'
    printf '%s\n' 'code,measure,中文指標,denominator,denominator_zh,unit,year,target,actual' \
        'share,persons reached,可及人口,all persons,全部人口,%,2022,10,' \
        'firms,,參與家數,,,count,2022,9,' \
        'pilots,pilots so far,,of a plan,,count,2022,3,' > targets.csv
    "$EVENREACH" run -q study.yaml --out out > said.txt
    run -0 "$EVENREACH" targets -w out/workspace.sqlite --study study.yaml --lang zh-TW
    [[ "$output" == *"可及人口"* && "$output" == *"全部人口"* && "$output" == *"參與家數"* ]]
    [[ "$output" == *"pilots so far"* && "$output" == *"of a plan"* ]]
    [[ "$output" != *"persons reached"* && "$output" != *"all persons"* ]]
    run -0 "$EVENREACH" targets -w out/workspace.sqlite --study study.yaml --lang en
    [[ "$output" == *"persons reached"* && "$output" == *"all persons"* && "$output" == *"參與家數"* ]]
    [[ "$output" != *"可及人口"* && "$output" != *"全部人口"* ]]
    [ "$(sqlite3 out/workspace.sqlite "select count(distinct code) from target_finding where measure_zh = '可及人口'
        and denominator_zh = '全部人口' and variant = 'main'")" = 1 ]
    run -0 sqlite3 :memory: -cmd ".mode csv" ".import out/tables/targets.csv t" \
        "select measure || '/' || measure_zh || '/' || denominator_zh from t where code in ('share', 'firms')"
    [ "$(tr -d '"\r' <<< "$output")" = $'/參與家數/\npersons reached/可及人口/全部人口' ]
    [ "$(sqlite3 :memory: "select json_extract(readfile('out/summary.json'), '\$.targets.targets[2].measure_zh')")" = 可及人口 ]
}

@test "shuffled rows and threads give the same bytes" {
    cd "$BATS_TEST_TMPDIR"
    small 'share,persons reached,%,2022,10,' 'firms,firms so far,count,2022,9,' 'pilots,pilots,count,2021,1,'
    "$EVENREACH" run -q study.yaml --out one --threads 1
    for table in p.csv pilots.csv targets.csv s.csv; do
        { head -1 "$table"; tail -n +2 "$table" | tac; } > turned && mv turned "$table"
    done
    "$EVENREACH" run -q study.yaml --out two --threads 4
    cmp one/tables/targets.csv two/tables/targets.csv
    cmp one/tables/target_variants.csv two/tables/target_variants.csv
}

@test "hostile texts do not steer the terminal, the tables or the reasons" {
    cd "$BATS_TEST_TMPDIR"
    small $'sh\e[31mare,"=cmd(""x"")",%s%n,2022,10,' 'firms,firms so far,"@SUM(1)",2022,9,' \
        "'; drop table target; --,x,count,2022,1," 'yearless,x,count,,1,'
    sed -i 's/{code: share,/{code: "sh\\e[31mare",/' study.yaml
    run -0 "$EVENREACH" targets -w w.sqlite --study study.yaml --lang en --variants
    [[ "$output" != *$'\e'* ]]
    [[ "$output" == *"published unit '%s%n'"* ]]
    [[ "$output" == *"drop table target"* ]]
    [ "$(query "select count(*) from target")" = 4 ]
    "$EVENREACH" targets -w w.sqlite --study study.yaml --json > out.json
    [ "$(sqlite3 :memory: "select json_array_length(readfile('out.json'), '\$.targets')")" = 4 ]
    run -0 "$EVENREACH" run -q study.yaml --out out --lang en
    [[ "$output" == *"; yearless"* && "$output" != *"yearless 0"* ]]
    run -0 grep -c '^"\?[=@]' out/tables/targets.csv || true
    [[ "$(cat out/tables/targets.csv)" != *',=cmd'* ]]
}

@test "what can't be done is said in one line" {
    cd "$BATS_TEST_TMPDIR"
    make_world
    workspace
    run -1 "$EVENREACH" targets -w w.sqlite
    [ "${#lines[@]}" -eq 1 ]
    [[ "$output" == *"no published targets"* ]]
    printf 'code,unit,year,target\na,%%,2022,1\n' > t.csv
    "$EVENREACH" load -q targets t.csv -w w.sqlite
    run -1 "$EVENREACH" targets -w w.sqlite
    [ "${#lines[@]}" -eq 1 ]
    [[ "$output" == *"evenreach cover"* ]]
    run -1 "$EVENREACH" targets -w w.sqlite --code b
    [[ "$output" == *"no target 'b'"* ]]
    [ "$(query "select count(*) from run where step = 'targets'")" = 0 ]
}
