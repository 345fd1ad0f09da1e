#include "analysis/load.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static const er_load_kind *const kinds[] = {
    &er_load_units,         &er_load_population, &er_load_stations,    &er_load_sectors,
    &er_load_measurements,  &er_load_venues,     &er_load_routes,      &er_load_candidates,
    &er_load_drop_points,   &er_load_pilots,     &er_load_pilot_sites, &er_load_targets,
    &er_load_service_needs,
};

/** By name, or by its singular ("station"). */
static bool is_named(const er_load_kind *kind, const char *name) {
    size_t length = strlen(name), full = strlen(kind->name);
    return strcmp(kind->name, name) == 0 || (kind->name[full - 1] == 's' && length == full - 1 &&
                                             strncmp(kind->name, name, length) == 0);
}

static er_status find_kind(er_context *ctx, const char *name, const er_load_kind **out) {
    for (size_t i = 0; name && i < sizeof kinds / sizeof kinds[0]; i++)
        if (is_named(kinds[i], name)) {
            *out = kinds[i];
            return ER_OK;
        }
    return er_fail(
        ctx, ER_ERR_USAGE,
        "'%s' is not a kind of input; the kinds are: units, population, stations, "
        "sectors, measurements, venues, routes, candidates, drop_points, pilots, pilot_sites, "
        "targets, service_needs",
        name ? name : "");
}

static er_status find_preset(er_context *ctx, er_loading *load) {
    const char *name = load->input->preset;
    if (!name) return ER_OK;
    load->preset = er_preset_find(name);
    if (load->preset && strcmp(load->preset->kind, load->kind->name) == 0) return ER_OK;
    char list[256] = "";
    size_t used = 0;
    for (size_t i = 0; er_preset_at(i); i++)
        if (strcmp(er_preset_at(i)->kind, load->kind->name) == 0 && used < sizeof list)
            used += (size_t)snprintf(list + used, sizeof list - used, "%s%s", used ? ", " : "",
                                     er_preset_at(i)->name);
    return er_fail(ctx, ER_ERR_USAGE, "'%s' is not a preset of %s; there are: %s", name,
                   load->kind->name, list[0] ? list : er_text(ctx, "none"));
}

/** The same bytes twice would count everything twice. */
static er_status refuse_again(er_context *ctx, er_loading *load) {
    er_source *sources = NULL;
    size_t count = 0;
    ER_TRY(er_store_sources(ctx, load->store, load->arena, &sources, &count));
    const char *layer = load->source.layer;
    for (size_t i = 0; i < count; i++) {
        bool same_layer =
            !layer == !sources[i].layer && (!layer || strcmp(layer, sources[i].layer) == 0);
        if (same_layer && load->source.sha256 && sources[i].sha256 &&
            strcmp(sources[i].sha256, load->source.sha256) == 0 &&
            strcmp(sources[i].kind, load->kind->name) == 0)
            return er_fail(ctx, ER_ERR_INPUT,
                           "%s: these %s are in the workspace already (source %lld): load each "
                           "file once",
                           load->path, load->kind->name, (long long)sources[i].id);
    }
    return ER_OK;
}

static er_status hash_file(er_context *ctx, er_loading *load) {
    char sha256[65];
    struct stat info;
    if (stat(load->path, &info) == 0 && S_ISDIR(info.st_mode)) return ER_OK; /* a database folder */
    ER_TRY(er_file_sha256(ctx, load->path, sha256));
    return er_arena_text(ctx, load->arena, sha256, strlen(sha256), &load->source.sha256);
}

/** Everything that needs no change of the workspace. */
static er_status prepare(er_context *ctx, er_loading *load) {
    const er_input *input = load->input;
    ER_TRY(er_arena_new(ctx, &load->arena));
    ER_TRY(er_arena_new(ctx, &load->row_arena));
    ER_TRY(find_kind(ctx, input->kind, &load->kind));
    ER_TRY(find_preset(ctx, load));
    ER_TRY(er_study_path(ctx, load->arena, load->study, input->path, &load->path));
    ER_TRY(er_load_extent(ctx, load->store, &load->extent));
    load->source = (er_source){
        .kind = load->kind->name,
        .path = input->path,
        .preset = input->preset,
        .transform_accuracy_m = NAN,
        .synthetic = input->synthetic,
        .title = input->title,
        .title_zh = input->title_zh,
        .vintage = input->vintage,
        .licence = input->licence,
        .licence_zh = input->licence_zh,
        .attribution = input->attribution,
        .attribution_zh = input->attribution_zh,
    };
    ER_TRY(er_load_open(ctx, load));
    ER_TRY(er_load_map(ctx, load));
    if (load->kind->check) ER_TRY(load->kind->check(ctx, load));
    if (load->kind->needs_places && !er_table_about(load->table)->has_geometry) {
        const char *columns = "";
        ER_TRY(er_table_list_columns(ctx, load->table, load->arena, &columns));
        return er_fail(ctx, ER_ERR_INPUT,
                       "%s: has no places: %s need a geometry or two coordinate columns (--x and "
                       "--y); the columns are: %s",
                       load->path, load->kind->name, columns);
    }
    ER_TRY(hash_file(ctx, load));
    return refuse_again(ctx, load);
}

