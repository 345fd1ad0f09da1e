#include "store/internal.h"

#define FIELD(column, type, member) STORE_FIELD(er_pilot, column, type, member)
static const store_field pilot_fields[] = {FIELD("id", FIELD_ID, id),
                                           FIELD("source_id", FIELD_REF, source_id),
                                           FIELD("code", FIELD_TEXT, code),
                                           FIELD("name", FIELD_TEXT, name),
                                           FIELD("name_en", FIELD_TEXT, name_en),
                                           FIELD("theme", FIELD_TEXT, theme),
                                           FIELD("network", FIELD_TEXT, network),
                                           FIELD("status", FIELD_TEXT, status),
                                           FIELD("year", FIELD_YEAR, year),
                                           FIELD("smes", FIELD_REAL, smes),
                                           FIELD("visits", FIELD_REAL, visits),
                                           FIELD("revenue", FIELD_REAL, revenue),
                                           FIELD("persons_served", FIELD_REAL, persons_served),
                                           FIELD("budget", FIELD_REAL, budget),
                                           FIELD("date_on", FIELD_TEXT, date_on),
                                           FIELD("date_off", FIELD_TEXT, date_off),
                                           FIELD("note", FIELD_TEXT, note),
                                           FIELD("note_zh", FIELD_TEXT, note_zh),
                                           FIELD("document", FIELD_TEXT, document)};
#undef FIELD
static const store_table pilot_table = {.name = "pilot",
                                        .row_size = sizeof(er_pilot),
                                        .fields = pilot_fields,
                                        .field_count = STORE_COUNT(pilot_fields),
                                        .layer = STORE_NO_LAYER};

#define FIELD(column, type, member) STORE_FIELD(er_pilot_site, column, type, member)
static const store_field site_fields[] = {FIELD("id", FIELD_ID, id),
                                          FIELD("source_id", FIELD_REF, source_id),
                                          FIELD("pilot_code", FIELD_TEXT, pilot_code),
                                          FIELD("sequence", FIELD_INT, sequence),
                                          FIELD("unit_code", FIELD_TEXT, unit_code),
                                          FIELD("unit_id", FIELD_REF, unit_id),
                                          FIELD("place", FIELD_TEXT, place),
                                          FIELD("located", FIELD_TEXT, located),
                                          FIELD("accuracy_m", FIELD_REAL, accuracy_m),
                                          FIELD("geom", FIELD_POINT, position)};
#undef FIELD
static const store_table site_table = {.name = "pilot_site",
                                       .row_size = sizeof(er_pilot_site),
                                       .fields = site_fields,
                                       .field_count = STORE_COUNT(site_fields),
                                       .layer = STORE_PILOT_SITE};

er_status er_store_add_pilot(er_context *ctx, er_store *store, er_pilot *pilot) {
    int conflict = 0;
    if (!pilot->code || !pilot->code[0]) return er_fail(ctx, ER_ERR_INPUT, "a pilot needs a code");
    er_status status = store_insert(ctx, store, &pilot_table, pilot, &pilot->id, &conflict);
    if (conflict)
        return er_fail(ctx, ER_ERR_INPUT, "pilot %s is there already; a code stands once",
                       pilot->code);
    return status;
}

er_status er_store_add_pilot_site(er_context *ctx, er_store *store, er_pilot_site *site) {
    int conflict = 0;
    if (!site->pilot_code) return er_fail(ctx, ER_ERR_INPUT, "a pilot site needs its pilot's code");
    er_status status = store_insert(ctx, store, &site_table, site, &site->id, &conflict);
    if (conflict == SQLITE_CONSTRAINT_FOREIGNKEY)
        return er_fail(ctx, ER_ERR_INPUT,
                       "a site of pilot %s: no such pilot, or no such unit; load those first",
                       site->pilot_code);
    if (conflict)
        return er_fail(ctx, ER_ERR_INPUT, "site %lld of pilot %s is there already",
                       (long long)site->sequence, site->pilot_code);
    return status;
}

er_status er_store_pilots(er_context *ctx, er_store *store, er_arena *arena, er_pilot **rows,
                          size_t *count) {
    const store_query query = {.table = &pilot_table, .from = "FROM pilot ORDER BY code"};
    return store_select(ctx, store, arena, &query, rows, count);
}

er_status er_store_pilot_sites(er_context *ctx, er_store *store, er_arena *arena,
                               er_pilot_site **rows, size_t *count) {
    const store_query query = {.table = &site_table,
                               .from = "FROM pilot_site ORDER BY pilot_code, sequence"};
    return store_select(ctx, store, arena, &query, rows, count);
}
