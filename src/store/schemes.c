#include "store/internal.h"

#define FIELD(column, type, member) STORE_FIELD(er_scheme, column, type, member)
static const store_field scheme_fields[] = {FIELD("name", FIELD_TEXT, name),
                                            FIELD("title", FIELD_TEXT, title),
                                            FIELD("title_zh", FIELD_TEXT, title_zh),
                                            FIELD("level", FIELD_TEXT, level),
                                            FIELD("definition", FIELD_TEXT, definition),
                                            FIELD("overlapping", FIELD_BOOL, overlapping),
                                            FIELD("rank", FIELD_INT, rank)};
#undef FIELD
static const store_table scheme_table = {.name = "scheme",
                                         .row_size = sizeof(er_scheme),
                                         .fields = scheme_fields,
                                         .field_count = STORE_COUNT(scheme_fields),
                                         .layer = STORE_NO_LAYER};

#define FIELD(column, type, member) STORE_FIELD(er_group, column, type, member)
static const store_field group_fields[] = {
    FIELD("scheme", FIELD_TEXT, scheme), FIELD("name", FIELD_TEXT, name),
    FIELD("title", FIELD_TEXT, title), FIELD("title_zh", FIELD_TEXT, title_zh),
    FIELD("rank", FIELD_INT, rank)};
#undef FIELD
static const store_table group_table = {.name = "scheme_group",
                                        .row_size = sizeof(er_group),
                                        .fields = group_fields,
                                        .field_count = STORE_COUNT(group_fields),
                                        .layer = STORE_NO_LAYER};

#define FIELD(column, type, member) STORE_FIELD(er_unit_group, column, type, member)
#define DECISION_FIELDS                                                                            \
    FIELD("scheme", FIELD_TEXT, scheme), FIELD("group_name", FIELD_TEXT, group),                   \
        FIELD("rule", FIELD_TEXT, rule), FIELD("reason", FIELD_TEXT, reason),                      \
        FIELD("reason_zh", FIELD_TEXT, reason_zh), FIELD("value", FIELD_REAL, value),              \
        FIELD("threshold", FIELD_REAL, threshold), FIELD("borderline", FIELD_BOOL, borderline)
static const store_field member_fields[] = {FIELD("unit_id", FIELD_INT, unit_id), DECISION_FIELDS};
static const store_field inherited_fields[] = {FIELD("below.id", FIELD_INT, unit_id),
                                               DECISION_FIELDS};
#undef FIELD
static const store_table member_table = {.name = "unit_group",
                                         .row_size = sizeof(er_unit_group),
                                         .fields = member_fields,
                                         .field_count = STORE_COUNT(member_fields),
                                         .layer = STORE_NO_LAYER};
static const store_table inherited_table = {.name = "unit_group",
                                            .row_size = sizeof(er_unit_group),
                                            .fields = inherited_fields,
                                            .field_count = STORE_COUNT(inherited_fields),
                                            .layer = STORE_NO_LAYER};

static er_status remove_scheme(er_context *ctx, er_store *store, const char *name) {
    static const char *const removals[] = {"DELETE FROM unit_group WHERE scheme = ?1",
                                           "DELETE FROM scheme_group WHERE scheme = ?1",
                                           "DELETE FROM scheme WHERE name = ?1"};
    for (size_t i = 0; i < STORE_COUNT(removals); i++) {
        sqlite3_stmt *statement = NULL;
        ER_TRY(store_statement(ctx, store, removals[i], &statement));
        sqlite3_bind_text(statement, 1, name, -1, SQLITE_STATIC);
        ER_TRY(store_finish(ctx, store, statement));
    }
    return ER_OK;
}

static er_status add_scheme(er_context *ctx, er_store *store, const er_scheme *scheme) {
    int conflict = 0;
    er_status status = store_insert(ctx, store, &scheme_table, scheme, NULL, &conflict);
    if (conflict)
        return er_fail(ctx, ER_ERR_INPUT,
                       "scheme %s: there are no units of the level %s; load them first",
                       scheme->name, scheme->level);
    return status;
}

