#!/usr/bin/env bats
# Help, version and wrong usage.
bats_require_minimum_version 1.5.0

@test "no command: help on stderr, exit code 2" {
    run -2 "$EVENREACH"
    [[ "$output" == *"Commands:"* ]]
}

@test "--help lists every command, in both languages" {
    run -0 "$EVENREACH" --help
    [[ "$output" == *"completion"* ]]
    run -0 "$EVENREACH" --lang zh-TW --help
    [[ "$output" == *"指令"* ]]
}

@test "--lang may stand before the command, which is run all the same" {
    run -0 "$EVENREACH" --lang zh-TW init "$BATS_TEST_TMPDIR/before.sqlite"
    [ -f "$BATS_TEST_TMPDIR/before.sqlite" ]
    run -2 "$EVENREACH" --lang=zh-TW nonsense
    [[ "$output" == *"nonsense"* && "$output" != *"is not a command"* ]]
    run -0 "$EVENREACH" --lang zh-TW help
    [[ "$output" == *"指令"* ]]
}

@test "every line of every help text is translated" {
    for name in $("$EVENREACH" --help | awk '/^Commands:/{on=1;next} /^$/{on=0} on{print $1}'); do
        # the usage line, which begins with the program's name, has no prose
        run -0 bash -c '"$EVENREACH" "$1" --lang zh-TW --help | LC_ALL=C grep -v "^  evenreach " |
            LC_ALL=C grep -v "[^ -~]" | grep . || true' - "$name"
        [ -z "$output" ] || { echo "$name: $output"; false; }
    done
}

@test "every command answers --help" {
    for name in $("$EVENREACH" --help | awk '/^Commands:/{on=1;next} /^$/{on=0} on{print $1}'); do
        run -0 "$EVENREACH" "$name" --help
        [[ "$output" == *"evenreach $name"* ]]
    done
}

@test "--version names the libraries" {
    run -0 "$EVENREACH" --version
    for name in evenreach GDAL PROJ GEOS SQLite SpatiaLite json-c libcyaml nettle; do
        [[ "$output" == *"$name "* ]]
    done
}

@test "an unknown command and an unknown option are refused in one line" {
    run -2 "$EVENREACH" nonsense
    [ "${#lines[@]}" -eq 1 ]
    [[ "$output" == *"'nonsense' is not a command"* ]]
    run -2 "$EVENREACH" completion --nonsense bash
    [ "${#lines[@]}" -eq 1 ]
}

@test "the completion script is one that bash reads" {
    "$EVENREACH" completion bash > "$BATS_TEST_TMPDIR/completion"
    bash -n "$BATS_TEST_TMPDIR/completion"
}
