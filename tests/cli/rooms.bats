#!/usr/bin/env bats
# Rooms build on those below them only: a room may include its own headers and those named here.

declare -gA below=(
    [core]=""
    [geometry]="core"
    [radio]="core"
    [equity]="core"
    [siting]="core"
    [sources]="core geometry radio"
    [store]="core geometry radio"
    [analysis]="core geometry radio equity siting sources store"
    [outputs]="core geometry radio equity siting sources store analysis"
    [cli]="core geometry radio equity siting sources store analysis outputs"
)

# The room of an included header: the study file is read by the room of sources.
room_of() {
    local header=${1#evenreach/}
    header=${header%.h}
    header=${header%%/*}
    [ "$header" = study ] && header=sources
    [ "$header" = results ] && header=store
    [ "$header" = whatif ] && header=analysis
    echo "$header"
}

# Print what a room's files include from rooms that are not below it.
upward() {
    local room=$1 line header other
    shift
    grep -oE '#include "(evenreach/[a-z_]+\.h|[a-z_]+/[^"]+)"' "$@" /dev/null | while IFS= read -r line; do
        header=${line#*\"}
        other=$(room_of "${header%\"}")
        [ "$other" = "$room" ] || [[ " ${below[$room]} " == *" $other "* ]] || echo "$line"
    done
}

@test "every room has its place, and includes nothing from above it" {
    cd "$EVENREACH_SOURCE"
    for folder in src/*/; do
        room=$(basename "$folder")
        [ "$room" = viewer ] && continue # a web page, with imports of its own
        [ -n "${below[$room]+set}" ] || { echo "give the room $room a line in this test"; false; }
        found=$(upward "$room" "$folder"*.[ch])
        [ -z "$found" ] || { echo "$found"; false; }
    done
}

@test "every public header includes nothing from above it" {
    cd "$EVENREACH_SOURCE"
    for header in include/evenreach/*.h; do
        [ "$header" = include/evenreach/evenreach.h ] && continue # all of them
        found=$(upward "$(room_of "evenreach/$(basename "$header")")" "$header")
        [ -z "$found" ] || { echo "$found"; false; }
    done
}

@test "an include from above is found" {
    cd "$BATS_TEST_TMPDIR"
    printf '#include "evenreach/core.h"\n#include "evenreach/study.h"\n#include "store/internal.h"\n' > a.c
    [ "$(upward store a.c | wc -l)" -eq 1 ]
    [ "$(upward geometry a.c | wc -l)" -eq 2 ]
    [ -z "$(upward analysis a.c)" ]
}
