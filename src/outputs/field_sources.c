/* What fields rest on: one line a kind of field, the first that fits. */
#include "outputs/dictionary.h"

#include <fnmatch.h>

enum {
    ON_PLACE = ER_ON_UNITS | ER_ON_POPULATION,
    ON_COVER = ON_PLACE | ER_ON_STATIONS,
    ON_LAYER = -1 /* what the layer rests on */
};

/** Names are patterns as a shell has them. */
struct rule {
    const char *layer; /**< null: a layer of units, a level each */
    const char *field;
    const char *step; /**< null: only counted or divided on the way out */
    int on;
};

static const struct rule rules[] = {
    {"*", "synthetic", "load", ON_LAYER},
    /* simplestyle */
    {"*", "fill*", NULL, ON_LAYER},
    {"*", "stroke*", NULL, ON_LAYER},
    {"*", "marker-*", NULL, ON_LAYER},
    /* units */
    {NULL, "code", "load", ER_ON_UNITS},
    {NULL, "name", "load", ER_ON_UNITS},
    {NULL, "name_en", "load", ER_ON_UNITS},
    {NULL, "level", "load", ER_ON_UNITS},
    {NULL, "parent_code", "load", ER_ON_UNITS},
    {NULL, "area_km2", "load", ER_ON_UNITS},
    {NULL, "persons", "load", ON_PLACE},
    {NULL, "households", "load", ON_PLACE},
    {NULL, "density_per_km2", NULL, ON_PLACE},
    {NULL, "stations", NULL, ER_ON_UNITS | ER_ON_STATIONS},
    {NULL, "stations_per_10k", NULL, ON_COVER},
    {NULL, "pilots", NULL, ER_ON_UNITS | ER_ON_PILOTS},
    {NULL, "pilot_sites", NULL, ER_ON_UNITS | ER_ON_PILOTS},
    {NULL, "stations_rank", "balance", ON_COVER},
    {NULL, "stations_cluster", "balance", ON_COVER},
    {NULL, "access_stations", "balance", ON_COVER},
    {NULL, "coverage_rank", "balance", ON_COVER},
    {NULL, "coverage_cluster", "balance", ON_COVER},
    {NULL, "pilots_rank", "balance", ON_PLACE | ER_ON_PILOTS},
    {NULL, "pilots_cluster", "balance", ON_PLACE | ER_ON_PILOTS},
    {NULL, "access_pilots", "balance", ON_PLACE | ER_ON_PILOTS},
    {NULL, "served_km2_*", "cover", ER_ON_UNITS | ER_ON_STATIONS},
    {NULL, "served_share_*", "cover", ER_ON_UNITS | ER_ON_STATIONS},
    {NULL, "unknown_*", "cover", ER_ON_UNITS | ER_ON_STATIONS},
    {NULL, "persons_*", "cover", ON_COVER},
    {NULL, "best_operator*", "cover", ON_COVER},
    {NULL, "*_km2", "cover", ER_ON_UNITS | ER_ON_STATIONS},
    {NULL, "*_share", "cover", ON_COVER},
    {NULL, "*", "classify", ON_PLACE}, /* the schemes' own columns */
    /* groups of units */
    {"area_classes", "code", "classify", ON_PLACE},
    {"area_classes", "title*", "classify", ON_PLACE},
    {"groups", "scheme", "classify", ON_PLACE},
    {"groups", "group", "classify", ON_PLACE},
    {"groups", "row", "classify", ON_PLACE},
    {"groups", "title*", "classify", ON_PLACE},
    {"area_classes", "units", "balance", ON_PLACE},
    {"area_classes", "area_*", "balance", ER_ON_UNITS},
    {"area_classes", "density_per_km2", "balance", ON_PLACE},
    {"area_classes", "population_share", "balance", ON_PLACE},
    {"area_classes", "persons", "balance", ON_PLACE},
    {"area_classes", "pilot*", "balance", ON_PLACE | ER_ON_PILOTS},
    {"area_classes", "*", "balance", ON_COVER},
    {"groups", "units", "balance", ON_PLACE},
    {"groups", "area_*", "balance", ER_ON_UNITS},
    {"groups", "density_per_km2", "balance", ON_PLACE},
    {"groups", "population_share", "balance", ON_PLACE},
    {"groups", "persons", "balance", ON_PLACE},
    {"groups", "pilot*", "balance", ON_PLACE | ER_ON_PILOTS},
    {"groups", "*", "balance", ON_COVER},
    /* stations and pilots */
    {"stations", "radius_*", "cover", ON_PLACE | ER_ON_STATIONS},
    {"stations", "unit_code", NULL, ER_ON_UNITS | ER_ON_STATIONS},
    {"stations", "area_class", "classify", ON_COVER},
    {"pilots", "unit_*", NULL, ER_ON_UNITS | ER_ON_PILOTS},
    {"pilots", "area_class", "classify", ON_PLACE | ER_ON_PILOTS},
    {"pilots", "persons_served", "load", ER_ON_PILOTS},
    /* the rest: a step a layer */
    {"stations", "*", "load", ON_LAYER},
    {"sectors", "*", "load", ON_LAYER},
    {"measurements", "*", "measure", ON_LAYER},
    {"measure", "*", "measure", ON_LAYER},
    {"pilots", "*", "load", ON_LAYER},
    {"coverage", "*", "cover", ON_LAYER},
    {"operators", "*", "cover", ON_LAYER},
    {"cover_levels", "*", "cover", ON_LAYER},
    {"venue*", "*", "venues", ON_LAYER},
    {"holes", "*", "venues", ON_LAYER},
    {"plans", "*", "venues", ON_LAYER},
    {"choices", "*", "choose", ON_LAYER},
    {"siting_*", "*", "choose", ON_LAYER},
    {"route*", "*", "routes", ON_LAYER},
    {"critical_sites", "*", "resilience", ON_LAYER},
    {"resilience", "*", "resilience", ON_LAYER},
    {"unit_groups", "*", "classify", ON_LAYER},
    {"borderline", "*", "classify", ON_LAYER},
    {"trend", "*", "trend", ON_LAYER},
    {"target*", "*", "targets", ON_LAYER},
    {"compare*", "*", "compare", ON_LAYER},
    {"balance*", "*", "balance", ON_LAYER},
    {"scorecard", "*", "balance", ON_LAYER},
    {"levers", "*", "balance", ON_LAYER},
    {"service_needs", "*", "load", ON_LAYER},
    {"*", "*", NULL, ON_LAYER},
};

