/* The ranking of the units of a level, for people and for programs. */
#include "cli/balance_print.h"

#include "core/columns.h"

#include <math.h>
#include <stdlib.h>

/** One line of a ranking. */
struct place {
    const er_balance_unit_row *row;
    const er_unit *unit;
    size_t at;
};

/** By rank, those without one last; units of one rank in their own order. */
static int compare_places(const void *left, const void *right) {
    const struct place *a = left, *b = right;
    int64_t x = a->row->rank ? a->row->rank : INT64_MAX,
            y = b->row->rank ? b->row->rank : INT64_MAX;
    if (x != y) return x < y ? -1 : 1;
    return (a->at > b->at) - (a->at < b->at);
}

/** The units of the level that is asked for, of one subject. */
static er_status list_places(const er_balance_view *view, const char *subject, struct place **out,
                             size_t *count) {
    *count = 0;
    ER_TRY(
        er_arena_alloc(view->invocation->ctx, view->arena, view->unit_count * sizeof **out, out));
    for (size_t i = 0; i < view->unit_row_count; i++) {
        const er_balance_unit_row *row = &view->unit_rows[i];
        if (!er_equal_texts(row->subject, subject)) continue;
        const er_unit *unit = er_balance_view_unit(view, row->unit_id);
        if (!unit || !er_equal_texts(unit->level, view->level)) continue;
        (*out)[*count] = (struct place){row, unit, *count};
        ++*count;
    }
    if (*count > 0) qsort(*out, *count, sizeof **out, compare_places);
    return ER_OK;
}

const char *er_balance_cluster_title(const er_context *ctx, const char *cluster) {
    static const char *const titles[][2] = {{"high_high", "high, as around it"},
                                            {"low_low", "low, as around it"},
                                            {"high_low", "high among low"},
                                            {"low_high", "low among high"}};
    for (size_t i = 0; i < sizeof titles / sizeof titles[0]; i++)
        if (er_equal_texts(titles[i][0], cluster)) return er_text(ctx, titles[i][1]);
    return "";
}

static const char *name_of(const er_balance_view *view, const er_unit *unit) {
    bool chinese = er_context_language(view->invocation->ctx) == ER_LANG_ZH_TW;
    if (!chinese && unit->name_en) return unit->name_en;
    return unit->name ? unit->name : unit->code;
}

/** What pilots bring is shared out over their sites, in parts. */
static bool is_count(const er_balance_topic *topic) {
    return (topic->kind & (ER_BALANCE_STATIONS | ER_BALANCE_PILOTS | ER_BALANCE_COVERAGE)) != 0;
}

static bool has_access(const er_balance_topic *topic) {
    return (topic->kind & (ER_BALANCE_STATIONS | ER_BALANCE_PILOTS)) != 0;
}

static void print_place(const er_balance_view *view, er_columns *table,
                        const er_balance_topic *topic, const struct place *place) {
    double per = topic->per > 0 ? topic->per : 100;
    if (place->row->rank > 0)
        er_columns_number(table, (double)place->row->rank, 0);
    else
        er_columns_right(table, "-");
    er_columns_text(table, place->unit->code);
    er_columns_text(table, name_of(view, place->unit));
    er_columns_number(table, place->row->amount, is_count(topic) ? 0 : 1);
    er_columns_number(table, place->row->persons, 0);
    er_columns_number(table, per * place->row->rate, 2);
    if (has_access(topic)) er_columns_number(table, per * place->row->access, 2);
    er_columns_text(table, er_balance_cluster_title(view->invocation->ctx, place->row->cluster));
}

static er_status print_topic(const er_balance_view *view, const er_balance_topic *topic) {
    er_context *ctx = view->invocation->ctx;
    struct place *places = NULL;
    size_t count = 0;
    er_columns *table = NULL;
    ER_TRY(list_places(view, topic->name, &places, &count));
    ER_TRY(er_columns_new(ctx, has_access(topic) ? 8 : 7, &table));
    er_columns_right(table, er_text(ctx, "rank"));
    er_columns_text(table, er_text(ctx, "code"));
    er_columns_text(table, er_text(ctx, "name"));
    er_columns_right(table, er_text(ctx, topic->noun));
    er_columns_right(table, er_text(ctx, "persons"));
    er_columns_right(table, er_text(ctx, topic->per > 0 ? topic->rate : "share %"));
    if (has_access(topic)) er_columns_right(table, er_text(ctx, "within reach"));
    er_columns_text(table, er_text(ctx, "beside its neighbours"));
    for (size_t i = 0; i < count; i++)
        print_place(view, table, topic, &places[i]);
    fprintf(view->invocation->out, "\n%s (%s, %s)\n", er_text(ctx, topic->title), topic->name,
            view->level);
    er_status status = er_columns_print(table, view->invocation->out);
    er_columns_free(table);
    return status;
}

er_status er_balance_print_units(const er_balance_view *view) {
    size_t count;
    const er_balance_topic *topics = er_balance_topics(&count);
    for (size_t i = 0; i < count; i++)
        if (!view->subject || er_equal_texts(view->subject, topics[i].name))
            ER_TRY(print_topic(view, &topics[i]));
    return ER_OK;
}

static er_json *place_json(const struct place *place) {
    const er_balance_unit_row *row = place->row;
    er_json *json = er_json_object();
    er_json_add_text(json, "subject", row->subject);
    er_json_add_text(json, "level", place->unit->level);
    er_json_add_text(json, "code", place->unit->code);
    er_json_add_text(json, "name", place->unit->name);
    er_json_add_text(json, "name_en", place->unit->name_en);
    er_json_add_number(json, "amount", row->amount);
    er_json_add_number(json, "persons", row->persons);
    er_json_add_number(json, "rate", row->rate);
    if (row->rank > 0)
        er_json_add_int(json, "rank", row->rank);
    else
        er_json_add(json, "rank", NULL);
    er_json_add_int(json, "ranked", row->ranked);
    er_json_add_number(json, "access", row->access);
    er_json_add_number(json, "local_moran", row->local_moran);
    er_json_add_number(json, "p", row->p);
    er_json_add_number(json, "q", row->q);
    er_json_add_text(json, "cluster", row->cluster);
    return json;
}

er_status er_balance_units_json(const er_balance_view *view, er_json **out) {
    size_t topic_count;
    const er_balance_topic *topics = er_balance_topics(&topic_count);
    er_json *list = er_json_array();
    for (size_t t = 0; t < topic_count; t++) {
        struct place *places = NULL;
        size_t count = 0;
        if (view->subject && !er_equal_texts(view->subject, topics[t].name)) continue;
        er_status status = list_places(view, topics[t].name, &places, &count);
        if (status != ER_OK) {
            er_json_free(list);
            return status;
        }
        for (size_t i = 0; i < count; i++)
            er_json_append(list, place_json(&places[i]));
    }
    *out = list;
    return ER_OK;
}
