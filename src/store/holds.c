/* Whether there are any rows of a kind. */
#include "store/internal.h"

#include <string.h>

#define ANY_OF(table) "SELECT EXISTS (SELECT 1 FROM " table ")"
static const struct {
    const char *kind;
    const char *sql;
} kinds[] = {
    {"units", ANY_OF("unit")},
    {"population", ANY_OF("population")},
    {"stations", ANY_OF("station")},
    {"sectors", ANY_OF("sector")},
    {"measurements", ANY_OF("measurement")},
    {"venues", ANY_OF("venue")},
    {"routes", ANY_OF("route")},
    {"candidates", ANY_OF("candidate")},
    {"drop_points", ANY_OF("drop_point")},
    {"pilots", ANY_OF("pilot")},
    {"pilot_sites", ANY_OF("pilot_site")},
    {"targets", ANY_OF("target")},
    {"service_needs", ANY_OF("service_need")},
};

er_status er_store_holds(er_context *ctx, er_store *store, const char *kind, bool *out) {
    int64_t any = 0;
    for (size_t i = 0; i < STORE_COUNT(kinds); i++) {
        if (strcmp(kinds[i].kind, kind) != 0) continue;
        ER_TRY(store_int(ctx, store, kinds[i].sql, NULL, &any));
        *out = any != 0;
        return ER_OK;
    }
    return er_fail(ctx, ER_ERR_INTERNAL, "the store knows no rows of the kind '%s'", kind);
}
