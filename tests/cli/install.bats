#!/usr/bin/env bats
# The installed library and program, used from outside the build.
bats_require_minimum_version 1.5.0

setup_file() {
    export PREFIX="$BATS_FILE_TMPDIR/prefix"
    build=$(dirname "$(dirname "$EVENREACH")")
    cmake --install "$build" --prefix "$PREFIX" >/dev/null
    PKG_CONFIG_PATH=$(dirname "$(find "$PREFIX" -name evenreach.pc)")
    export PKG_CONFIG_PATH
}

@test "the installed program runs" {
    run -0 "$PREFIX/bin/evenreach" --version
    [[ "$output" == evenreach* ]]
}

@test "every public header compiles alone, as C17 and as C++" {
    for header in "$PREFIX"/include/evenreach/*.h; do
        gcc -std=c17 -Wall -Wextra -Werror -fsyntax-only -I"$PREFIX/include" -x c "$header"
        g++ -std=c++17 -Wall -Wextra -Werror -fsyntax-only -I"$PREFIX/include" -x c++ "$header"
    done
}

@test "a program links with what pkg-config says" {
    [[ "${ASAN_BUILD:-0}" = 0 ]] || skip "the sanitizers' library needs their flags"
    cat > "$BATS_TEST_TMPDIR/use.c" <<'C'
#include <evenreach/evenreach.h>
#include <stdio.h>
int main(void) {
    er_context *ctx;
    if (er_context_new(&ctx) != ER_OK) return 1;
    er_point a = {121.5, 25.0}, b = {120.3, 22.6};
    printf("%.1f\n", er_geodesic_distance(a, b));
    const er_path_model *model = er_path_model_find("tr38901-uma");
    er_path path = er_path_defaults();
    er_path_result result;
    path.freq_mhz = 3500;
    path.distance_m = 500;
    path.tx_height_m = 25;
    path.rx_height_m = 1.5;
    if (er_path_loss(ctx, model, &path, &result, NULL) != ER_OK) return 2;
    printf("%.0f dB\n", result.loss_db);
    er_context_free(ctx);
    return 0;
}
C
    gcc "$BATS_TEST_TMPDIR/use.c" -o "$BATS_TEST_TMPDIR/use" \
        $(pkg-config --cflags --libs evenreach)
    LD_LIBRARY_PATH=$(dirname "$PKG_CONFIG_PATH") run -0 "$BATS_TEST_TMPDIR/use"
    [[ "${lines[0]}" == 29* ]]
    [[ "${lines[1]}" == 1??" dB" ]]
}
