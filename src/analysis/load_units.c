#include "analysis/load.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum field { CODE, NAME, NAME_EN, PARENT_CODE };

static const er_load_field fields[] = {
    [CODE] = {"code", true},
    [NAME] = {"name", false},
    [NAME_EN] = {"name_en", false},
    [PARENT_CODE] = {"parent_code", false},
    {NULL, false},
};

enum { NAMED_REPAIRS = 8 };

struct state {
    er_code_map *codes;   /* of this level, with their rows (0: loaded before) */
    er_code_map *parents; /* null: no parent level */
    const er_unit *parent_units;
    size_t parent_count;
    int64_t by_prefix; /* units whose parent was found by their code's beginning */
    char repaired[400];
};

static er_status check(er_context *ctx, er_loading *load) {
    const er_input *input = load->input;
    if (!input->level || !input->level[0])
        return er_fail(ctx, ER_ERR_USAGE,
                       "%s: say which level these units are (--level), such as county or town",
                       load->path);
    if (!input->parent) return ER_OK;
    er_level *levels = NULL;
    size_t count = 0;
    ER_TRY(er_store_levels(ctx, load->store, load->arena, &levels, &count));
    for (size_t i = 0; i < count; i++)
        if (strcmp(levels[i].name, input->parent) == 0) return ER_OK;
    return er_fail(ctx, ER_ERR_INPUT,
                   "%s: the level %s is not in the workspace yet: load those units first",
                   load->path, input->parent);
}

/** A level is ranked right below its parents; one without parents stands at the top. */
static er_status add_level(er_context *ctx, er_loading *load) {
    er_level *levels = NULL;
    size_t count = 0;
    int64_t rank = 0;
    ER_TRY(er_store_levels(ctx, load->store, load->arena, &levels, &count));
    for (size_t i = 0; i < count; i++) {
        if (strcmp(levels[i].name, load->input->level) == 0) return ER_OK;
        if (load->input->parent && strcmp(levels[i].name, load->input->parent) == 0)
            rank = levels[i].rank + 1;
    }
    return er_store_add_level(ctx, load->store, load->input->level, rank);
}

static er_status map_units(er_context *ctx, er_loading *load, const char *level, er_code_map *codes,
                           const er_unit **units, size_t *count) {
    er_unit *rows = NULL;
    const int64_t *taken;
    ER_TRY(er_store_units(ctx, load->store, load->arena, level, false, &rows, count));
    for (size_t i = 0; i < *count; i++)
        ER_TRY(er_code_map_put(ctx, codes, rows[i].code, 0, &taken));
    if (units) *units = rows;
    return ER_OK;
}

static er_status begin(er_context *ctx, er_loading *load) {
    struct state *state = NULL;
    size_t count = 0;
    ER_TRY(er_arena_alloc(ctx, load->arena, sizeof *state, &state));
    load->state = state;
    ER_TRY(add_level(ctx, load));
    ER_TRY(er_code_map_new(ctx, &state->codes));
    ER_TRY(map_units(ctx, load, load->input->level, state->codes, NULL, &count));
    if (!load->input->parent) return ER_OK;
    ER_TRY(er_code_map_new(ctx, &state->parents));
    return map_units(ctx, load, load->input->parent, state->parents, &state->parent_units,
                     &state->parent_count);
}

/** Without a column of parents: the longest code of a parent that the unit's own code begins with.
 */
static const char *parent_by_prefix(const struct state *state, const char *code) {
    const char *best = NULL;
    for (size_t i = 0; i < state->parent_count; i++) {
        const char *parent = state->parent_units[i].code;
        size_t length = strlen(parent);
        if (strncmp(code, parent, length) == 0 && (!best || length > strlen(best))) best = parent;
    }
    return best;
}

