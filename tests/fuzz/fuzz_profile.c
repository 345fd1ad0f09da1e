/* Any bytes as a profile: what is read is one, what is not is refused with a line. */
#include "bytes_file.h"

#include "evenreach/sources.h"

#include <math.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const er_profile *profile) {
    if (profile->count < 2 || profile->points[0].distance_km != 0) abort();
    for (size_t i = 0; i < profile->count; i++) {
        const er_profile_point *p = &profile->points[i];
        if (!isfinite(p->distance_km) || !isfinite(p->ground_m)) abort();
        if (!(p->clutter_m >= 0 && p->clutter_m <= 1000)) abort();
        if (i > 0 && !(p->distance_km > p[-1].distance_km)) abort();
        if (p->zone != ER_ZONE_SEA && p->zone != ER_ZONE_COASTAL && p->zone != ER_ZONE_INLAND)
            abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const char *path = bytes_file(data, size, "p.csv");
    er_context *ctx = NULL;
    er_arena *arena = NULL;
    er_profile profile;
    unsigned missing = 0;
    if (er_context_new(&ctx) != ER_OK || er_arena_new(ctx, &arena) != ER_OK) abort();
    if (er_profile_read(ctx, arena, path, &profile, &missing) == ER_OK)
        check(&profile);
    else if (!er_context_error(ctx)[0])
        abort();
    er_arena_free(arena);
    er_context_free(ctx);
    unlink(path);
    return 0;
}
