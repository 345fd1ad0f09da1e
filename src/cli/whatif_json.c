/* A what-if answer by groups, in a sentence, and for programs. */
#include "cli/whatif_print.h"

#include "core/columns.h"
#include "store/members.h"

#include <math.h>
#include <string.h>

const er_unit *er_whatif_unit_of(const er_whatif_view *view, int64_t id) {
    for (size_t i = 0; i < view->unit_count; i++)
        if (view->units[i].id == id) return &view->units[i];
    return NULL;
}

/* ---- groups ---------------------------------------------------------------------------------- */

/** NAN, which is not known, adds nothing. */
static double gain(double before, double after) {
    return after > before ? after - before : 0;
}

static void add_unit(er_whatif_group *group, const er_whatif_unit *unit) {
    group->gained_persons += gain(unit->persons_before, unit->persons_after);
    group->lost_persons += gain(unit->persons_after, unit->persons_before);
    group->gained_km2 += gain(unit->before_km2, unit->after_km2);
    group->lost_km2 += gain(unit->after_km2, unit->before_km2);
}

static const char *titled(const er_whatif_view *view, const char *title, const char *title_zh,
                          const char *name) {
    bool chinese = er_context_language(view->invocation->ctx) == ER_LANG_ZH_TW;
    if (chinese && title_zh) return title_zh;
    return title ? title : name;
}

/** Groups of one scheme; the one behind them takes units of no group. */
static er_status scheme_groups(const er_whatif_view *view, const er_scheme *scheme,
                               er_whatif_group *out, const er_group *groups, size_t count) {
    er_unit_group *members = NULL;
    size_t member_count = 0;
    ER_TRY(er_store_unit_groups(view->invocation->ctx, view->store, view->arena, scheme->name,
                                &members, &member_count));
    for (size_t k = 0; k <= count; k++)
        out[k] = (er_whatif_group){
            .scheme = scheme->name,
            .scheme_title = titled(view, scheme->title, scheme->title_zh, scheme->name),
            .group = k < count ? groups[k].name : NULL,
            .title = k < count ? titled(view, groups[k].title, groups[k].title_zh, groups[k].name)
                               : NULL};
    for (size_t i = 0; i < view->answer->unit_count; i++) {
        const er_whatif_unit *unit = &view->answer->units[i];
        size_t found = 0;
        if (strcmp(unit->stratum, "any") != 0) continue;
        const er_unit_group *of = er_members_of(members, member_count, unit->unit_id, &found);
        if (found == 0) add_unit(&out[count], unit);
        for (size_t m = 0; m < found; m++)
            for (size_t k = 0; k < count; k++)
                if (strcmp(groups[k].name, of[m].group) == 0) add_unit(&out[k], unit);
    }
    return ER_OK;
}

static bool is_touched(const er_whatif_group *g) {
    return g->gained_persons > 0 || g->lost_persons > 0 || g->gained_km2 > 0 || g->lost_km2 > 0;
}

er_status er_whatif_groups(const er_whatif_view *view, er_whatif_group **out, size_t *out_count) {
    er_context *ctx = view->invocation->ctx;
    er_scheme *schemes = NULL;
    er_whatif_group *all = NULL;
    size_t count = 0, used = 0, capacity = 0;
    er_status status = ER_OK;
    ER_TRY(er_store_schemes(ctx, view->store, view->arena, &schemes, &count));
    for (size_t s = 0; s < count; s++) {
        er_group *groups = NULL;
        size_t group_count = 0, first = used;
        ER_GOTO(
            status, done,
            er_store_groups(ctx, view->store, view->arena, schemes[s].name, &groups, &group_count));
        ER_GOTO(status, done,
                er_reserve(ctx, &all, &capacity, used + group_count + 1, sizeof *all));
        ER_GOTO(status, done, scheme_groups(view, &schemes[s], all + first, groups, group_count));
        for (size_t k = first; k <= first + group_count; k++)
            if (is_touched(&all[k])) all[used++] = all[k];
    }
    ER_GOTO(status, done, er_arena_alloc(ctx, view->arena, (used + 1) * sizeof *all, out));
    if (used > 0) memcpy(*out, all, used * sizeof *all);
    *out_count = used;
done:
    er_free(all);
    return status;
}

/* ---- the sentence ---------------------------------------------------------------------------- */

er_status er_whatif_sentence(const er_whatif_view *view, er_language language, const char **out) {
    er_context *ctx = view->invocation->ctx;
    const er_whatif_total *any = &view->answer->totals[0];
    er_language usual = er_context_language(ctx);
    char figures[4][ER_NUMBER_TEXT];
    size_t units = 0;
    er_status status;
    for (size_t i = 0; i < view->answer->unit_count; i++)
        units += strcmp(view->answer->units[i].stratum, "any") == 0;
    er_context_set_language(ctx, language);
    if (units == 0)
        status = er_arena_format(ctx, view->arena, out, "%s",
                                 er_text(ctx, "No unit is within reach of these sites: nothing is "
                                              "gained or lost."));
    else if (isnan(any->gained_persons))
        status = er_arena_format(
            ctx, view->arena, out,
            er_text(ctx, "%s km2 more would be served, %s km2 less; units within reach: %zu."),
            er_number_text(any->gained_km2, 2, figures[2]),
            er_number_text(any->lost_km2, 2, figures[3]), units);
    else
        status = er_arena_format(
            ctx, view->arena, out,
            er_text(ctx, "%s persons would be served who are not, %s no longer; %s km2 more, %s "
                         "km2 less; units within reach: %zu."),
            er_number_text(any->gained_persons, 0, figures[0]),
            er_number_text(any->lost_persons, 0, figures[1]),
            er_number_text(any->gained_km2, 2, figures[2]),
            er_number_text(any->lost_km2, 2, figures[3]), units);
    er_context_set_language(ctx, usual);
    return status;
}