static er_status renew_row_arena(er_context *ctx, er_loading *load) {
    enum { ROWS_PER_ARENA = 4096 };
    if (load->report.rows_read % ROWS_PER_ARENA != 0) return ER_OK;
    er_progress(ctx, load->kind->name, (uint64_t)load->report.rows_read,
                (uint64_t)fmax(0, (double)er_table_about(load->table)->row_count));
    er_arena_free(load->row_arena);
    load->row_arena = NULL;
    ER_TRY(er_arena_new(ctx, &load->row_arena));
    return er_check_cancel(ctx);
}

static er_status read_rows(er_context *ctx, er_loading *load) {
    for (;;) {
        er_table_row row;
        bool more = false;
        ER_TRY(er_table_next(ctx, load->table, &row, &more));
        if (!more) return ER_OK;
        ER_TRY(renew_row_arena(ctx, load));
        load->report.rows_read++;
        int64_t repaired = load->report.rows_repaired;
        load->row = &row;
        load->rejected = false;
        ER_TRY(er_load_reject_problem(ctx, load));
        if (!load->rejected) ER_TRY(load->kind->row(ctx, load, &row));
        if (!load->rejected) {
            load->report.rows_accepted++;
            continue;
        }
        load->report.rows_rejected++;
        load->report.rows_repaired = repaired; /* only what is kept counts */
    }
}

static er_status note_unreadable_dates(er_context *ctx, er_loading *load) {
    load->report.rows_defaulted += load->unreadable_dates;
    return er_load_note(ctx, load, load->kind->name, "date", "not known",
                        er_sentence_text("the date can't be read"), load->unreadable_dates);
}

static er_status refuse_empty(er_context *ctx, const er_loading *load) {
    if (load->report.rows_read == 0)
        return er_fail(ctx, ER_ERR_INPUT, "%s: has no rows", load->path);
    if (load->report.rows_accepted == 0)
        return er_fail(ctx, ER_ERR_INPUT, "%s: none of %lld rows can be used; row %lld: %s",
                       load->path, (long long)load->report.rows_read, (long long)load->first_reject,
                       load->first_reason);
    return ER_OK;
}

/** All changes of the workspace, within the transaction. */
static er_status fill(er_context *ctx, er_loading *load) {
    ER_TRY(er_store_add_source(ctx, load->store, &load->source));
    if (load->kind->begin) ER_TRY(load->kind->begin(ctx, load));
    ER_TRY(read_rows(ctx, load));
    ER_TRY(refuse_empty(ctx, load));
    if (load->kind->end) ER_TRY(load->kind->end(ctx, load));
    ER_TRY(note_unreadable_dates(ctx, load));
    load->source.rows_read = load->report.rows_read;
    load->source.rows_accepted = load->report.rows_accepted;
    load->source.rows_rejected = load->report.rows_rejected;
    return er_store_update_source(ctx, load->store, &load->source);
}

static void tell(er_context *ctx, const er_loading *load) {
    const er_load_report *report = &load->report;
    er_log(ctx, ER_LOG_INFO, "%s: %s: %lld rows read, %lld accepted, %lld rejected, %lld repaired",
           load->path, load->kind->name, (long long)report->rows_read,
           (long long)report->rows_accepted, (long long)report->rows_rejected,
           (long long)report->rows_repaired);
    if (report->rows_rejected > 0)
        er_log(ctx, ER_LOG_WARNING,
               "%s: %lld rows rejected, the first is row %lld: %s; `evenreach check` sums "
               "them up",
               load->path, (long long)report->rows_rejected, (long long)load->first_reject,
               load->first_reason);
}

static er_status load_all(er_context *ctx, er_loading *load) {
    ER_TRY(prepare(ctx, load));
    ER_TRY(er_store_begin(ctx, load->store));
    er_status status = fill(ctx, load);
    if (status == ER_OK) status = er_store_commit(ctx, load->store);
    if (status != ER_OK) er_store_rollback(load->store);
    if (load->kind->release) load->kind->release(load);
    if (status != ER_OK) return status;
    load->report.source_id = load->source.id;
    tell(ctx, load);
    return ER_OK;
}

er_status er_load(er_context *ctx, er_store *store, const er_study *study, const er_input *input,
                  er_load_report *report) {
    er_loading load = {.store = store, .study = study, .input = input};
    er_status status = load_all(ctx, &load);
    er_table_close(load.table);
    er_arena_free(load.row_arena);
    er_arena_free(load.arena);
    if (status == ER_OK && report) *report = load.report;
    return status;
}
