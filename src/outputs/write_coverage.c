/* What at least one operator reaches, drawn: the union of the discs, cut by the area classes. */
#include "outputs/class_shapes.h"
#include "outputs/layers.h"

#include "evenreach/analysis.h"

#include <string.h>

static const er_field fields[] = {
    {"code", ER_FIELD_TEXT, 0, NULL, "name of the group", NULL},
    {"title", ER_FIELD_TEXT, 0, NULL, "title in English", NULL},
    {"title_zh", ER_FIELD_TEXT, 0, NULL, "title in Traditional Chinese", NULL},
    {"served_km2", ER_FIELD_REAL, ER_DIGITS_KM2, "km2", "area served", NULL},
    {"served_share", ER_FIELD_REAL, ER_DIGITS_SHARE, "share", "share of the area served", NULL},
    {"persons_served", ER_FIELD_REAL, ER_DIGITS_PERSONS, "persons", "persons served", NULL},
    {"persons_share", ER_FIELD_REAL, ER_DIGITS_SHARE, "share", "share of the persons served", NULL},
    {"stations", ER_FIELD_INT, 0, "count", "stations in service that stand in it", NULL},
    {"operators", ER_FIELD_INT, 0, "count", "operators with stations in it", NULL},
    {"tolerance_m", ER_FIELD_REAL, ER_DIGITS_METRES, "m",
     "how far the drawn line is from the circles at most; figures are of the circles", NULL},
};

struct drawing {
    er_data *data;
    er_sheet *sheet;
    er_plane *plane;
    er_sites sites;
    er_disc_union *set;
};

/** A site counts in its group, or in the whole (null). */
static er_status count_sites(const struct drawing *d, const char *group, int64_t *stations,
                             int64_t *operators) {
    bool *seen = NULL;
    *stations = *operators = 0;
    ER_TRY(er_alloc(d->data->ctx, d->sites.operator_count, sizeof *seen, &seen));
    for (size_t i = 0; i < d->sites.count; i++) {
        const char *here = d->sites.groups[i];
        if (group && (!here || strcmp(here, group) != 0)) continue;
        ++*stations;
        *operators += !seen[d->sites.discs[i].layer];
        seen[d->sites.discs[i].layer] = true;
    }
    er_free(seen);
    return ER_OK;
}

static er_status draw(const struct drawing *d, const er_group *group, er_bytes clip) {
    const er_data *data = d->data;
    er_sheet *sheet = d->sheet;
    int64_t stations = 0, operators = 0;
    er_tally tally;
    er_bytes outline = {0};
    ER_TRY(er_check_cancel(data->ctx));
    ER_TRY(count_sites(d, group ? group->name : NULL, &stations, &operators));
    ER_TRY(er_data_line(data, er_data_main_scheme(data), group ? group->name : NULL, &tally));
    ER_TRY(er_disc_union_outline(data->ctx, sheet->arena, d->plane, d->set,
                                 data->study->outline_tolerance_m, clip, &outline));
    const er_figures *any = &tally.figures[ER_STRATUM_ANY];
    er_put_text(sheet, group ? group->name : "all");
    er_put_text(sheet, group ? group->title : NULL);
    er_put_text(sheet, group ? group->title_zh : NULL);
    er_put_real(sheet, any->served_km2);
    er_put_real(sheet, er_ratio(any->served_km2, any->area_km2));
    er_put_real(sheet, any->persons_served);
    er_put_real(sheet, er_ratio(any->persons_served, any->persons));
    er_put_int(sheet, stations);
    er_put_int(sheet, operators);
    er_put_real(sheet, data->study->outline_tolerance_m);
    return er_sheet_row(sheet, outline);
}

static er_status draw_classes(const struct drawing *d) {
    const er_data_scheme *classes = d->data->classes;
    const er_bytes *shapes = NULL;
    if (!classes) return draw(d, NULL, (er_bytes){0});
    ER_TRY(er_class_shapes(d->data, &shapes));
    for (size_t g = 0; g < classes->group_count; g++) {
        er_progress(d->data->ctx, "drawing the coverage", g, classes->group_count);
        if (shapes[g].size > 0) ER_TRY(draw(d, &classes->groups[g], shapes[g]));
    }
    return ER_OK;
}

er_status er_write_coverage(er_data *data, er_sheet *sheet, const char *level) {
    (void)level;
    struct drawing d = {.data = data, .sheet = sheet};
    ER_TRY(ER_SHEET_FIELDS(sheet, fields));
    ER_TRY(er_sheet_start(sheet));
    if (!data->cover || data->station_count == 0 || data->unit_count == 0) return ER_OK;
    er_status status = ER_OK;
    ER_GOTO(status, done, er_working_plane(data->ctx, data->store, data->study, &d.plane));
    ER_GOTO(status, done,
            er_sites_read(data->ctx, data->store, sheet->arena, data->study, d.plane, &d.sites));
    ER_GOTO(status, done, er_sites_union(data->ctx, &d.sites, ER_DISC_ANY, 0, &d.set));
    status = draw_classes(&d);
done:
    er_disc_union_free(d.set);
    er_plane_free(d.plane);
    return status;
}