static bool fits(const struct rule *rule, const er_layer *layer, const char *name,
                 const char *field) {
    bool is_level = !layer->name;
    if (rule->layer && fnmatch(rule->layer, name, 0) != 0) return false;
    if (!rule->layer && !is_level) return false;
    return fnmatch(rule->field, field, 0) == 0;
}

static er_status list_kinds(er_context *ctx, er_arena *arena, unsigned on, const char **out) {
    static const struct {
        unsigned bit;
        const char *kinds;
    } names[] = {{ER_ON_UNITS, "units"},
                 {ER_ON_POPULATION, "population"},
                 {ER_ON_STATIONS, "stations"},
                 {ER_ON_VENUES, "venues"},
                 {ER_ON_PILOTS, "pilots"},
                 {ER_ON_TARGETS, "targets"},
                 {ER_ON_NEEDS, "service_needs"},
                 {ER_ON_MEASUREMENTS, "measurements"},
                 {ER_ON_ROUTES, "routes"},
                 {ER_ON_CANDIDATES, "candidates"},
                 {ER_ON_DROP_POINTS, "drop_points"}};
    *out = "";
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
        if (on & names[i].bit)
            ER_TRY(er_arena_format(ctx, arena, out, "%s%s%s", *out, **out ? ", " : "",
                                   names[i].kinds));
    return ER_OK;
}

er_status er_field_source(er_context *ctx, er_arena *arena, const er_layer *layer,
                          const char *layer_name, const char *field, const char **out) {
    const struct rule *rule = rules;
    const char *kinds = NULL;
    while (!fits(rule, layer, layer_name, field))
        rule++; /* the last one fits all */
    ER_TRY(
        list_kinds(ctx, arena, rule->on == ON_LAYER ? layer->depends : (unsigned)rule->on, &kinds));
    if (!rule->step) { /* what is about the inputs themselves rests on them all */
        *out = *kinds ? kinds : "load";
        return ER_OK;
    }
    return er_arena_format(ctx, arena, out, "%s%s%s", rule->step, *kinds ? ": " : "", kinds);
}