static er_status find_parent(er_context *ctx, er_loading *load, er_unit *unit) {
    struct state *state = load->state;
    if (!state->parents) return ER_OK;
    const char *text = NULL;
    if (!er_load_has(load, PARENT_CODE)) {
        unit->parent_code = parent_by_prefix(state, unit->code);
        state->by_prefix += unit->parent_code != NULL;
        if (unit->parent_code) return ER_OK;
        return er_load_reject(ctx, load, "no_parent",
                              "%.60s: no %.40s has a code that its own begins with", unit->code,
                              load->input->parent);
    }
    ER_TRY(er_load_needed(ctx, load, PARENT_CODE, &text));
    if (load->rejected) return ER_OK;
    ER_TRY(er_load_unit_code(ctx, load, text, &unit->parent_code));
    if (er_code_map_find(state->parents, unit->parent_code)) return ER_OK;
    return er_load_reject(ctx, load, "no_parent", "%.60s: there is no %.40s with the code %.60s",
                          unit->code, load->input->parent, unit->parent_code);
}

static er_status refuse_duplicate(er_context *ctx, er_loading *load, const char *code) {
    struct state *state = load->state;
    const int64_t *taken = NULL;
    ER_TRY(er_code_map_put(ctx, state->codes, code, load->row->number, &taken));
    if (!taken) return ER_OK;
    if (*taken == 0)
        return er_load_reject(ctx, load, "duplicate_code",
                              "the code %.60s is in the workspace already", code);
    return er_load_reject(ctx, load, "duplicate_code", "the code %.60s stands in row %lld already",
                          code, (long long)*taken);
}

static void note_repair(er_loading *load, const char *code) {
    struct state *state = load->state;
    size_t used = strlen(state->repaired);
    if (load->report.rows_repaired <= NAMED_REPAIRS)
        snprintf(state->repaired + used, sizeof state->repaired - used, "%s%.40s", used ? ", " : "",
                 code);
}

static er_status row(er_context *ctx, er_loading *load, const er_table_row *table_row) {
    (void)table_row;
    er_unit unit = {.source_id = load->source.id, .level = load->input->level};
    const char *code = NULL;
    ER_TRY(er_load_needed(ctx, load, CODE, &code));
    if (load->rejected) return ER_OK;
    ER_TRY(er_load_unit_code(ctx, load, code, &unit.code));
    ER_TRY(er_load_text(ctx, load, NAME, &unit.name));
    ER_TRY(er_load_text(ctx, load, NAME_EN, &unit.name_en));
    ER_TRY(find_parent(ctx, load, &unit));
    int64_t repaired = load->report.rows_repaired;
    if (!load->rejected) ER_TRY(er_load_polygons(ctx, load, unit.code, &unit.geometry));
    if (!load->rejected) ER_TRY(refuse_duplicate(ctx, load, unit.code));
    if (load->rejected) return ER_OK;
    if (load->report.rows_repaired > repaired) note_repair(load, unit.code);
    double area_m2 = NAN;
    ER_TRY(er_geodesic_area(ctx, unit.geometry, &area_m2));
    unit.area_km2 = area_m2 / 1e6;
    unit.persons = unit.households = NAN;
    return er_store_add_unit(ctx, load->store, &unit);
}

static er_status end(er_context *ctx, er_loading *load) {
    struct state *state = load->state;
    er_sentence basis;
    int64_t orphans = 0;
    if (load->input->parent)
        ER_TRY(er_store_link_units(ctx, load->store, load->input->level, load->input->parent,
                                   &orphans));
    ER_TRY(er_sentence_of(
        ctx, load->arena, &basis,
        "rings that touch or cross themselves were repaired; no area changed by more than "
        "1 %%: %s%s",
        state->repaired, load->report.rows_repaired > NAMED_REPAIRS ? ", ..." : ""));
    ER_TRY(
        er_load_note(ctx, load, "unit", "geometry", "repaired", basis, load->report.rows_repaired));
    ER_TRY(er_load_note(
        ctx, load, "unit", "parent_code", "beginning of the code",
        er_sentence_text(
            "the file has no column of parents; the longest code that a unit's own begins with "
            "was taken"),
        state->by_prefix));
    load->report.rows_defaulted += state->by_prefix;
    return er_store_settle_population(ctx, load->store);
}

static void release(er_loading *load) {
    struct state *state = load->state;
    if (!state) return;
    er_code_map_free(state->codes);
    er_code_map_free(state->parents);
}

const er_load_kind er_load_units = {
    .name = "units",
    .fields = fields,
    .needs_places = true,
    .check = check,
    .begin = begin,
    .row = row,
    .end = end,
    .release = release,
};
