/* What a signal run says beyond discs: its levels. */
#include "outputs/layers.h"
#include "outputs/names.h"
#include "outputs/signal.h"

#include <math.h>
#include <string.h>

/* ---- levels ---------------------------------------------------------------------------------- */

static size_t find_level(const er_data *d, const char *name) {
    for (size_t i = 0; i < d->radio.level_count; i++)
        if (strcmp(d->radio.levels[i].name, name) == 0) return i;
    return d->radio.level_count;
}

static er_status new_levels(er_data *d, size_t places, er_level_figures **out) {
    size_t count = places * d->stratum_count * d->radio.level_count;
    ER_TRY(er_arena_alloc(d->ctx, d->arena, count * sizeof **out, out));
    for (size_t i = 0; i < count; i++)
        (*out)[i] = (er_level_figures){NAN, NAN};
    return ER_OK;
}

static const er_level_figures *levels_of(const er_data *d, const er_level_figures *all,
                                         size_t place, size_t stratum) {
    return all ? &all[(place * d->stratum_count + stratum) * d->radio.level_count] : NULL;
}

const er_level_figures *er_data_unit_levels(const er_data *d, size_t unit, size_t stratum) {
    return levels_of(d, d->unit_levels, unit, stratum);
}

const er_level_figures *er_data_venue_levels(const er_data *d, size_t venue, size_t stratum) {
    return levels_of(d, d->venue_levels, venue, stratum);
}

/** Put the rows of a kind where they belong: `places` of them, found by `index`. */
static er_status place_levels(er_data *d, const char *kind,
                              size_t (*index)(const er_data *data, int64_t id), size_t places,
                              er_level_figures *out) {
    er_cover_level_row *rows = NULL;
    size_t count = 0;
    ER_TRY(er_store_cover_levels(d->ctx, d->store, d->arena, d->cover->id, kind, &rows, &count));
    for (size_t i = 0; i < count; i++) {
        const er_cover_level_row *row = &rows[i];
        size_t place = index(d, row->area_id), level = find_level(d, row->level);
        size_t stratum = er_data_find_stratum(d, row->stratum, row->operator_);
        if (level == d->radio.level_count)
            return er_fail(d->ctx, ER_ERR_INPUT,
                           "the coverage run has a level '%s' that the study does not have: run "
                           "cover again",
                           row->level);
        if (place == places || stratum == d->stratum_count) continue;
        size_t at = (place * d->stratum_count + stratum) * d->radio.level_count + level;
        out[at] = (er_level_figures){row->area_km2, row->persons};
    }
    return ER_OK;
}

er_status er_data_read_levels(er_data *d) {
    d->radio = d->study->radio;
    d->is_signal = d->cover && d->cover->model && strcmp(d->cover->model, "disc") != 0;
    if (!d->is_signal) return ER_OK;
    ER_TRY(er_signal_asked(d->ctx, d->arena, d->cover->parameters, &d->radio));
    ER_TRY(new_levels(d, d->unit_count, &d->unit_levels));
    ER_TRY(new_levels(d, d->venue_count, &d->venue_levels));
    ER_TRY(place_levels(d, "unit", er_data_unit_index, d->unit_count, d->unit_levels));
    return place_levels(d, "venue", er_data_venue_index, d->venue_count, d->venue_levels);
}

/* ---- columns --------------------------------------------------------------------------------- */

/** Strata with columns of levels: any, and each operator. */
static bool has_columns(size_t stratum) {
    return stratum != ER_STRATUM_ALL;
}

static er_status level_field(const er_data *data, er_sheet *sheet, size_t stratum,
                             const er_study_level *level, size_t number, bool persons) {
    const char *ending = stratum < ER_STRATUM_OPERATOR
                             ? er_data_stratum(data, stratum)
                             : data->operators[stratum - ER_STRATUM_OPERATOR].column;
    const char *name = NULL;
    er_field field = {.type = ER_FIELD_REAL, .decimals = ER_DIGITS_SHARE, .unit = "share"};
    field.meaning = persons ? "share of the persons at this signal level and no stricter one: %s"
                            : "share of the area at this signal level and no stricter one: %s";
    ER_TRY(er_column_name(sheet->ctx, sheet->arena, level->name, "level", number, &name));
    ER_TRY(er_arena_format(sheet->ctx, sheet->arena, &field.name, "level_%s_%s_%s", name,
                           persons ? "persons_share" : "share", ending));
    const char *english = NULL, *chinese = NULL, *of = er_data_stratum(data, stratum);
    ER_TRY(er_arena_format(sheet->ctx, sheet->arena, &english, "%s (%s)", level->name, of));
    if (level->title_zh)
        ER_TRY(er_arena_format(sheet->ctx, sheet->arena, &chinese, "%s (%s)", level->title_zh, of));
    ER_TRY(er_sheet_about(sheet, english, chinese, &field.about));
    return er_sheet_field(sheet, field);
}

er_status er_level_fields(const er_data *data, er_sheet *sheet, bool persons) {
    if (!data->is_signal) return ER_OK;
    for (size_t s = 0; s < data->stratum_count; s++) {
        if (!has_columns(s)) continue;
        for (size_t k = 0; k < data->radio.level_count; k++) {
            const er_study_level *level = &data->radio.levels[k];
            ER_TRY(level_field(data, sheet, s, level, k + 1, false));
            if (persons) ER_TRY(level_field(data, sheet, s, level, k + 1, true));
        }
    }
    return ER_OK;
}

void er_put_levels(const er_data *data, er_sheet *sheet, const er_level_figures *levels,
                   const er_figures *by_stratum, bool persons) {
    if (!data->is_signal) return;
    for (size_t s = 0; s < data->stratum_count; s++) {
        if (!has_columns(s)) continue;
        for (size_t k = 0; k < data->radio.level_count; k++) {
            const er_level_figures *level = &levels[s * data->radio.level_count + k];
            er_put_real(sheet, er_ratio(level->area_km2, by_stratum[s].area_km2));
            if (persons) er_put_real(sheet, er_ratio(level->persons, by_stratum[s].persons));
        }
    }
}
