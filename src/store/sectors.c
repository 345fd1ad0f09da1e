#include "store/internal.h"

#include <math.h>
#include <stdlib.h>

/** A sector as it is written: with its station's place, which gives layers of sectors an index of
 *  their own. */
struct placed_sector {
    er_sector sector; /* first: the fields of a sector are its own, too */
    er_point position;
};

#define FIELD(column, type, member) STORE_FIELD(er_sector, column, type, member)
#define SECTOR_FIELDS                                                                              \
    FIELD("id", FIELD_ID, id), FIELD("station_id", FIELD_INT, station_id),                         \
        FIELD("source_id", FIELD_REF, source_id), FIELD("row_number", FIELD_INT, row),             \
        FIELD("code", FIELD_TEXT, code), FIELD("band", FIELD_TEXT, band),                          \
        FIELD("freq_mhz", FIELD_REAL, freq_mhz),                                                   \
        FIELD("bandwidth_mhz", FIELD_REAL, bandwidth_mhz),                                         \
        FIELD("azimuth_deg", FIELD_REAL, azimuth_deg), FIELD("all_round", FIELD_BOOL, all_round),  \
        FIELD("beamwidth_deg", FIELD_REAL, beamwidth_deg),                                         \
        FIELD("vertical_beamwidth_deg", FIELD_REAL, vertical_beamwidth_deg),                       \
        FIELD("tilt_deg", FIELD_REAL, tilt_deg), FIELD("height_m", FIELD_REAL, height_m),          \
        FIELD("power_dbm", FIELD_REAL, power_dbm), FIELD("eirp_dbm", FIELD_REAL, eirp_dbm),        \
        FIELD("gain_dbi", FIELD_REAL, gain_dbi), FIELD("antenna", FIELD_TEXT, antenna)
static const store_field placed_fields[] = {
    SECTOR_FIELDS, STORE_FIELD(struct placed_sector, "geom", FIELD_POINT, position)};
static const store_field sector_fields[] = {SECTOR_FIELDS};
#undef FIELD
static const store_table placed_table = {.name = "sector",
                                         .row_size = sizeof(struct placed_sector),
                                         .fields = placed_fields,
                                         .field_count = STORE_COUNT(placed_fields),
                                         .layer = STORE_SECTOR};
const store_table store_sector_table = {.name = "sector",
                                        .row_size = sizeof(er_sector),
                                        .fields = sector_fields,
                                        .field_count = STORE_COUNT(sector_fields),
                                        .layer = STORE_SECTOR};

/** Unknown (NAN) if there is no such station: the insertion says so. */
static er_status station_position(er_context *ctx, er_store *store, int64_t id, er_point *out) {
    static const char sql[] = "SELECT geom FROM station WHERE id = ?1";
    sqlite3_stmt *row = NULL;
    er_status status = ER_OK;
    *out = (er_point){NAN, NAN};
    ER_TRY(store_statement(ctx, store, sql, &row));
    sqlite3_bind_int64(row, 1, id);
    int rc = sqlite3_step(row);
    if (rc == SQLITE_ROW) {
        const void *blob = sqlite3_column_blob(row, 0);
        if (!store_point_from_blob(blob, (size_t)sqlite3_column_bytes(row, 0), out))
            status = store_failure_at(ctx, store->path, SQLITE_CORRUPT, "geometry");
    } else if (rc != SQLITE_DONE) {
        status = store_failure(ctx, store, rc);
    }
    sqlite3_reset(row);
    sqlite3_clear_bindings(row);
    return status;
}

er_status er_store_add_sector(er_context *ctx, er_store *store, er_sector *sector) {
    int conflict = 0;
    struct placed_sector row = {.sector = *sector};
    ER_TRY(station_position(ctx, store, sector->station_id, &row.position));
    er_status status = store_insert(ctx, store, &placed_table, &row, &sector->id, &conflict);
    if (conflict)
        return er_fail(ctx, ER_ERR_INPUT, "a sector needs a station; there is no station %lld",
                       (long long)sector->station_id);
    return status;
}

/* ---- an order that rests on what a sector and its station are -------------------------------- */

