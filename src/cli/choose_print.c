/* The plan of `choose`, for programs and for people. */
#include "cli/choose.h"
#include "core/columns.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const models[] = {[ER_SITING_MOST] = "cover",
                                     [ER_SITING_FEWEST] = "fewest",
                                     [ER_SITING_MEDIAN] = "median",
                                     [ER_SITING_CENTRE] = "centre"};
static const char *const ends[] = {[ER_SITING_PROVEN] = "proven",
                                   [ER_SITING_GAP] = "gap",
                                   [ER_SITING_NODES] = "nodes",
                                   [ER_SITING_TIME] = "time",
                                   [ER_SITING_QUICK] = "quick"};

/** What is printed, with what is counted for it. */
struct answer {
    er_context *ctx;
    const er_choose_request *request;
    const er_choose_world *world;
    const er_siting_plan *plan;
    double covered; /**< weight that is met, or served at all */
};

static bool is_covering(er_siting_aim aim) {
    return aim == ER_SITING_MOST || aim == ER_SITING_FEWEST;
}

static double weight_covered(const er_choose_request *request, const er_choose_world *world,
                             const er_siting_plan *plan) {
    er_sum sum = {0};
    if (is_covering(request->aim)) return plan->met;
    for (size_t i = 0; i < world->demand.count; i++)
        if (plan->site[i] != UINT32_MAX) er_sum_add(&sum, world->demand.items[i].weight);
    return er_sum_value(&sum);
}

/* ---- groups ---------------------------------------------------------------------------------- */