static er_status add_group(er_context *ctx, er_store *store, const char *scheme,
                           const er_group *group) {
    int conflict = 0;
    er_group row = *group;
    row.scheme = scheme;
    er_status status = store_insert(ctx, store, &group_table, &row, NULL, &conflict);
    if (conflict)
        return er_fail(ctx, ER_ERR_INPUT, "scheme %s: the group %s stands twice", scheme,
                       group->name);
    return status;
}

static er_status add_member(er_context *ctx, er_store *store, const char *scheme,
                            const er_unit_group *member) {
    int conflict = 0;
    er_unit_group row = *member;
    row.scheme = scheme;
    er_status status = store_insert(ctx, store, &member_table, &row, NULL, &conflict);
    if (conflict == SQLITE_CONSTRAINT_FOREIGNKEY)
        return er_fail(ctx, ER_ERR_INPUT, "scheme %s: no group %s, or no unit %lld", scheme,
                       member->group, (long long)member->unit_id);
    if (conflict)
        return er_fail(ctx, ER_ERR_INPUT, "scheme %s: unit %lld is twice in the group %s", scheme,
                       (long long)member->unit_id, member->group);
    return status;
}

er_status er_store_replace_scheme(er_context *ctx, er_store *store, const er_scheme *scheme,
                                  const er_group *groups, size_t group_count,
                                  const er_unit_group *members, size_t member_count) {
    ER_TRY(store_need_transaction(ctx, store));
    ER_TRY(remove_scheme(ctx, store, scheme->name));
    ER_TRY(add_scheme(ctx, store, scheme));
    for (size_t i = 0; i < group_count; i++)
        ER_TRY(add_group(ctx, store, scheme->name, &groups[i]));
    for (size_t i = 0; i < member_count; i++)
        ER_TRY(add_member(ctx, store, scheme->name, &members[i]));
    return ER_OK;
}

er_status er_store_schemes(er_context *ctx, er_store *store, er_arena *arena, er_scheme **rows,
                           size_t *count) {
    const store_query query = {.table = &scheme_table, .from = "FROM scheme ORDER BY rank, name"};
    return store_select(ctx, store, arena, &query, rows, count);
}

er_status er_store_groups(er_context *ctx, er_store *store, er_arena *arena, const char *scheme,
                          er_group **rows, size_t *count) {
    const store_parameter wanted = {.text = scheme};
    const store_query query = {.table = &group_table,
                               .from = "FROM scheme_group WHERE scheme = ?1 ORDER BY rank, name",
                               .parameters = &wanted,
                               .parameter_count = 1};
    return store_select(ctx, store, arena, &query, rows, count);
}

er_status er_store_unit_groups(er_context *ctx, er_store *store, er_arena *arena,
                               const char *scheme, er_unit_group **rows, size_t *count) {
    const store_parameter wanted = {.text = scheme};
    /* UNION, not UNION ALL: a damaged file with a ring of parents still comes to an end. A unit
     * with memberships of its own does not inherit. */
    const store_query query = {
        .table = &inherited_table,
        .from = "FROM (WITH RECURSIVE below(id, origin) AS ("
                " SELECT unit_id, unit_id FROM unit_group WHERE scheme = ?1"
                " UNION SELECT unit.id, below.origin FROM below JOIN unit"
                " ON unit.parent_id = below.id WHERE unit.id NOT IN"
                " (SELECT unit_id FROM unit_group WHERE scheme = ?1))"
                " SELECT id, origin FROM below) AS below"
                " JOIN unit_group ON unit_group.scheme = ?1 AND unit_group.unit_id = below.origin"
                " ORDER BY below.id, group_name",
        .parameters = &wanted,
        .parameter_count = 1};
    return store_select(ctx, store, arena, &query, rows, count);
}
