/* Lorenz curves: how much of what there is those with the least have. */
#include "outputs/report_parts.h"

#include "evenreach/equity.h"

#include <math.h>
#include <string.h>

enum { MOST_POINTS = 200, SHARE_DIGITS = 6 };

static er_json *shares_json(const double *shares, size_t count) {
    er_json *json = er_json_array();
    size_t points = count < MOST_POINTS ? count : MOST_POINTS;
    for (size_t i = 0; i < points; i++) {
        size_t at = points > 1 ? i * (count - 1) / (points - 1) : 0; /* both ends, evenly between */
        er_json_append_number(json, er_round(shares[at], SHARE_DIGITS));
    }
    return json;
}

static er_status curve_json(const er_data *data, const er_equity_table *table, er_json *json) {
    double *weight_share = NULL, *value_share = NULL;
    size_t count = 0;
    ER_TRY(er_equity_lorenz(data->ctx, table, &weight_share, &value_share, &count));
    er_json_add(json, "weight_share", shares_json(weight_share, count));
    er_json_add(json, "value_share", shares_json(value_share, count));
    er_free(weight_share);
    er_free(value_share);
    return ER_OK;
}

/** The rows that the balance took the index over: those of the level that have a rate. */
static size_t gather(const er_data *data, const char *subject, const char *level, double *value,
                     double *weight) {
    size_t count = 0;
    for (size_t i = 0; i < data->unit_row_count; i++) {
        const er_balance_unit_row *row = &data->unit_rows[i];
        const er_unit *unit = er_data_unit(data, row->unit_id);
        if (strcmp(row->subject, subject) != 0 || isnan(row->rate) || !unit ||
            strcmp(unit->level, level) != 0)
            continue;
        value[count] = row->rate;
        weight[count++] = row->persons;
    }
    return count;
}

static er_status add_curve(const er_data *data, const char *subject, const er_scheme *scheme,
                           er_json *list) {
    double gini = er_data_figure(data, scheme->name, NULL, subject, "gini");
    double *value = NULL, *weight = NULL;
    er_json *json = NULL;
    size_t count = 0;
    er_status status;
    if (!isfinite(gini)) return ER_OK;
    ER_GOTO(status, done, er_alloc(data->ctx, data->unit_row_count + 1, sizeof *value, &value));
    ER_GOTO(status, done, er_alloc(data->ctx, data->unit_row_count + 1, sizeof *weight, &weight));
    count = gather(data, subject, scheme->level, value, weight);
    if (count == 0) goto done;
    json = er_json_object();
    er_json_add_text(json, "subject", subject);
    er_json_add_text(json, "scheme", scheme->name);
    er_json_add_text(json, "level", scheme->level);
    er_json_add_number(json, "gini", er_round(gini, 9));
    const er_equity_table table = {.value = value, .weight = weight, .count = count};
    ER_GOTO(status, done, curve_json(data, &table, json));
    er_json_append(list, json);
    json = NULL;
done:
    er_free(value);
    er_free(weight);
    er_json_free(json);
    return status;
}

er_status er_report_charts(const er_data *data, er_json **out) {
    static const char *const subjects[] = {"coverage_any", "stations", "pilots"};
    er_json *charts = er_json_object(), *lorenz = er_json_array();
    er_status status = ER_OK;
    er_json_add(charts, "lorenz", lorenz);
    for (size_t s = 0; s < data->scheme_count && status == ER_OK; s++)
        for (size_t i = 0; i < 3 && status == ER_OK; i++)
            status = add_curve(data, subjects[i], &data->schemes[s].scheme, lorenz);
    if (status == ER_OK)
        *out = charts;
    else
        er_json_free(charts);
    return status;
}
