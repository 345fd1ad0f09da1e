/* A link for people and for programs. */
#include "cli/link.h"

#include "core/columns.h"
#include "radio/models.h"

#include <math.h>

static void add_fresnel(er_json *json, const er_link *link) {
    if (!link->has_fresnel) return;
    er_json *fresnel = er_json_object();
    er_json_add_number(fresnel, "clearance_share", link->fresnel.clearance_share);
    er_json_add_number(fresnel, "at_km", link->fresnel.at_km);
    er_json_add_number(fresnel, "clearance_m", link->fresnel.clearance_m);
    er_json_add_number(fresnel, "radius_m", link->fresnel.radius_m);
    er_json_add_bool(fresnel, "line_of_sight", link->fresnel.line_of_sight);
    er_json_add(json, "fresnel", fresnel);
}

/** What the loss was computed with, defaults and all. */
static void add_parameters(er_json *json, const er_link *link) {
    static const char *const sights[] = {"yes", "no", "expected"};
    const er_path *path = &link->path;
    er_json *p = er_json_object();
    er_json_add_number(p, "freq_mhz", path->freq_mhz);
    er_json_add_number(p, "tx_height_m", path->tx_height_m);
    er_json_add_number(p, "rx_height_m", path->rx_height_m);
    er_json_add_text(p, "pol", path->polarization == ER_HORIZONTAL ? "h" : "v");
    er_json_add_number(p, "time_pct", path->time_pct);
    er_json_add_number(p, "loc_pct", path->loc_pct);
    er_json_add_number(p, "sigma_loc_db", path->sigma_loc_db);
    er_json_add_number(p, "n0", path->n0);
    er_json_add_number(p, "dn", path->dn);
    er_json_add_number(p, "dct_km", path->dct_km);
    er_json_add_number(p, "dcr_km", path->dcr_km);
    er_json_add_number(p, "tx_lat", path->tx_lat_deg);
    er_json_add_number(p, "tx_lon", path->tx_lon_deg);
    er_json_add_number(p, "rx_lat", path->rx_lat_deg);
    er_json_add_number(p, "rx_lon", path->rx_lon_deg);
    er_json_add_text(p, "los", sights[path->sight]);
    er_json_add_number(p, "street_m", path->street_m);
    er_json_add_number(p, "building_m", path->building_m);
    er_json_add(json, "parameters", p);
}

er_status er_link_print_json(er_invocation *invocation, const er_link *link) {
    er_json *json = er_json_object(), *warnings = er_json_array(), *parts = er_json_object();
    er_json_add_text(json, "model", link->model->name);
    er_json_add_number(json, "loss_db", link->result.loss_db);
    er_json_add_number(json, "sigma_db", link->result.sigma_db);
    er_json_add_number(json, "distance_km", er_path_distance_m(&link->path) / 1000);
    if (link->has_fresnel) er_json_add_int(json, "points", (int64_t)link->path.profile.count);
    if (!isnan(link->step_m)) er_json_add_number(json, "step_m", link->step_m);
    for (size_t i = 0; er_warning_at(i); i++)
        if (link->warnings & er_warning_at(i)->bit)
            er_json_append_text(warnings, er_warning_at(i)->code);
    er_json_add(json, "warnings", warnings);
    for (size_t i = 0; i < link->quantities.count; i++)
        er_json_add_number(parts, link->quantities.items[i].name, link->quantities.items[i].value);
    er_json_add(json, "intermediate", parts);
    add_fresnel(json, link);
    add_parameters(json, link);
    return er_print_json(invocation, json);
}

static void row(er_columns *columns, const char *name, double value, int decimals,
                const char *unit) {
    er_columns_text(columns, name);
    er_columns_number(columns, value, decimals);
    er_columns_text(columns, unit);
}

static er_status print_summary(er_invocation *invocation, const er_link *link) {
    er_context *ctx = invocation->ctx;
    er_columns *columns = NULL;
    ER_TRY(er_columns_new(ctx, 3, &columns));
    row(columns, er_text(ctx, "path loss"), link->result.loss_db, 3, "dB");
    row(columns, er_text(ctx, "spread over locations"), link->result.sigma_db, 2, "dB");
    row(columns, er_text(ctx, "distance"), er_path_distance_m(&link->path) / 1000, 4, "km");
    if (link->has_fresnel) {
        const er_fresnel *f = &link->fresnel;
        row(columns, er_text(ctx, "points of the path"), (double)link->path.profile.count, 0, NULL);
        row(columns, er_text(ctx, "first Fresnel zone clear"), 100 * f->clearance_share, 1, "%");
        row(columns, er_text(ctx, "least clear at"), f->at_km, 4, "km");
        row(columns, er_text(ctx, "clearance there"), f->clearance_m, 2, "m");
        row(columns, er_text(ctx, "radius of the zone there"), f->radius_m, 2, "m");
    }
    er_status status = er_columns_print(columns, invocation->out);
    er_columns_free(columns);
    return status;
}

static er_status print_quantities(er_invocation *invocation, const er_link *link) {
    er_context *ctx = invocation->ctx;
    er_columns *columns = NULL;
    if (link->quantities.count == 0) return ER_OK;
    ER_TRY(er_columns_new(ctx, 3, &columns));
    er_columns_text(columns, er_text(ctx, "quantity"));
    er_columns_right(columns, er_text(ctx, "value"));
    er_columns_text(columns, er_text(ctx, "defined in"));
    for (size_t i = 0; i < link->quantities.count; i++) {
        const er_quantity *q = &link->quantities.items[i];
        row(columns, q->name, q->value, 6, q->equation);
    }
    fputc('\n', invocation->out);
    er_status status = er_columns_print(columns, invocation->out);
    er_columns_free(columns);
    return status;
}

static void print_warnings(er_invocation *invocation, const er_link *link) {
    er_context *ctx = invocation->ctx;
    if (!link->warnings) return;
    fprintf(invocation->out, "\n%s\n", er_text(ctx, "Warnings:"));
    for (size_t i = 0; er_warning_at(i); i++)
        if (link->warnings & er_warning_at(i)->bit)
            fprintf(invocation->out, "  %s (%s)\n", er_text(ctx, er_warning_at(i)->text),
                    er_warning_at(i)->code);
}

er_status er_link_print_text(er_invocation *invocation, const er_link *link) {
    fprintf(invocation->out, "%s: %s (%s)\n\n", link->model->name,
            er_text(invocation->ctx, link->model->title), link->model->source);
    ER_TRY(print_summary(invocation, link));
    ER_TRY(print_quantities(invocation, link));
    print_warnings(invocation, link);
    return ER_OK;
}
