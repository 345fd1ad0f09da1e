/** The table of what is written. Adding a layer or a table is one file with its writer and one
 *  line in layers.c. */
#ifndef EVENREACH_OUTPUTS_LAYERS_H
#define EVENREACH_OUTPUTS_LAYERS_H

#include "outputs/data.h"
#include "outputs/sheet.h"

enum { ER_TO_MAP = 1, ER_TO_TABLE = 2 };

typedef struct er_layer {
    const char *name;  /**< of the file; null: one sheet a level, named by its plural */
    const char *about; /**< one line, English; for a sheet a level it holds one %s */
    er_shape shape;
    unsigned to;                       /**< ER_TO_* */
    unsigned depends;                  /**< ER_ON_* of the inputs that its figures rest on */
    bool (*when)(const er_data *data); /**< whether there is such a sheet; null: always */
    /** Add the columns, start the sheet, write the rows. `level` is null but for a sheet a
     *  level. */
    er_status (*write)(er_data *data, er_sheet *sheet, const char *level);
} er_layer;

extern const er_layer er_layers[]; /**< ends with a null writer */

/** Whether the shapes of a sheet are whole units, or groups of them, and so have their borders in
 *  common with the units of all levels; those of any other sheet only with each other. */
bool er_shares_borders(const char *sheet, const char *level);

/* ---- columns that several sheets share: columns.c ------------------------------------------- */

/** Served and unknown area by stratum, the best operator; with `persons` the persons too. */
er_status er_figure_fields(const er_data *data, er_sheet *sheet, bool persons);
void er_put_figures(const er_data *data, er_sheet *sheet, const er_figures *by_stratum,
                    bool persons);

/** Columns of the schemes that reach down to a level, and their cells for a unit. */
er_status er_scheme_fields(const er_data *data, er_sheet *sheet, const char *level);
er_status er_put_schemes(const er_data *data, er_sheet *sheet, const char *level, int64_t unit_id);

/** Columns of the levels of a signal run; none without one. Cells of one place: `levels` by
 *  stratum and level, `by_stratum` as in er_put_figures. */
er_status er_level_fields(const er_data *data, er_sheet *sheet, bool persons);
void er_put_levels(const er_data *data, er_sheet *sheet, const er_level_figures *levels,
                   const er_figures *by_stratum, bool persons);

/** Code, name, name_en and level of a unit. */
void er_put_unit_names(const er_data *data, er_sheet *sheet, int64_t unit_id);
/** Ranks, clusters and access of the newest balance run, for a level that it ranks; none for
 *  others. Cells of one unit by its place in data->units. */
er_status er_standing_fields(const er_data *data, er_sheet *sheet, const char *level);
void er_put_standing(const er_data *data, er_sheet *sheet, const char *level, size_t unit_index);

/** Who gains by a new site, what comes next best, and in words: columns, and their cells. */
er_status er_siting_gain_fields(er_sheet *sheet);
void er_put_siting_gain(const er_data *data, er_sheet *sheet, const er_siting_choice_row *choice);

/* ---- writers: one file each ------------------------------------------------------------------ */

er_status er_write_units(er_data *data, er_sheet *sheet, const char *level);
er_status er_write_area_classes(er_data *data, er_sheet *sheet, const char *level);
er_status er_write_coverage(er_data *data, er_sheet *sheet, const char *level);
er_status er_write_signal_coverage(er_data *data, er_sheet *sheet, const char *level);
er_status er_write_cover_levels(er_data *data, er_sheet *sheet, const char *level);
er_status er_write_sectors(er_data *data, er_sheet *sheet, const char *level);
er_status er_write_measurements(er_data *data, er_sheet *sheet, const char *level);
er_status er_write_measure(er_data *data, er_sheet *sheet, const char *level);
er_status er_write_stations(er_data *data, er_sheet *sheet, const char *level);
er_status er_write_venues(er_data *data, er_sheet *sheet, const char *level);
er_status er_write_venue_coverage(er_data *data, er_sheet *sheet, const char *level);
er_status er_write_venue_services(er_data *data, er_sheet *sheet, const char *level);
er_status er_write_venue_failures(er_data *data, er_sheet *sheet, const char *level);
er_status er_write_holes(er_data *data, er_sheet *sheet, const char *level);
er_status er_write_plans(er_data *data, er_sheet *sheet, const char *level);
er_status er_write_choices(er_data *data, er_sheet *sheet, const char *level);
er_status er_write_all_choices(er_data *data, er_sheet *sheet, const char *level);
er_status er_write_siting_plans(er_data *data, er_sheet *sheet, const char *level);
er_status er_write_siting_choices(er_data *data, er_sheet *sheet, const char *level);
er_status er_write_routes(er_data *data, er_sheet *sheet, const char *level);
er_status er_write_route_coverage(er_data *data, er_sheet *sheet, const char *level);
er_status er_write_route_gaps(er_data *data, er_sheet *sheet, const char *level);
er_status er_write_route_parts(er_data *data, er_sheet *sheet, const char *level);
er_status er_write_critical_sites(er_data *data, er_sheet *sheet, const char *level);
er_status er_write_resilience(er_data *data, er_sheet *sheet, const char *level);
er_status er_write_pilots(er_data *data, er_sheet *sheet, const char *level);
er_status er_write_groups(er_data *data, er_sheet *sheet, const char *level);
er_status er_write_unit_groups(er_data *data, er_sheet *sheet, const char *level);
er_status er_write_borderline(er_data *data, er_sheet *sheet, const char *level);
er_status er_write_operators(er_data *data, er_sheet *sheet, const char *level);
er_status er_write_balance(er_data *data, er_sheet *sheet, const char *level);
er_status er_write_trend(er_data *data, er_sheet *sheet, const char *level);
er_status er_write_compare_units(er_data *data, er_sheet *sheet, const char *level);
er_status er_write_compare(er_data *data, er_sheet *sheet, const char *level);
er_status er_write_compare_stations(er_data *data, er_sheet *sheet, const char *level);
er_status er_write_compare_indices(er_data *data, er_sheet *sheet, const char *level);
er_status er_write_compare_causes(er_data *data, er_sheet *sheet, const char *level);
er_status er_write_balance_units(er_data *data, er_sheet *sheet, const char *level);
er_status er_write_scorecard(er_data *data, er_sheet *sheet, const char *level);
er_status er_write_levers(er_data *data, er_sheet *sheet, const char *level);
er_status er_write_targets(er_data *data, er_sheet *sheet, const char *level);
er_status er_write_target_variants(er_data *data, er_sheet *sheet, const char *level);
er_status er_write_service_needs(er_data *data, er_sheet *sheet, const char *level);
er_status er_write_sources(er_data *data, er_sheet *sheet, const char *level);
er_status er_write_rejects(er_data *data, er_sheet *sheet, const char *level);
er_status er_write_assumptions(er_data *data, er_sheet *sheet, const char *level);

#endif
