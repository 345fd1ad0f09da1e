/* The scorecard of a balance run, for people and for programs. */
#include "cli/balance_print.h"

#include "core/columns.h"

#include <math.h>

/** Does the command show it? */
static bool is_shown(const er_balance_view *view, const char *scheme, const char *subject) {
    return (!view->scheme || er_equal_texts(view->scheme, scheme)) &&
           (!view->subject || er_equal_texts(view->subject, subject));
}

static bool is_chinese(const er_balance_view *view) {
    return er_context_language(view->invocation->ctx) == ER_LANG_ZH_TW;
}

const char *er_balance_topic_title(const er_balance_view *view, const char *subject) {
    size_t count;
    const er_balance_topic *topics = er_balance_topics(&count);
    for (size_t i = 0; i < count; i++)
        if (er_equal_texts(topics[i].name, subject))
            return er_text(view->invocation->ctx, topics[i].title);
    return subject;
}

static const char *group_title(const er_balance_view *view, const er_group *groups, size_t count,
                               const char *name) {
    if (er_equal_texts(name, ER_LINE_NONE)) return er_text(view->invocation->ctx, "in no group");
    for (size_t g = 0; g < count; g++) {
        if (!er_equal_texts(groups[g].name, name)) continue;
        const char *title = groups[g].title ? groups[g].title : name;
        return is_chinese(view) && groups[g].title_zh ? groups[g].title_zh : title;
    }
    return name ? name : "-";
}

/** Figures, one subject a row. */
static er_status print_figures(const er_balance_view *view, const er_scheme *scheme,
                               const er_group *groups, size_t group_count) {
    static const char *const headings[] = {"Gini",         "from",          "to", "between %", "p",
                                           "of the gap %", "times the mean"};
    enum { HEADINGS = sizeof headings / sizeof headings[0] };
    er_context *ctx = view->invocation->ctx;
    er_columns *table = NULL;
    ER_TRY(er_columns_new(ctx, HEADINGS + 2, &table));
    er_columns_text(table, er_text(ctx, "scorecard"));
    for (size_t i = 0; i < HEADINGS; i++)
        er_columns_right(table, er_text(ctx, headings[i]));
    er_columns_text(table, er_text(ctx, "widest gap"));
    for (size_t i = 0; i < view->card_count; i++) {
        const er_scorecard_row *card = &view->cards[i];
        if (!er_equal_texts(card->scheme, scheme->name) ||
            !is_shown(view, card->scheme, card->subject))
            continue;
        er_columns_text(table, er_balance_topic_title(view, card->subject));
        er_columns_number(table, card->gini, 4);
        er_columns_number(table, card->gini_low, 4);
        er_columns_number(table, card->gini_high, 4);
        er_columns_number(table, 100 * card->share_between, 1);
        er_columns_number(table, card->p_between, 3);
        er_columns_number(table, 100 * card->driver_share, 1);
        er_columns_number(table, card->driver_ratio, 2);
        er_columns_text(table, group_title(view, groups, group_count, card->driver));
    }
    fputc('\n', view->invocation->out);
    er_status status = er_columns_print(table, view->invocation->out);
    er_columns_free(table);
    return status;
}

/** Sentences name groups and units as files do, so that they go through the table, which lets
 *  nothing steer the terminal. */
static er_status print_sentences(const er_balance_view *view, const er_scheme *scheme) {
    er_context *ctx = view->invocation->ctx;
    er_columns *table = NULL;
    er_status status = ER_OK;
    bool chinese = is_chinese(view);
    ER_TRY(er_columns_new(ctx, 1, &table));
    for (size_t i = 0; i < view->card_count && status == ER_OK; i++) {
        const er_scorecard_row *card = &view->cards[i];
        const char *sentence = chinese ? card->sentence_zh : card->sentence, *line = NULL;
        if (!er_equal_texts(card->scheme, scheme->name) ||
            !is_shown(view, card->scheme, card->subject))
            continue;
        status =
            er_arena_format(ctx, view->arena, &line, chinese ? "%s：%s" : "%s: %s",
                            er_balance_topic_title(view, card->subject), sentence ? sentence : "");
        er_columns_text(table, line);
    }
    fputc('\n', view->invocation->out);
    if (status == ER_OK) status = er_columns_print(table, view->invocation->out);
    er_columns_free(table);
    return status;
}

er_status er_balance_print_scorecard(const er_balance_view *view, const er_scheme *scheme) {
    er_group *groups = NULL;
    size_t count = 0;
    ER_TRY(er_store_groups(view->invocation->ctx, view->store, view->arena, scheme->name, &groups,
                           &count));
    ER_TRY(print_figures(view, scheme, groups, count));
    return print_sentences(view, scheme);
}

er_json *er_balance_scorecard_json(const er_balance_view *view) {
    er_json *list = er_json_array();
    for (size_t i = 0; i < view->card_count; i++) {
        const er_scorecard_row *card = &view->cards[i];
        if (!is_shown(view, card->scheme, card->subject)) continue;
        er_json *json = er_json_object();
        er_json_add_text(json, "scheme", card->scheme);
        er_json_add_text(json, "subject", card->subject);
        er_json_add_number(json, "gini", card->gini);
        er_json_add_number(json, "gini_low", card->gini_low);
        er_json_add_number(json, "gini_high", card->gini_high);
        er_json_add_number(json, "theil_t", card->theil_t);
        er_json_add_number(json, "share_between", card->share_between);
        er_json_add_number(json, "p_between", card->p_between);
        er_json_add_text(json, "driver", card->driver);
        er_json_add_number(json, "driver_share", card->driver_share);
        er_json_add_number(json, "driver_ratio", card->driver_ratio);
        er_json_add_text(json, "sentence", card->sentence);
        er_json_add_text(json, "sentence_zh", card->sentence_zh);
        er_json_append(list, json);
    }
    return list;
}

const er_unit *er_balance_view_unit(const er_balance_view *view, int64_t id) {
    for (size_t i = 0; i < view->unit_count; i++)
        if (view->units[i].id == id) return &view->units[i];
    return NULL;
}

er_json *er_balance_levers_json(const er_balance_view *view) {
    er_json *list = er_json_array();
    for (size_t i = 0; i < view->lever_count; i++) {
        const er_lever_row *lever = &view->levers[i];
        const er_unit *unit = er_balance_view_unit(view, lever->unit_id);
        if (!unit || !is_shown(view, lever->scheme, lever->subject)) continue;
        er_json *json = er_json_object();
        er_json_add_text(json, "scheme", lever->scheme);
        er_json_add_text(json, "subject", lever->subject);
        er_json_add_int(json, "rank", lever->rank);
        er_json_add_text(json, "level", unit->level);
        er_json_add_text(json, "code", unit->code);
        er_json_add_text(json, "name", unit->name);
        er_json_add_text(json, "name_en", unit->name_en);
        er_json_add_number(json, "theil_t", lever->theil_t);
        er_json_add_number(json, "change", lever->change);
        er_json_append(list, json);
    }
    return list;
}
