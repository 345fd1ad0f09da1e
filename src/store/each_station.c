/* Stations on their way through: what is kept of all of them is where they stand and which they
 * are; the rest is read a batch at a time. */
#include "store/internal.h"

#include <stdlib.h>

/** Of a table that holds more than one batch, each of its pages is read once a batch. */
enum { BATCH = 131072, UNORDERED_BATCH = 8192 };

/* ---- where they stand ------------------------------------------------------------------------ */

struct place {
    int64_t id;
    er_point position;
};

static const store_field place_fields[] = {
    STORE_FIELD(struct place, "id", FIELD_ID, id),
    STORE_FIELD(struct place, "geom", FIELD_POINT, position)};
static const store_table place_table = {.name = "station",
                                        .row_size = sizeof(struct place),
                                        .fields = place_fields,
                                        .field_count = STORE_COUNT(place_fields),
                                        .layer = STORE_NO_LAYER};

static int compare_positions(const struct place *a, const struct place *b) {
    int order = store_compare_real(a->position.x, b->position.x);
    return order ? order : store_compare_real(a->position.y, b->position.y);
}

static int by_position(const void *left, const void *right) {
    return compare_positions(left, right);
}

static er_status read_places(er_context *ctx, er_store *store, struct place **places,
                             size_t *count) {
    const store_query query = {.table = &place_table, .from = "FROM station"};
    store_rows *rows = NULL;
    size_t capacity = 0;
    ER_TRY(store_rows_open(ctx, store, &query, &rows));
    er_status status = ER_OK;
    for (bool more = true; status == ER_OK && more; *count += more) {
        if (*count % 65536 == 0) ER_GOTO(status, done, er_check_cancel(ctx));
        ER_GOTO(status, done, er_reserve(ctx, places, &capacity, *count + 1, sizeof **places));
        status = store_rows_next(ctx, rows, NULL, &(*places)[*count], &more);
    }
    if (*count > 1) qsort(*places, *count, sizeof **places, by_position);
done:
    store_rows_close(rows);
    return status;
}

/* ---- a batch --------------------------------------------------------------------------------- */

struct reading {
    er_context *ctx;
    er_store *store;
    struct place *places; /* of all stations, in order */
    size_t batch;         /* stations at a time */
    store_rows *by_id;    /* null: the whole table is one batch */
    store_rows *sectors;  /* null: there are none */
    er_arena *arena;      /* of the batch; so are the rest */
    er_station *stations;
    store_site *sites;
    size_t count;
};

static int by_content(const void *left, const void *right) {
    return store_compare_sectors(left, right);
}

/** The sectors of one station, numbered. */
static er_status read_sectors(struct reading *r, int64_t station_id, store_site *site) {
    er_sector *found = NULL, *kept = NULL;
    size_t capacity = 0, count = 0;
    er_status status = ER_OK;
    store_rows_again(r->sectors, station_id);
    for (bool more = true; more; count += more) {
        ER_GOTO(status, done, er_reserve(r->ctx, &found, &capacity, count + 1, sizeof *found));
        ER_GOTO(status, done, store_rows_next(r->ctx, r->sectors, r->arena, &found[count], &more));
    }
    if (count > 1) qsort(found, count, sizeof *found, by_content);
    ER_GOTO(status, done, er_arena_alloc(r->ctx, r->arena, count * sizeof *kept, &kept));
    for (size_t i = 0; i < count; i++) {
        kept[i] = found[i];
        kept[i].number = (int64_t)i + 1;
    }
    site->sectors = kept;
    site->count = count;
done:
    er_free(found);
    return status;
}

static er_status take_station(struct reading *r, size_t i) {
    r->sites[i] = (store_site){.station = &r->stations[i]};
    return r->sectors ? read_sectors(r, r->stations[i].id, &r->sites[i]) : ER_OK;
}

static int by_id(const void *left, const void *right) {
    const int64_t *a = left, *b = right;
    return (*a > *b) - (*a < *b);
}