/* ---- JSON ------------------------------------------------------------------------------------ */

static er_json *added_json(const er_whatif_view *view) {
    er_json *list = er_json_array();
    for (size_t i = 0; i < view->change->added_count; i++) {
        const er_whatif_site *site = &view->change->added[i];
        er_json *one = er_json_object();
        er_json_add_number(one, "lon", site->position.x);
        er_json_add_number(one, "lat", site->position.y);
        er_json_add_number(one, "radius_m", view->answer->radii_m[i]);
        er_json_add_text(one, "operator", site->operator_);
        er_json_add_text(one, "band", site->band);
        er_json_append(list, one);
    }
    return list;
}

static er_json *removed_json(const er_whatif_view *view) {
    er_json *list = er_json_array();
    for (size_t i = 0; i < view->change->removed_count; i++) {
        er_json *one = er_json_object();
        er_json_add_int(one, "id", view->change->removed[i]);
        er_json_add_text(one, "code", view->codes[i]);
        er_json_append(list, one);
    }
    return list;
}

static er_json *totals_json(const er_whatif_view *view) {
    er_json *list = er_json_array();
    for (size_t i = 0; i < view->answer->total_count; i++) {
        const er_whatif_total *t = &view->answer->totals[i];
        er_json *one = er_json_object();
        er_json_add_text(one, "stratum", t->stratum);
        er_json_add_text(one, "operator", t->operator_);
        er_json_add_number(one, "gained_persons", t->gained_persons);
        er_json_add_number(one, "lost_persons", t->lost_persons);
        er_json_add_number(one, "gained_km2", t->gained_km2);
        er_json_add_number(one, "lost_km2", t->lost_km2);
        er_json_add_number(one, "persons_before", t->persons_before);
        er_json_add_number(one, "persons_after", t->persons_after);
        er_json_append(list, one);
    }
    return list;
}

static er_json *units_json(const er_whatif_view *view) {
    er_json *list = er_json_array();
    for (size_t i = 0; i < view->answer->unit_count; i++) {
        const er_whatif_unit *u = &view->answer->units[i];
        const er_unit *unit = er_whatif_unit_of(view, u->unit_id);
        er_json *one = er_json_object();
        er_json_add_text(one, "level", unit ? unit->level : NULL);
        er_json_add_text(one, "code", unit ? unit->code : NULL);
        er_json_add_text(one, "stratum", u->stratum);
        er_json_add_text(one, "operator", u->operator_);
        er_json_add_number(one, "area_km2", u->area_km2);
        er_json_add_number(one, "before_km2", u->before_km2);
        er_json_add_number(one, "after_km2", u->after_km2);
        er_json_add_number(one, "persons", u->persons);
        er_json_add_number(one, "persons_before", u->persons_before);
        er_json_add_number(one, "persons_after", u->persons_after);
        er_json_append(list, one);
    }
    return list;
}

static er_json *groups_json(const er_whatif_group *groups, size_t count) {
    er_json *list = er_json_array();
    for (size_t i = 0; i < count; i++) {
        er_json *one = er_json_object();
        er_json_add_text(one, "scheme", groups[i].scheme);
        er_json_add_text(one, "group", groups[i].group);
        er_json_add_number(one, "gained_persons", groups[i].gained_persons);
        er_json_add_number(one, "lost_persons", groups[i].lost_persons);
        er_json_add_number(one, "gained_km2", groups[i].gained_km2);
        er_json_add_number(one, "lost_km2", groups[i].lost_km2);
        er_json_append(list, one);
    }
    return list;
}

er_status er_whatif_print_json(const er_whatif_view *view) {
    er_whatif_group *groups = NULL;
    size_t count = 0;
    const char *english = NULL, *chinese = NULL;
    ER_TRY(er_whatif_groups(view, &groups, &count));
    ER_TRY(er_whatif_sentence(view, ER_LANG_EN, &english));
    ER_TRY(er_whatif_sentence(view, ER_LANG_ZH_TW, &chinese));
    er_json *json = er_json_object();
    er_json_add_int(json, "run", view->run_id);
    er_json_add_text(json, "sentence", english);
    er_json_add_text(json, "sentence_zh", chinese);
    er_json_add(json, "added", added_json(view));
    er_json_add(json, "removed", removed_json(view));
    er_json_add(json, "totals", totals_json(view));
    er_json_add(json, "groups", groups_json(groups, count));
    er_json_add(json, "units", units_json(view));
    return er_print_json(view->invocation, json);
}
