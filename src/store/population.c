#include "store/internal.h"
#include "core/order.h"

#include <math.h>
#include <stdlib.h>

#define FIELD(column, type, member) STORE_FIELD(er_population, column, type, member)
static const store_field population_fields[] = {
    FIELD("source_id", FIELD_REF, source_id), FIELD("unit_id", FIELD_INT, unit_id),
    FIELD("persons", FIELD_REAL, persons), FIELD("households", FIELD_REAL, households),
    FIELD("as_of", FIELD_TEXT, as_of)};
#undef FIELD
static const store_table population_table = {.name = "population",
                                             .row_size = sizeof(er_population),
                                             .fields = population_fields,
                                             .field_count = STORE_COUNT(population_fields),
                                             .layer = STORE_NO_LAYER,
                                             .replaces = true};

er_status er_store_add_population(er_context *ctx, er_store *store, const er_population *row) {
    int conflict = 0;
    if (!isfinite(row->persons) || row->persons < 0)
        return er_fail(ctx, ER_ERR_RANGE, "persons must be a number of 0 or more");
    er_status status = store_insert(ctx, store, &population_table, row, NULL, &conflict);
    if (conflict)
        return er_fail(ctx, ER_ERR_NOT_FOUND, "population: no unit with the id %lld",
                       (long long)row->unit_id);
    return status;
}

/* ---- settling: figures given to figures of every unit ---------------------------------------- */

enum { QUANTITIES = 2 }; /* persons, households */

/** One quantity of one unit. Units stand in a list, larger levels first. */
struct figure {
    double given;    /* NAN: none */
    er_sum below;    /* of what is known of the units below */
    size_t children; /* units below */
    size_t settled;  /* of them, those that need no share */
    bool any;        /* something is known here or below */
    double share;    /* of the rest of a figure above; NAN: none */
    double value;    /* the result */
    const char *method;
};

struct settling_unit {
    int64_t id;
    int64_t parent_id;
    size_t parent; /* place in the list; SIZE_MAX at the top */
    struct figure figures[QUANTITIES];
};

struct tally {
    int64_t shared, incomplete, overrun, short_of;
};

/** Rounding, and figures that were published rounded, are no contradiction. */
static const double contradiction = 0.5;

static bool is_settled(const struct figure *figure) {
    return !isnan(figure->given) || (figure->children > 0 && figure->settled == figure->children);
}

/** A given figure, unless what is known below adds up to more. */
static bool is_overrun(const struct figure *figure) {
    return er_sum_value(&figure->below) > figure->given + contradiction;
}

static double own_figure(const struct figure *figure) {
    bool given = !isnan(figure->given) && !is_overrun(figure);
    return given ? figure->given : er_sum_value(&figure->below);
}

/** From the finest units up: what is known at least. */
static void sum_up(struct settling_unit *units, size_t count, int quantity) {
    for (size_t i = count; i-- > 0;) {
        struct figure *figure = &units[i].figures[quantity];
        figure->any = figure->any || !isnan(figure->given);
        if (units[i].parent == SIZE_MAX) continue;
        struct figure *above = &units[units[i].parent].figures[quantity];
        above->children++;
        above->settled += is_settled(figure);
        above->any = above->any || figure->any;
        if (figure->any) er_sum_add(&above->below, own_figure(figure));
    }
}

static void decide(struct figure *figure, struct tally *tally) {
    double below = er_sum_value(&figure->below);
    if (!isnan(figure->given)) {
        bool overrun = is_overrun(figure);
        figure->value = own_figure(figure);
        figure->method = overrun ? "summed" : "given";
        tally->overrun += overrun;
        tally->short_of += figure->children > 0 && figure->settled == figure->children &&
                           below < figure->given - contradiction;
    } else if (!isnan(figure->share)) {
        figure->value = below + figure->share;
        figure->method = "shared";
        tally->shared++;
    } else if (figure->any) {
        figure->value = below;
        figure->method = "summed";
        tally->incomplete += !is_settled(figure);
    }
}

/** From the largest units down: a rest goes in equal parts to the units below that lack a figure.*/
static void share_down(struct settling_unit *units, size_t count, int quantity,
                       struct tally *tally) {
    for (size_t i = 0; i < count; i++) {
        struct figure *figure = &units[i].figures[quantity];
        if (units[i].parent != SIZE_MAX && !is_settled(figure)) {
            const struct figure *above = &units[units[i].parent].figures[quantity];
            double rest = above->value - er_sum_value(&above->below);
            bool backed = !isnan(above->given) || !isnan(above->share);
            if (backed) figure->share = fmax(rest, 0) / (double)(above->children - above->settled);
        }
        decide(figure, tally);
    }
}

/* ---- reading and writing --------------------------------------------------------------------- */

/** Fill in `parent`. A parent stands before its children, or it is none (a damaged file). */
static er_status find_parents(er_context *ctx, struct settling_unit *units, size_t count) {
    int64_t(*places)[2] = NULL;
    ER_TRY(er_alloc(ctx, count, sizeof *places, &places));
    for (size_t i = 0; i < count; i++) {
        places[i][0] = units[i].id;
        places[i][1] = (int64_t)i;
    }
    qsort(places, count, sizeof *places, er_order_ids);
    for (size_t i = 0; i < count; i++) {
        const int64_t key[2] = {units[i].parent_id, 0};
        const int64_t(*found)[2] =
            units[i].parent_id ? bsearch(key, places, count, sizeof *places, er_order_ids) : NULL;
        units[i].parent = found && (size_t)(*found)[1] < i ? (size_t)(*found)[1] : SIZE_MAX;
    }
    er_free(places);
    return ER_OK;
}