/** Some of the table, in the order of ids: those of a page follow each other. */
static er_status read_some(struct reading *r, const struct place *places) {
    int64_t *ids = NULL;
    ER_TRY(er_arena_alloc(r->ctx, r->arena, r->count * sizeof *ids, &ids));
    for (size_t i = 0; i < r->count; i++)
        ids[i] = places[i].id;
    qsort(ids, r->count, sizeof *ids, by_id);
    for (size_t i = 0; i < r->count; i++) {
        bool found = false;
        store_rows_again(r->by_id, ids[i]);
        ER_TRY(store_rows_next(r->ctx, r->by_id, r->arena, &r->stations[i], &found));
        if (!found) return store_failure_at(r->ctx, r->store->path, SQLITE_CORRUPT, "station");
        ER_TRY(take_station(r, i));
    }
    return ER_OK;
}

/** The whole table is one batch. */
static er_status read_all(struct reading *r) {
    const store_query query = {.table = &store_station_table, .from = "FROM station"};
    store_rows *rows = NULL;
    bool more = true;
    ER_TRY(store_rows_open(r->ctx, r->store, &query, &rows));
    er_status status = ER_OK;
    for (size_t i = 0; i < r->count && more && status == ER_OK; i++) {
        status = store_rows_next(r->ctx, rows, r->arena, &r->stations[i], &more);
        if (status == ER_OK && more) status = take_station(r, i);
    }
    store_rows_close(rows);
    if (status != ER_OK || more) return status;
    return store_failure_at(r->ctx, r->store->path, SQLITE_CORRUPT, "station");
}

static int by_site(const void *left, const void *right) {
    return store_compare_sites(left, right);
}

/** The sorted sites as the reader gets them. */
static er_status hand_over(struct reading *r, er_station_reader *read, void *user) {
    const er_station **stations = NULL;
    const er_sector **sectors = NULL;
    size_t *sector_counts = NULL;
    ER_TRY(er_arena_alloc(r->ctx, r->arena, r->count * sizeof *stations, &stations));
    ER_TRY(er_arena_alloc(r->ctx, r->arena, r->count * sizeof *sectors, &sectors));
    ER_TRY(er_arena_alloc(r->ctx, r->arena, r->count * sizeof *sector_counts, &sector_counts));
    for (size_t i = 0; i < r->count; i++) {
        stations[i] = r->sites[i].station;
        sectors[i] = r->sites[i].sectors;
        sector_counts[i] = r->sites[i].count;
    }
    const er_station_batch batch = {stations, r->count, sectors, sector_counts};
    return read(r->ctx, &batch, user);
}

static er_status read_batch(struct reading *r, const struct place *places, size_t count,
                            er_station_reader *read, void *user) {
    er_status status;
    ER_TRY(er_check_cancel(r->ctx));
    ER_TRY(er_arena_new(r->ctx, &r->arena));
    r->count = count;
    if (r->by_id) store_rows_forget(r->by_id);
    if (r->sectors) store_rows_forget(r->sectors);
    ER_GOTO(status, done,
            er_arena_alloc(r->ctx, r->arena, count * sizeof *r->stations, &r->stations));
    ER_GOTO(status, done, er_arena_alloc(r->ctx, r->arena, count * sizeof *r->sites, &r->sites));
    ER_GOTO(status, done, r->by_id ? read_some(r, places) : read_all(r));
    qsort(r->sites, count, sizeof *r->sites, by_site);
    status = hand_over(r, read, user);
done:
    er_arena_free(r->arena);
    return status;
}

/* ---- all of them ----------------------------------------------------------------------------- */

/** Those at one place stay together: they may have to be told apart by what they say. */
static size_t batch_end(const struct reading *r, size_t count, size_t from) {
    size_t end = count - from < r->batch ? count : from + r->batch;
    while (end < count && compare_positions(&r->places[end - 1], &r->places[end]) == 0)
        end++;
    return end;
}

/** Fewer where each brings its sectors along. */
static size_t batch_size(size_t stations, int64_t sectors) {
    enum { AT_LEAST = 1024, SECTOR_WEIGHT = 2 };
    double share = (double)stations / ((double)stations + SECTOR_WEIGHT * (double)sectors);
    size_t size = (size_t)(BATCH * share);
    return size > AT_LEAST ? size : AT_LEAST;
}

