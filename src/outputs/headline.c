#include "evenreach/outputs.h"

#include "core/columns.h"
#include "evenreach/analysis.h"
#include "outputs/headline.h"

#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

static const char *titled(const er_data *data, const char *title, const char *title_zh,
                          const char *name) {
    if (er_context_language(data->ctx) == ER_LANG_ZH_TW && title_zh) return title_zh;
    return title ? title : name;
}

static const char *unit_name(const er_data *data, const er_unit *unit) {
    bool zh = er_context_language(data->ctx) == ER_LANG_ZH_TW;
    if (!zh && unit->name_en) return unit->name_en;
    return unit->name ? unit->name : unit->code;
}

/* ---- the table ------------------------------------------------------------------------------- */

static void put_heading(const er_data *data, er_columns *columns) {
    static const char *const headings[] = {"units",  "persons", "area km2", "stations", "per 10k",
                                           "pilots", "any %",   "best %",   "all %"};
    const char *of_rows = er_text(data->ctx, "area class");
    if (data->classes)
        of_rows = titled(data, data->classes->scheme.title, data->classes->scheme.title_zh,
                         data->classes->scheme.name);
    er_columns_text(columns, of_rows);
    for (size_t i = 0; i < sizeof headings / sizeof headings[0]; i++)
        er_columns_right(columns, er_text(data->ctx, headings[i]));
    er_columns_end_row(columns);
}

static void put_row(const er_data *data, er_columns *columns, const char *title,
                    const er_tally *t) {
    size_t best = er_best_operator(data, t->figures);
    const er_figures *any = &t->figures[ER_STRATUM_ANY], *all = &t->figures[ER_STRATUM_ALL];
    double best_share = isnan(any->served_km2) ? NAN : 0;
    if (best < data->operator_count)
        best_share = er_served_share(&t->figures[ER_STRATUM_OPERATOR + best]);
    er_columns_text(columns, title);
    er_columns_number(columns, t->units, 0);
    er_columns_number(columns, t->persons, 0);
    er_columns_number(columns, t->area_km2, 1);
    er_columns_number(columns, t->stations, 0);
    er_columns_number(columns, t->stations_per_10k, 2);
    er_columns_number(columns, t->pilots, 0);
    er_columns_number(columns, 100 * er_served_share(any), 2);
    er_columns_number(columns, 100 * best_share, 2);
    er_columns_number(columns, 100 * er_served_share(all), 2);
    er_columns_end_row(columns);
}

static er_status put_table(const er_data *data, er_columns *columns) {
    static const char *const beside[][2] = {{ER_LINE_NONE, "in no class"},
                                            {ER_LINE_OUTSIDE, "outside all units"},
                                            {ER_LINE_UNLOCATED, "class can't be said"}};
    const char *scheme = er_data_main_scheme(data);
    bool by_class = scheme && data->classes && strcmp(scheme, data->classes->scheme.name) == 0;
    er_tally tally;
    put_heading(data, columns);
    for (size_t g = 0; by_class && g < data->classes->group_count; g++) {
        const er_group *group = &data->classes->groups[g];
        ER_TRY(er_data_line(data, scheme, group->name, &tally));
        put_row(data, columns, titled(data, group->title, group->title_zh, group->name), &tally);
    }
    for (size_t i = 0; by_class && i < sizeof beside / sizeof beside[0]; i++) {
        ER_TRY(er_data_line(data, scheme, beside[i][0], &tally));
        if (tally.units > 0 || tally.stations > 0 || tally.pilots > 0)
            put_row(data, columns, er_text(data->ctx, beside[i][1]), &tally);
    }
    ER_TRY(er_data_line(data, scheme, NULL, &tally));
    put_row(data, columns, er_text(data->ctx, "all"), &tally);
    return ER_OK;
}

/* ---- what a reader must know with it --------------------------------------------------------- */

/** Names come from files: nothing in them may steer the terminal. */
static void blank_controls(char *line) {
    for (char *c = line; *c; c++)
        if ((unsigned char)*c < 0x20 || *c == 0x7f) *c = ' ';
}

void er_headline_note(const er_data *data, FILE *out, const char *format, ...) {
    char *line = NULL;
    va_list arguments;
    va_start(arguments, format);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    int length = vasprintf(&line, er_text(data->ctx, format), arguments);
#pragma GCC diagnostic pop
    va_end(arguments);
    if (length < 0) return;
    blank_controls(line);
    fprintf(out, "  %s\n", line);
    free(line);
}