static int by_text(const void *left, const void *right) {
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

/** The groups of the candidates, each once, by their bytes; free with er_free. */
static er_status groups_of(const struct answer *a, const char ***out, size_t *count) {
    const er_choose_world *world = a->world;
    size_t used = 0, kept = 0;
    ER_TRY(er_alloc(a->ctx, world->candidate_count, sizeof **out, out));
    for (size_t i = 0; i < world->candidate_count; i++)
        if (world->sites.items[i].group) (*out)[used++] = world->sites.items[i].group;
    qsort(*out, used, sizeof **out, by_text);
    for (size_t i = 0; i < used; i++)
        if (kept == 0 || strcmp((*out)[kept - 1], (*out)[i]) != 0) (*out)[kept++] = (*out)[i];
    *count = kept;
    return ER_OK;
}

static size_t chosen_of(const struct answer *a, const char *group) {
    size_t count = 0;
    for (size_t s = 0; s < a->plan->count; s++) {
        const char *own = a->world->sites.items[a->plan->chosen[s]].group;
        count += own && strcmp(own, group) == 0;
    }
    return count;
}

/* ---- JSON ------------------------------------------------------------------------------------ */

static void append_id(const struct answer *a, er_json *array, size_t site) {
    const er_choose_place *place = site == SIZE_MAX ? NULL : &a->world->sites.items[site];
    if (!place)
        er_json_append(array, NULL);
    else if (a->world->sites.numbered)
        er_json_append_int(array, place->row);
    else
        er_json_append_text(array, place->id);
}

static er_json *ids_json(const struct answer *a, const size_t *sites, size_t count) {
    er_json *array = er_json_array();
    for (size_t i = 0; i < count; i++)
        append_id(a, array, sites[i]);
    return array;
}

static er_json *numbers_json(const double *numbers, size_t count) {
    er_json *array = er_json_array();
    for (size_t i = 0; i < count; i++)
        er_json_append_number(array, numbers[i]);
    return array;
}

static er_status add_groups(const struct answer *a, er_json *json) {
    er_json *array = er_json_array();
    const char **groups = NULL;
    size_t count = 0;
    er_json_add(json, "groups", array);
    if (!a->request->options->group) return ER_OK;
    ER_TRY(groups_of(a, &groups, &count));
    for (size_t g = 0; g < count; g++) {
        er_json *group = er_json_object();
        size_t chosen = chosen_of(a, groups[g]);
        er_json_add_text(group, "group", groups[g]);
        er_json_add_int(group, "chosen", (int64_t)chosen);
        er_json_add_number(group, "share", (double)chosen / (double)a->plan->count);
        er_json_append(array, group);
    }
    er_free(groups);
    return ER_OK;
}

static er_json *sites_json(const struct answer *a) {
    const er_choose_world *world = a->world;
    er_json *json = er_json_object(), *equal = er_json_array();
    er_json_add_int(json, "used", (int64_t)world->candidate_count);
    er_json_add_int(json, "free", (int64_t)world->free_count);
    er_json_add_int(json, "existing", (int64_t)(world->sites.count - world->free_count));
    er_json_add_int(json, "rejected", world->sites.rejected);
    er_json_add(json, "reach_nothing", ids_json(a, world->unreached, world->unreached_count));
    for (size_t i = 0; i < world->equal_count; i++)
        er_json_append(equal, ids_json(a, world->equal + world->equal_start[i],
                                       world->equal_start[i + 1] - world->equal_start[i]));
    er_json_add(json, "equal", equal);
    er_json_add_text(json, "crs", world->sites.crs);
    return json;
}

static er_json *demand_json(const struct answer *a) {
    er_json *json = er_json_object();
    er_json_add_int(json, "used", (int64_t)a->world->demand.count);
    er_json_add_int(json, "rejected", a->world->demand.rejected);
    er_json_add_int(json, "beyond_reach", (int64_t)a->world->beyond_count);
    er_json_add_number(json, "beyond_reach_weight", a->world->beyond_weight);
    er_json_add_text(json, "crs", a->world->demand.crs);
    return json;
}

static er_status print_json(er_invocation *invocation, const struct answer *a) {
    const er_siting_plan *plan = a->plan;
    const er_choose_request *request = a->request;
    er_json *json = er_json_object();
    bool counted = request->options->k != INT64_MIN && request->aim != ER_SITING_FEWEST;
    er_json_add_text(json, "model", models[request->aim]);
    er_json_add_int(json, "k", counted ? request->options->k : (int64_t)plan->count);
    er_json_add_number(json, "covered", a->covered);
    er_json_add_number(json, "total", plan->total);
    er_json_add_number(json, "value", plan->value);
    er_json_add_number(json, "bound", plan->bound);
    er_json_add_number(json, "gap", plan->gap);
    er_json_add_bool(json, "optimal", plan->end == ER_SITING_PROVEN);
    er_json_add_text(json, "end", ends[plan->end]);
    er_json_add(json, "chosen", ids_json(a, plan->chosen, plan->count));
    er_json_add(json, "adds", numbers_json(plan->adds, plan->count));
    er_json_add(json, "next", ids_json(a, plan->next, plan->count));
    er_json_add(json, "next_adds", numbers_json(plan->next_adds, plan->count));
    er_json_add_number(json, "cost", plan->cost);
    er_json_add_number(json, "radius_m", request->radius_m);
    er_json_add_text(json, "distances", a->world->sites.plane ? "plane" : "geodesic");
    er_json_add(json, "candidates", sites_json(a));
    er_json_add(json, "demand", demand_json(a));
    er_status status = add_groups(a, json);
    if (status == ER_OK) return er_print_json(invocation, json);
    er_json_free(json);
    return status;
}

/* ---- text ------------------------------------------------------------------------------------ */

static void print_headings(er_columns *columns, const struct answer *a) {
    er_columns_right(columns, er_text(a->ctx, "rank"));
    er_columns_text(columns, er_text(a->ctx, "site"));
    er_columns_text(columns, a->request->options->group ? er_text(a->ctx, "group") : "");
    er_columns_right(columns, er_text(a->ctx, is_covering(a->request->aim) ? "adds" : "saves"));
    er_columns_text(columns, er_text(a->ctx, "next best"));
    er_columns_right(columns, er_text(a->ctx, "would add"));
}

static void print_site(er_columns *columns, const struct answer *a, size_t rank) {
    const er_siting_plan *plan = a->plan;
    const er_choose_place *items = a->world->sites.items;
    size_t next = plan->next[rank];
    er_columns_number(columns, (double)(rank + 1), 0);
    er_columns_text(columns, items[plan->chosen[rank]].id);
    er_columns_text(columns, items[plan->chosen[rank]].group);
    er_columns_number(columns, plan->adds[rank], 2);
    er_columns_text(columns, next == SIZE_MAX ? "" : items[next].id);
    er_columns_number(columns, next == SIZE_MAX ? NAN : plan->next_adds[rank], 2);
}

static er_status print_sites(er_invocation *invocation, const struct answer *a) {
    er_columns *columns = NULL;
    ER_TRY(er_columns_new(a->ctx, 6, &columns));
    print_headings(columns, a);
    for (size_t s = 0; s < a->plan->count; s++)
        print_site(columns, a, s);
    er_status status = er_columns_print(columns, invocation->out);
    er_columns_free(columns);
    return status;
}

static void add_line(er_columns *columns, const char *title, double value, int decimals) {
    er_columns_text(columns, title);
    er_columns_number(columns, value, decimals);
}

static const char *end_text(er_siting_end end) {
    static const char *const texts[] = {
        [ER_SITING_PROVEN] = "no plan is better: proven",
        [ER_SITING_GAP] = "proven to within the gap asked for",
        [ER_SITING_NODES] = "the search ended at its limit of nodes; a better plan may exist",
        [ER_SITING_TIME] = "the search ended at its limit of time; a better plan may exist",
        [ER_SITING_QUICK] = "a quick answer; a better plan may exist"};
    return texts[end];
}

static er_status print_text(er_invocation *invocation, const struct answer *a) {
    static const char *const values[] = {[ER_SITING_MOST] = "value",
                                         [ER_SITING_FEWEST] = "sites (or cost)",
                                         [ER_SITING_MEDIAN] = "weight x distance, m",
                                         [ER_SITING_CENTRE] = "largest distance, m"};
    const er_siting_plan *plan = a->plan;
    er_context *ctx = a->ctx;
    er_columns *columns = NULL;
    ER_TRY(print_sites(invocation, a));
    ER_TRY(er_columns_new(ctx, 2, &columns));
    add_line(columns, er_text(ctx, "weight covered"), a->covered, 2);
    add_line(columns, er_text(ctx, "weight in all"), plan->total, 2);
    add_line(columns, er_text(ctx, "covered %"), 100 * a->covered / plan->total, 2);
    add_line(columns, er_text(ctx, "weight beyond reach of all"), a->world->beyond_weight, 2);
    add_line(columns, er_text(ctx, values[a->request->aim]), plan->value, 2);
    add_line(columns, er_text(ctx, "bound"), plan->bound, 2);
    add_line(columns, er_text(ctx, "gap %"), 100 * plan->gap, 4);
    if (a->request->options->cost) add_line(columns, er_text(ctx, "cost"), plan->cost, 2);
    fprintf(invocation->out, "\n");
    er_status status = er_columns_print(columns, invocation->out);
    er_columns_free(columns);
    fprintf(invocation->out, "\n%s\n", er_text(ctx, end_text(plan->end)));
    return status;
}

er_status er_choose_print(er_invocation *invocation, const er_choose_request *request,
                          const er_choose_world *world, const er_siting_plan *plan) {
    const struct answer answer = {.ctx = invocation->ctx,
                                  .request = request,
                                  .world = world,
                                  .plan = plan,
                                  .covered = weight_covered(request, world, plan)};
    return invocation->json ? print_json(invocation, &answer) : print_text(invocation, &answer);
}
