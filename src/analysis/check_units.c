#include "analysis/check.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { SHOWN = 5 };

/** A few codes for a message, then how many there are. */
struct few {
    char codes[256];
    int64_t count;
};

static void add_few(struct few *few, const char *code) {
    size_t used = strlen(few->codes);
    if (few->count < SHOWN)
        snprintf(few->codes + used, sizeof few->codes - used, "%s%.40s", used ? ", " : "", code);
    else if (few->count == SHOWN)
        snprintf(few->codes + used, sizeof few->codes - used, ", ...");
    few->count++;
}

/** What a unit's children are worth together. */
struct family {
    er_sum area_km2;
    int64_t children;
};

static size_t index_of(const er_unit *units, const er_unit *unit) {
    return (size_t)(unit - units);
}

static er_status tree(er_context *ctx, er_checking *check, const er_unit *units, size_t count,
                      const struct family *families, const char *level, const char *below) {
    static const double tolerance = 0.01;
    struct few childless = {{0}, 0}, uneven = {{0}, 0};
    double worst = 0;
    for (size_t i = 0; i < count; i++) {
        if (strcmp(units[i].level, level) != 0) continue;
        if (families[i].children == 0) {
            if (below) add_few(&childless, units[i].code);
            continue;
        }
        double sum = er_sum_value(&families[i].area_km2);
        double difference = fabs(sum - units[i].area_km2) / units[i].area_km2;
        if (!(difference > tolerance)) continue;
        add_few(&uneven, units[i].code);
        if (difference > worst) worst = difference;
    }
    if (childless.count > 0)
        ER_TRY(er_check_add(ctx, check, "childless", true, 0, childless.count,
                            "%lld units of the level %s have no %s within them (%s): load those "
                            "that are missing",
                            (long long)childless.count, level, below, childless.codes));
    if (uneven.count > 0)
        ER_TRY(er_check_add(ctx, check, "area_sum", true, 0, uneven.count,
                            "%lld units of the level %s differ by up to %.1f %% from the area of "
                            "the units within them (%s): use boundaries of one edition",
                            (long long)uneven.count, level, 100 * worst, uneven.codes));
    return ER_OK;
}

static er_status orphans(er_context *ctx, er_checking *check, const er_unit *units, size_t count,
                         const char *level) {
    struct few few = {{0}, 0};
    for (size_t i = 0; i < count; i++)
        if (strcmp(units[i].level, level) == 0 && units[i].parent_id == 0)
            add_few(&few, units[i].code);
    if (few.count == 0) return ER_OK;
    return er_check_add(ctx, check, "orphan", true, 0, few.count,
                        "%lld units of the level %s have no parent (%s): load them with --parent",
                        (long long)few.count, level, few.codes);
}

static er_status population(er_context *ctx, er_checking *check, const er_unit *units, size_t count,
                            const char *level) {
    struct few few = {{0}, 0};
    for (size_t i = 0; i < count; i++)
        if (strcmp(units[i].level, level) == 0 && isnan(units[i].persons))
            add_few(&few, units[i].code);
    if (few.count == 0) return ER_OK;
    return er_check_add(ctx, check, "no_population", true, 0, few.count,
                        "%lld units of the level %s have no population (%s): load population for "
                        "them",
                        (long long)few.count, level, few.codes);
}

static bool has_children(const er_unit *units, size_t count, const struct family *families,
                         const char *level) {
    for (size_t i = 0; i < count; i++)
        if (strcmp(units[i].level, level) == 0 && families[i].children > 0) return true;
    return false;
}

er_status er_check_units(er_context *ctx, er_checking *check) {
    er_unit *units = NULL;
    struct family *families = NULL;
    size_t count = 0;
    ER_TRY(er_store_units(ctx, check->store, check->arena, NULL, false, &units, &count));
    if (count == 0)
        return er_check_add(ctx, check, "no_units", true, 0, 0,
                            "there are no units: load boundaries first");
    ER_TRY(er_arena_alloc(ctx, check->arena, count * sizeof *families, &families));
    /* er_places holds the same rows in the same order */
    const er_unit *first = er_places_first(check->places);
    for (size_t i = 0; i < count; i++) {
        const er_unit *parent =
            units[i].parent_id ? er_places_by_id(check->places, units[i].parent_id) : NULL;
        if (!parent) continue;
        struct family *family = &families[index_of(first, parent)];
        er_sum_add(&family->area_km2, units[i].area_km2);
        family->children++;
    }
    for (size_t l = 0; l < check->level_count; l++) {
        const char *level = check->levels[l].name;
        bool above = has_children(units, count, families, level);
        const char *below = above && l + 1 < check->level_count ? check->levels[l + 1].name : NULL;
        ER_TRY(tree(ctx, check, units, count, families, level, below));
        if (check->levels[l].rank > check->levels[0].rank)
            ER_TRY(orphans(ctx, check, units, count, level));
        ER_TRY(population(ctx, check, units, count, level));
    }
    return ER_OK;
}