static void note_best(const er_data *data, FILE *out, const er_tally *whole) {
    er_headline_note(data, out,
                     whole->figures[ER_STRATUM_ANY].persons > 0
                         ? "any, best, all: persons reached by at least one, by the best single, "
                           "and by every operator."
                         : "any, best, all: area reached by at least one, by the best single, and "
                           "by every operator; no persons are known.");
    size_t best = er_best_operator(data, whole->figures);
    if (best < data->operator_count)
        er_headline_note(data, out, "Best operator of the whole: %s.", data->operators[best].name);
}

/** How unevenly the units have what a person can have a share of. */
static void note_inequality(const er_data *data, FILE *out) {
    static const struct {
        const char *subject, *format;
    } lines[] = {{"coverage_any", "Gini of the persons reached by any operator, over units: %.3f."},
                 {"stations", "Gini of stations per person, over units: %.3f."},
                 {"pilots", "Gini of pilots per person, over units: %.3f."}};
    const char *scheme = er_data_main_scheme(data);
    for (size_t i = 0; scheme && i < sizeof lines / sizeof lines[0]; i++) {
        double gini = er_data_figure(data, scheme, NULL, lines[i].subject, "gini");
        if (isfinite(gini)) er_headline_note(data, out, lines[i].format, gini);
    }
}

static void note_flags(const er_data *data, FILE *out) {
    for (size_t s = 0; s < data->scheme_count; s++) {
        const er_data_scheme *scheme = &data->schemes[s];
        for (size_t g = 0; scheme->scheme.overlapping && g < scheme->group_count; g++) {
            const er_group *group = &scheme->groups[g];
            er_headline_note(data, out, "Flagged %s: %lld units.",
                             titled(data, group->title, group->title_zh, group->name),
                             (long long)er_data_group_units(data, scheme, group->name));
        }
    }
}

/** A unit once, though several schemes may have it at the same threshold. */
static void note_borderline(const er_data *data, FILE *out) {
    for (size_t i = 0; i < data->unit_count; i++) {
        const er_unit *unit = &data->units[i];
        bool told = false;
        for (size_t s = 0; s < data->scheme_count && !told; s++) {
            const er_data_scheme *scheme = &data->schemes[s];
            size_t count = 0;
            if (strcmp(unit->level, scheme->scheme.level) != 0) continue;
            const er_unit_group *members = er_data_members(scheme, unit->id, &count);
            for (size_t k = 0; k < count && !told; k++) {
                if (!members[k].borderline) continue;
                er_headline_note(
                    data, out, "Borderline: %s (%s), %.1f against a threshold of %.1f.",
                    unit_name(data, unit), unit->code, members[k].value, members[k].threshold);
                told = true;
            }
        }
    }
}

static void note_pilots(const er_data *data, FILE *out) {
    int64_t unlocated = 0;
    for (size_t i = 0; i < data->pilot_count; i++)
        unlocated += !er_data_is_located(data, &data->pilots[i]);
    if (unlocated > 0)
        er_headline_note(
            data, out,
            "Pilots with no stated place: %lld of %lld; they count in 'all', in no class.",
            (long long)unlocated, (long long)data->pilot_count);
}

/** What a place may reach, the strictest first. */
static void note_levels(const er_data *data, FILE *out) {
    char names[512] = "";
    size_t used = 0;
    for (size_t i = 0; i < data->radio.level_count && used < sizeof names; i++) {
        const er_study_level *level = &data->radio.levels[i];
        used += (size_t)snprintf(names + used, sizeof names - used, "%s%s", i ? ", " : "",
                                 titled(data, level->title, level->title_zh, level->name));
    }
    er_headline_note(data, out, "Levels, served from the last one on: %s.", names);
}

/** Sectors for which the coverage run supposed a field, whatever the value; 0 where an earlier row
 *  has told it. */
static int64_t supposing_sectors(const er_data *data, size_t index) {
    const er_assumption *row = &data->assumptions[index];
    int64_t sectors = 0;
    if (row->run_id != data->cover->id || strcmp(row->subject, "sector") != 0) return 0;
    for (size_t i = 0; i < data->assumption_count; i++) {
        const er_assumption *other = &data->assumptions[i];
        if (other->run_id != row->run_id || strcmp(other->subject, row->subject) != 0 ||
            strcmp(other->field, row->field) != 0)
            continue;
        if (i < index) return 0;
        sectors += other->rows_affected;
    }
    return sectors;
}