int store_compare_sectors(const er_sector *a, const er_sector *b) {
    int order = b->all_round - a->all_round;
    if (!order) order = store_compare_real(a->azimuth_deg, b->azimuth_deg);
    if (!order) order = store_compare_text(a->band, b->band);
    if (!order) order = store_compare_real(a->freq_mhz, b->freq_mhz);
    if (!order) order = store_compare_real(a->bandwidth_mhz, b->bandwidth_mhz);
    if (!order) order = store_compare_text(a->code, b->code);
    if (!order) order = store_compare_real(a->height_m, b->height_m);
    if (!order) order = store_compare_real(a->tilt_deg, b->tilt_deg);
    if (!order) order = store_compare_real(a->beamwidth_deg, b->beamwidth_deg);
    if (!order) order = store_compare_real(a->vertical_beamwidth_deg, b->vertical_beamwidth_deg);
    if (!order) order = store_compare_real(a->power_dbm, b->power_dbm);
    if (!order) order = store_compare_real(a->eirp_dbm, b->eirp_dbm);
    if (!order) order = store_compare_real(a->gain_dbi, b->gain_dbi);
    if (!order) order = store_compare_text(a->antenna, b->antenna);
    return order;
}

static int by_station_then_content(const void *left, const void *right) {
    const er_sector *a = left, *b = right;
    if (a->station_id != b->station_id) return a->station_id < b->station_id ? -1 : 1;
    return store_compare_sectors(a, b);
}

int store_compare_sites(const store_site *a, const store_site *b) {
    int order = store_compare_stations(a->station, b->station);
    for (size_t i = 0; !order && i < a->count && i < b->count; i++)
        order = store_compare_sectors(&a->sectors[i], &b->sectors[i]);
    if (!order) order = (a->count > b->count) - (a->count < b->count);
    return order;
}

static int compare_sites(const void *left, const void *right) {
    return store_compare_sites(left, right);
}

static int by_id(const void *left, const void *right) {
    const er_station *a = left, *b = right;
    return (a->id > b->id) - (a->id < b->id);
}

/** One site for every station that has sectors; the sectors stand together, station by station, and
 *  get their numbers. */
static er_status gather_sites(er_context *ctx, er_store *store, er_sector *sectors, size_t count,
                              const er_station *stations, size_t station_count, store_site *sites,
                              size_t *site_count) {
    *site_count = 0;
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || sectors[i].station_id != sectors[i - 1].station_id) {
            const er_station wanted = {.id = sectors[i].station_id};
            const er_station *station =
                bsearch(&wanted, stations, station_count, sizeof *stations, by_id);
            if (!station)
                return store_failure_at(ctx, store->path, SQLITE_CORRUPT,
                                        "a sector without its station");
            sites[(*site_count)++] = (store_site){.station = station, .sectors = &sectors[i]};
        }
        store_site *site = &sites[*site_count - 1];
        sectors[i].number = (int64_t)++site->count;
    }
    return ER_OK;
}

er_status er_store_sectors(er_context *ctx, er_store *store, er_arena *arena, er_sector **rows,
                           size_t *count) {
    const store_query query = {.table = &store_sector_table, .from = "FROM sector"};
    er_sector *sectors = NULL, *ordered = NULL;
    er_station *stations = NULL;
    store_site *sites = NULL;
    size_t sector_count = 0, station_count = 0, site_count = 0, at = 0;
    ER_TRY(store_select(ctx, store, arena, &query, &sectors, &sector_count));
    *count = sector_count;
    *rows = sectors;
    if (sector_count == 0) return ER_OK;
    ER_TRY(er_store_stations(ctx, store, arena, &stations, &station_count));
    ER_TRY(er_arena_alloc(ctx, arena, sector_count * sizeof *ordered, &ordered));
    ER_TRY(er_alloc(ctx, sector_count, sizeof *sites, &sites));
    if (station_count > 1) qsort(stations, station_count, sizeof *stations, by_id);
    qsort(sectors, sector_count, sizeof *sectors, by_station_then_content);
    er_status status = gather_sites(ctx, store, sectors, sector_count, stations, station_count,
                                    sites, &site_count);
    if (status == ER_OK && site_count > 1) qsort(sites, site_count, sizeof *sites, compare_sites);
    for (size_t i = 0; status == ER_OK && i < site_count; i++)
        for (size_t j = 0; j < sites[i].count; j++)
            ordered[at++] = sites[i].sectors[j];
    er_free(sites);
    *rows = ordered;
    return status;
}