static double column_or_nan(sqlite3_stmt *statement, int at) {
    return sqlite3_column_type(statement, at) == SQLITE_NULL ? NAN
                                                             : sqlite3_column_double(statement, at);
}

static er_status read_units(er_context *ctx, er_store *store, struct settling_unit **units,
                            size_t *count) {
    static const char sql[] =
        "SELECT unit.id, unit.parent_id, population.persons, population.households"
        " FROM unit JOIN level ON level.name = unit.level"
        " LEFT JOIN population ON population.unit_id = unit.id"
        " ORDER BY level.rank, unit.level, unit.code";
    sqlite3_stmt *statement = NULL;
    size_t capacity = 0;
    er_status status = store_statement(ctx, store, sql, &statement);
    int rc = SQLITE_DONE;
    while (status == ER_OK && (rc = sqlite3_step(statement)) == SQLITE_ROW) {
        status = er_reserve(ctx, units, &capacity, *count + 1, sizeof **units);
        if (status != ER_OK) break;
        struct settling_unit *unit = &(*units)[(*count)++];
        *unit = (struct settling_unit){.id = sqlite3_column_int64(statement, 0),
                                       .parent_id = sqlite3_column_int64(statement, 1)};
        for (int i = 0; i < QUANTITIES; i++)
            unit->figures[i] = (struct figure){
                .given = column_or_nan(statement, 2 + i), .share = NAN, .value = NAN};
    }
    if (status == ER_OK && rc != SQLITE_DONE) status = store_failure(ctx, store, rc);
    if (statement) sqlite3_reset(statement);
    return status;
}

static er_status write_units(er_context *ctx, er_store *store, const struct settling_unit *units,
                             size_t count) {
    static const char sql[] = "UPDATE unit SET persons = ?2, persons_method = ?3, households = ?4,"
                              " households_method = ?5 WHERE id = ?1";
    sqlite3_stmt *statement = NULL;
    ER_TRY(store_statement(ctx, store, sql, &statement));
    for (size_t i = 0; i < count; i++) {
        sqlite3_bind_int64(statement, 1, units[i].id);
        for (int j = 0; j < QUANTITIES; j++) {
            sqlite3_bind_double(statement, 2 + 2 * j, units[i].figures[j].value);
            sqlite3_bind_text(statement, 3 + 2 * j, units[i].figures[j].method, -1, SQLITE_STATIC);
        }
        ER_TRY(store_finish(ctx, store, statement));
    }
    return ER_OK;
}

static er_status record(er_context *ctx, er_store *store, const char *field, const char *value,
                        const char *basis, int64_t affected, size_t total) {
    const er_assumption assumption = {.subject = "population",
                                      .field = field,
                                      .value = value,
                                      .basis = basis,
                                      .rows_affected = affected,
                                      .rows_total = (int64_t)total};
    return affected > 0 ? er_store_add_assumption(ctx, store, &assumption) : ER_OK;
}

/* The basis is kept in English; whoever shows it looks its translation up. */
static er_status record_tally(er_context *ctx, er_store *store, const char *field,
                              const struct tally *tally, size_t total) {
    ER_TRY(record(ctx, store, field, "shared equally",
                  "a figure given for a larger unit is shared equally among the units in it that "
                  "have none",
                  tally->shared, total));
    ER_TRY(record(ctx, store, field, "sum of those known",
                  "a sum over the units below, some of which have no figure", tally->incomplete,
                  total));
    ER_TRY(record(ctx, store, field, "sum of the units below",
                  "the units below add up to more than the figure given", tally->overrun, total));
    return record(ctx, store, field, "figure given",
                  "the units below add up to less than the figure given", tally->short_of, total);
}

static void warn(er_context *ctx, const struct tally *tally) {
    if (tally->overrun > 0)
        er_log(ctx, ER_LOG_WARNING,
               "population: in %lld units the units below add up to more than the figure given; "
               "their sum is used",
               (long long)tally->overrun);
    if (tally->short_of > 0)
        er_log(ctx, ER_LOG_WARNING,
               "population: in %lld units the units below add up to less than the figure given; "
               "each figure is used as it is",
               (long long)tally->short_of);
    if (tally->incomplete > 0)
        er_log(ctx, ER_LOG_WARNING,
               "population: %lld units are sums in which some units below have no figure",
               (long long)tally->incomplete);
}

er_status er_store_settle_population(er_context *ctx, er_store *store) {
    static const char *const names[QUANTITIES] = {"persons", "households"};
    struct settling_unit *units = NULL;
    size_t count = 0;
    ER_TRY(store_need_transaction(ctx, store));
    ER_TRY(store_exec(ctx, store,
                      "DELETE FROM assumption WHERE subject = 'population'"
                      " AND source_id IS NULL AND run_id IS NULL"));
    er_status status;
    ER_GOTO(status, done, read_units(ctx, store, &units, &count));
    ER_GOTO(status, done, find_parents(ctx, units, count));
    for (int i = 0; i < QUANTITIES; i++) {
        struct tally tally = {0};
        sum_up(units, count, i);
        share_down(units, count, i, &tally);
        ER_GOTO(status, done, record_tally(ctx, store, names[i], &tally, count));
        if (i == 0) warn(ctx, &tally);
    }
    status = write_units(ctx, store, units, count);
done:
    er_free(units);
    return status;
}
