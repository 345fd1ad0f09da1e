/* Any bytes as a profile: what is read is one, what is not is refused with a line. */
#include "evenreach/sources.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static char folder[64];

static void remove_folder(void) {
    rmdir(folder);
}

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
    char path[80];
    if (!folder[0]) {
        strcpy(folder, "/tmp/evenreach-fuzz-XXXXXX");
        if (!mkdtemp(folder)) abort();
        atexit(remove_folder);
    }
    snprintf(path, sizeof path, "%s/p.csv", folder);
    FILE *file = fopen(path, "wb");
    if (!file) abort();
    if (size) fwrite(data, 1, size, file);
    fclose(file);

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
