/* What `equity --moran` found, for programs and for people. */
#include "cli/equity_space.h"

#include "core/columns.h"

#include <inttypes.h>
#include <math.h>

/** Why Moran's I is not there, or null. */
static const char *why_undefined(const er_space_report *report) {
    if (!isnan(report->moran.i)) return NULL;
    return report->pairs == 0 ? "nobody has a neighbour: Moran's I is not defined"
                              : "all values are equal: Moran's I is not defined";
}

static const char *about_alone(const er_space_report *report) {
    return report->moran.alone > 0
               ? "a row without neighbours has no lag and no local Moran: join it by --nearest, "
                 "--links or --tolerance-m"
               : NULL;
}

static void add_local(er_json *list, const er_space_report *report, size_t i) {
    const er_local_moran *local = &report->locals[i];
    er_json *one = er_json_object();
    if (report->keys)
        er_json_add_text(one, "key", report->keys[i]);
    else
        er_json_add_int(one, "key", report->numbers[i]);
    er_json_add_number(one, "i", local->i);
    er_json_add_number(one, "lag", local->lag);
    er_json_add_number(one, "p", local->p);
    er_json_add_number(one, "q", local->q);
    er_json_add_text(one, "cluster", er_cluster_name(local->cluster));
    er_json_append(list, one);
}

void er_space_json(er_context *ctx, const er_space_report *report, er_json *json, er_json *notes) {
    const er_moran *moran = &report->moran;
    const er_space_options *options = report->options;
    er_json *object = er_json_object(), *local = er_json_array();
    const char *lines[] = {why_undefined(report), about_alone(report)};
    er_json_add_int(object, "n", (int64_t)report->count);
    er_json_add_int(object, "left_out", (int64_t)report->left_out);
    er_json_add_number(object, "i", moran->i);
    er_json_add_number(object, "expected", moran->expected);
    er_json_add_number(object, "variance", moran->variance);
    er_json_add_number(object, "z", moran->z);
    er_json_add_number(object, "p", moran->p);
    er_json_add_int(object, "permutations", (int64_t)moran->permutations);
    er_json_add_int(object, "seed", (int64_t)moran->seed);
    er_json_add_text(object, "neighbours", options->neighbours);
    er_json_add_number(object, "tolerance_m", options->tolerance_m);
    er_json_add_int(object, "nearest", options->nearest);
    er_json_add_int(object, "pairs", (int64_t)report->pairs);
    er_json_add_int(object, "alone", (int64_t)moran->alone);
    er_json_add_int(object, "joined", (int64_t)report->joined);
    er_json_add_number(object, "fdr", options->fdr);
    er_json_add(json, "moran", object);
    for (size_t i = 0; i < report->count; i++)
        add_local(local, report, i);
    er_json_add(json, "local", local);
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
        if (lines[i]) er_json_append_text(notes, er_text(ctx, lines[i]));
}

static void add_figure(er_columns *table, const char *title, double value, int decimals) {
    er_columns_text(table, title);
    er_columns_number(table, value, decimals);
}

static er_status print_moran(er_invocation *invocation, const er_space_report *report) {
    er_context *ctx = invocation->ctx;
    const er_moran *moran = &report->moran;
    er_columns *table = NULL;
    ER_TRY(er_columns_new(ctx, 2, &table));
    add_figure(table, er_text(ctx, "rows with a place"), (double)report->count, 0);
    add_figure(table, er_text(ctx, "rows without a place"), (double)report->left_out, 0);
    add_figure(table, er_text(ctx, "pairs of neighbours"), (double)report->pairs, 0);
    add_figure(table, er_text(ctx, "rows joined by link or nearness"), (double)report->joined, 0);
    add_figure(table, er_text(ctx, "rows without neighbours"), (double)moran->alone, 0);
    add_figure(table, er_text(ctx, "Moran's I"), moran->i, 6);
    add_figure(table, er_text(ctx, "expected without a pattern"), moran->expected, 6);
    add_figure(table, er_text(ctx, "standard deviations above that"), moran->z, 3);
    add_figure(table, er_text(ctx, "p-value of the permutations"), moran->p, 6);
    er_status status = er_columns_print(table, invocation->out);
    er_columns_free(table);
    return status;
}

/** What a cluster is called by people. */
static const char *title_of(er_cluster cluster) {
    static const char *const titles[] = {
        [ER_CLUSTER_NONE] = "",
        [ER_CLUSTER_HIGH_HIGH] = "high among high",
        [ER_CLUSTER_LOW_LOW] = "low among low",
        [ER_CLUSTER_HIGH_LOW] = "high among low",
        [ER_CLUSTER_LOW_HIGH] = "low among high",
    };
    return titles[cluster];
}

static er_status print_clusters(er_invocation *invocation, const er_space_report *report) {
    static const char *const titles[] = {"local Moran", "mean of the neighbours", "p", "q"};
    er_context *ctx = invocation->ctx;
    er_columns *table = NULL;
    char number[24];
    ER_TRY(er_columns_new(ctx, 6, &table));
    er_columns_text(table, er_text(ctx, report->keys ? "key" : "row"));
    er_columns_text(table, er_text(ctx, "cluster"));
    for (size_t i = 0; i < sizeof titles / sizeof titles[0]; i++)
        er_columns_right(table, er_text(ctx, titles[i]));
    for (size_t i = 0; i < report->count; i++) {
        const er_local_moran *local = &report->locals[i];
        if (local->cluster == ER_CLUSTER_NONE) continue;
        snprintf(number, sizeof number, "%" PRId64, report->numbers[i]);
        er_columns_text(table, report->keys ? report->keys[i] : number);
        er_columns_text(table, er_text(ctx, title_of(local->cluster)));
        er_columns_number(table, local->i, 6);
        er_columns_number(table, local->lag, 6);
        er_columns_number(table, local->p, 6);
        er_columns_number(table, local->q, 6);
    }
    er_status status = er_columns_print(table, invocation->out);
    er_columns_free(table);
    return status;
}

er_status er_space_text(er_invocation *invocation, const er_space_report *report) {
    const char *lines[] = {why_undefined(report), about_alone(report)};
    size_t clusters = 0;
    for (size_t i = 0; i < report->count; i++)
        clusters += report->locals[i].cluster != ER_CLUSTER_NONE;
    fputc('\n', invocation->out);
    ER_TRY(print_moran(invocation, report));
    fputc('\n', invocation->out);
    fprintf(invocation->out,
            er_text(invocation->ctx, "%zu rows in clusters at a false discovery rate of %g"),
            clusters, report->options->fdr);
    fputc('\n', invocation->out);
    if (clusters > 0) ER_TRY(print_clusters(invocation, report));
    for (size_t i = 0; i < sizeof lines / sizeof lines[0]; i++)
        if (lines[i]) fprintf(invocation->out, "\n  %s\n", er_text(invocation->ctx, lines[i]));
    return ER_OK;
}
