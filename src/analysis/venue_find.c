/* A venue by its code, and near ones where there is none. */
#include "evenreach/analysis.h"

#include <stdio.h>
#include <string.h>

/* More of a code than this is not compared, and no more near codes are named. */
enum { COMPARED = 64, NAMED = 3 };

static size_t least(size_t a, size_t b) {
    return a < b ? a : b;
}

/** Bytes to insert, delete or change to make one code of the other (Levenshtein 1966). */
static size_t changes(const char *a, const char *b) {
    size_t row[COMPARED + 1], length = strnlen(b, COMPARED);
    for (size_t j = 0; j <= length; j++)
        row[j] = j;
    for (size_t i = 0; i < COMPARED && a[i]; i++) {
        size_t corner = row[0];
        row[0] = i + 1;
        for (size_t j = 0; j < length; j++) {
            size_t changed = corner + (a[i] != b[j]);
            corner = row[j + 1];
            row[j + 1] = least(changed, 1 + least(row[j], row[j + 1]));
        }
    }
    return row[length];
}

/** Keep the nearest codes, the first of equals first. */
static void keep(size_t near[NAMED], size_t away[NAMED], size_t venue, size_t distance) {
    for (size_t k = 0; k < NAMED; k++) {
        if (distance >= away[k]) continue;
        for (size_t m = NAMED - 1; m > k; m--) {
            near[m] = near[m - 1];
            away[m] = away[m - 1];
        }
        near[k] = venue;
        away[k] = distance;
        return;
    }
}

static void name_near(const er_venue *venues, size_t count, const char *code, char *list,
                      size_t size) {
    size_t near[NAMED] = {0}, away[NAMED], used = 0;
    size_t most = strnlen(code, COMPARED) / 2 + 1; /* more than that has little in common */
    for (size_t k = 0; k < NAMED; k++)
        away[k] = most;
    for (size_t i = 0; i < count; i++)
        keep(near, away, i, changes(venues[i].code, code));
    list[0] = '\0';
    for (size_t k = 0; k < NAMED && away[k] < most; k++)
        used += (size_t)snprintf(list + used, size - used, "%s%.60s", k > 0 ? ", " : "",
                                 venues[near[k]].code);
}

er_status er_venue_find(er_context *ctx, const er_store *store, const er_venue *venues,
                        size_t count, const char *code, size_t *at) {
    char list[NAMED * 64];
    for (size_t i = 0; i < count; i++)
        if (strcmp(venues[i].code, code) == 0) {
            *at = i;
            return ER_OK;
        }
    name_near(venues, count, code, list, sizeof list);
    if (list[0])
        return er_fail(ctx, ER_ERR_NOT_FOUND, "%s: has no venue of the code %.60s; near it: %s",
                       er_store_path(store), code, list);
    return er_fail(ctx, ER_ERR_NOT_FOUND,
                   "%s: has no venue of the code %.60s: `evenreach venues` lists them",
                   er_store_path(store), code);
}
