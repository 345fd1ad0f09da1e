# The bundled study's questions: next stations and pilots, and a comparison with what is chosen.

setup_file() {
    cd "$BATS_FILE_TMPDIR"
    "$EVENREACH" run -q "$EVENREACH_SOURCE/gisdata/tw/study.yaml" --out out --lang en
    "$EVENREACH" choose -q -w out/workspace.sqlite \
        --study "$EVENREACH_SOURCE/gisdata/tw/study.yaml" --question stations \
        --scenario built.sqlite --json > stations.json
    "$EVENREACH" choose -q -w out/workspace.sqlite \
        --study "$EVENREACH_SOURCE/gisdata/tw/study.yaml" --question pilots --json > pilots.json
}

setup() {
    cd "$BATS_FILE_TMPDIR"
    study=$EVENREACH_SOURCE/gisdata/tw/study.yaml
}

# True if the Python expression holds: c the comparison, s and p the plans of both questions.
holds() {
    python3 - "$1" <<'END'
import json, os, sys
load = lambda name: json.load(open(name)) if os.path.exists(name) else None
s = load("stations.json")["questions"][0]["plans"]
p = load("pilots.json")["questions"][0]["plans"]
c = load("compare.json")
sys.exit(0 if eval(sys.argv[1]) else 1)
END
}

@test "choose: 20 stations, and what they gain is what the comparison says, to the last digit" {
    "$EVENREACH" compare out/workspace.sqlite built.sqlite --json > compare.json
    holds 's[0]["count"] == 20'
    holds 'c["all"]["persons_served"]["gained"] == s[0]["persons_gained"]'
    holds 'c["all"]["persons_served"]["lost"] == 0'
    holds 'c["all"]["persons_served"]["after"] == s[0]["persons_after"]'
}

@test "choose: at least eight plans on the front, with and without the floor of 30 %" {
    for plans in s p; do
        holds "sum(x['on_front'] for x in $plans[1:]) >= 8"
        holds "all(x['share_in_rules'] >= 0.3 for x in $plans if x['variant'] in ('asked', 'conditions_priority'))"
        holds "'free' in [x['variant'] for x in $plans]"
        # gaps are by cells; the plans asked for are those that gain most by exact count
        holds "all(x['gap'] <= (0.001 if x['priority'] > 0 else 0.005) for x in $plans if 'By exchanges' not in x['sentence'])"
        holds "all(x['persons_gained'] <= $plans[0]['persons_gained'] for x in $plans if x['variant'] == 'conditions_priority')"
        holds "max(x['persons_gained'] for x in $plans) == [x['persons_gained'] for x in $plans if x['variant'] == 'free'][0]"
    done
    holds 'p[0]["count"] == 10'
}

@test "choose: options that go together" {
    run "$EVENREACH" choose -w out/workspace.sqlite
    [ "$status" -eq 2 ]
    [[ "$output" == *"--study STUDY.yaml"* ]]
    run "$EVENREACH" choose --question stations
    [ "$status" -eq 2 ]
    [[ "$output" == *"goes with a workspace"* ]]
    run "$EVENREACH" choose -w out/workspace.sqlite --study "$study" --question none
    [ "$status" -eq 1 ]
    [[ "$output" == *"no question 'none'"* ]]
    run "$EVENREACH" choose -w out/workspace.sqlite --study "$study" --plan 2
    [ "$status" -eq 2 ]
}