static er_status open_rows(struct reading *r, size_t count) {
    static const store_parameter none = {.number = 0};
    static const store_query station = {.table = &store_station_table,
                                        .from = "FROM station WHERE id = ?1",
                                        .parameters = &none,
                                        .parameter_count = 1};
    static const store_query sector = {.table = &store_sector_table,
                                       .from = "FROM sector WHERE station_id = ?1",
                                       .parameters = &none,
                                       .parameter_count = 1};
    int64_t sectors = 0;
    ER_TRY(er_store_count(r->ctx, r->store, "sector", 0, NULL, &sectors));
    if (sectors > 0) ER_TRY(store_rows_open(r->ctx, r->store, &sector, &r->sectors));
    r->batch = batch_size(count, sectors);
    if (batch_end(r, count, 0) == count) return ER_OK;
    return store_rows_open(r->ctx, r->store, &station, &r->by_id);
}

static er_status read_in_order(struct reading *r, er_station_reader *read, void *user) {
    size_t count = 0;
    er_status status;
    ER_GOTO(status, done, read_places(r->ctx, r->store, &r->places, &count));
    if (count == 0) goto done;
    ER_GOTO(status, done, open_rows(r, count));
    for (size_t from = 0, end; from < count; from = end) {
        end = batch_end(r, count, from);
        ER_GOTO(status, done, read_batch(r, &r->places[from], end - from, read, user));
    }
done:
    store_rows_close(r->sectors);
    store_rows_close(r->by_id);
    er_free(r->places);
    return status;
}

/** All that is read is of one moment, and the file is locked once, not once a row. */
er_status er_store_each_station(er_context *ctx, er_store *store, er_station_reader *read,
                                void *user) {
    struct reading r = {.ctx = ctx, .store = store};
    bool own = sqlite3_get_autocommit(store->db) != 0;
    if (own) ER_TRY(store_exec(ctx, store, "BEGIN"));
    er_status status = read_in_order(&r, read, user);
    if (own) sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL); /* nothing was written */
    return status;
}

/* ---- in no order ----------------------------------------------------------------------------- */

struct passing {
    store_rows *rows;
    er_station *stations;
    const er_station **shown;
    const er_sector **no_sectors;
    size_t *zeros;
};

static er_status pass_batch(er_context *ctx, const struct passing *p, er_station_reader *read,
                            void *user, bool *more) {
    er_arena *arena = NULL;
    er_station_batch batch = {
        .stations = p->shown, .sectors = p->no_sectors, .sector_counts = p->zeros};
    er_status status;
    ER_TRY(er_check_cancel(ctx));
    ER_TRY(er_arena_new(ctx, &arena));
    store_rows_forget(p->rows);
    for (*more = true; batch.count < UNORDERED_BATCH; batch.count++) {
        ER_GOTO(status, done,
                store_rows_next(ctx, p->rows, arena, &p->stations[batch.count], more));
        if (!*more) break;
    }
    status = batch.count > 0 ? read(ctx, &batch, user) : ER_OK;
done:
    er_arena_free(arena);
    return status;
}

er_status er_store_any_station(er_context *ctx, er_store *store, er_station_reader *read,
                               void *user) {
    static const store_query query = {.table = &store_station_table, .from = "FROM station"};
    struct passing p = {0};
    er_status status;
    ER_GOTO(status, done, er_alloc(ctx, UNORDERED_BATCH, sizeof *p.stations, &p.stations));
    ER_GOTO(status, done, er_alloc(ctx, UNORDERED_BATCH, sizeof *p.shown, &p.shown));
    ER_GOTO(status, done, er_alloc(ctx, UNORDERED_BATCH, sizeof *p.no_sectors, &p.no_sectors));
    ER_GOTO(status, done, er_alloc(ctx, UNORDERED_BATCH, sizeof *p.zeros, &p.zeros));
    for (size_t i = 0; i < UNORDERED_BATCH; i++)
        p.shown[i] = &p.stations[i];
    ER_GOTO(status, done, store_rows_open(ctx, store, &query, &p.rows));
    for (bool more = true; more;)
        ER_GOTO(status, done, pass_batch(ctx, &p, read, user, &more));
done:
    store_rows_close(p.rows);
    er_free(p.zeros);
    er_free(p.no_sectors);
    er_free(p.shown);
    er_free(p.stations);
    return status;
}