static void note_supposed(const er_data *data, FILE *out) {
    char list[512] = "";
    size_t used = 0;
    int64_t total = 0;
    for (size_t i = 0; i < data->assumption_count && used < sizeof list; i++) {
        int64_t sectors = supposing_sectors(data, i);
        if (sectors == 0) continue;
        total = data->assumptions[i].rows_total;
        used += (size_t)snprintf(list + used, sizeof list - used, "%s%s %lld", used ? ", " : "",
                                 data->assumptions[i].field, (long long)sectors);
    }
    if (used > 0)
        er_headline_note(
            data, out,
            "Supposed for so many of %lld sectors: %s; tables/assumptions.csv says what.",
            (long long)total, list);
}

/** By what model, and how far off what was measured it is. */
static er_status note_signal(const er_data *data, FILE *out) {
    er_fit_row *fits = NULL;
    size_t count = 0;
    if (!data->is_signal || !data->cover) return ER_OK;
    er_headline_note(data, out, "Signal model %s, preset %s, cells of %g m.", data->cover->model,
                     data->radio.preset ? data->radio.preset : "-", data->radio.resolution_m);
    note_levels(data, out);
    note_supposed(data, out);
    if (!data->measure) return ER_OK;
    ER_TRY(er_store_fits(data->ctx, data->store, data->arena, data->measure->id, &fits, &count));
    for (size_t i = 0; i < count; i++)
        if (strcmp(fits[i].scope, "all") == 0 && fits[i].points > 0)
            er_headline_note(data, out,
                             "Modelled minus measured: %.1f dB on average over %lld points.",
                             fits[i].bias_db, (long long)fits[i].points);
    return ER_OK;
}

static er_status note_assumed(er_data *data, FILE *out) {
    const er_place_sums *placed = NULL;
    int64_t rejected = 0;
    ER_TRY(er_data_place_stations(data, &placed));
    for (size_t i = 0; i < data->source_count; i++)
        rejected += data->sources[i].rows_rejected;
    if (placed->with_default_radius > 0 && !data->is_signal)
        er_headline_note(data, out, "Stations with a default radius: %lld of %lld.",
                         (long long)placed->with_default_radius, (long long)data->stations.all);
    if (rejected > 0)
        er_headline_note(data, out, "Rows rejected: %lld; tables/rejects.csv says why.",
                         (long long)rejected);
    return ER_OK;
}

static void note_synthetic(const er_data *data, FILE *out) {
    for (size_t i = 0; i < data->source_count; i++)
        if (data->sources[i].synthetic)
            er_headline_note(data, out,
                             "SYNTHETIC INPUT: %s. Figures that rest on it show no real network.",
                             titled(data, data->sources[i].title, data->sources[i].title_zh,
                                    data->sources[i].kind));
}

er_status er_results_headline(er_context *ctx, er_results *data, FILE *out) {
    enum { WIDTH = 10 };
    er_columns *columns = NULL;
    er_tally whole;
    fprintf(out, "%s\n\n", titled(data, data->study->title, data->study->title_zh, "evenreach"));
    ER_TRY(er_data_line(data, er_data_main_scheme(data), NULL, &whole));
    ER_TRY(er_columns_new(ctx, WIDTH, &columns));
    er_status status = put_table(data, columns);
    if (status == ER_OK) status = er_columns_print(columns, out);
    er_columns_free(columns);
    ER_TRY(status);
    fputc('\n', out);
    if (data->cover) note_best(data, out, &whole);
    note_inequality(data, out);
    note_flags(data, out);
    note_borderline(data, out);
    note_pilots(data, out);
    ER_TRY(note_signal(data, out));
    ER_TRY(er_headline_venues(data, out));
    ER_TRY(er_headline_routes(data, out));
    ER_TRY(er_headline_resilience(data, out));
    ER_TRY(er_headline_targets(data, out));
    ER_TRY(er_headline_siting(data, out));
    ER_TRY(note_assumed(data, out));
    note_synthetic(data, out);
    return ferror(out) ? er_fail(ctx, ER_ERR_IO, "the output can't be written") : ER_OK;
}
