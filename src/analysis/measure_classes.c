#include "analysis/measure.h"
#include "analysis/sites.h"

#include <string.h>

/* ---- classes of clutter ------------------------------------------------------------------------
 */

static er_zone zone_of(const char *name) {
    if (!name) return (er_zone)0;
    return strcmp(name, "sea") == 0       ? ER_ZONE_SEA
           : strcmp(name, "coastal") == 0 ? ER_ZONE_COASTAL
                                          : ER_ZONE_INLAND;
}

/** The study's terrain; as coverage opens it. */
static er_status open_terrain(er_context *ctx, er_arena *arena, const er_study *study,
                              er_terrain **out) {
    const er_study_radio *radio = &study->radio;
    er_terrain_options options = er_terrain_defaults(NULL);
    er_clutter_class *classes = NULL;
    ER_TRY(er_arena_alloc(ctx, arena, radio->clutter_class_count * sizeof *classes, &classes));
    for (size_t i = 0; i < radio->clutter_class_count; i++)
        classes[i] = (er_clutter_class){.value = radio->clutter_classes[i].value,
                                        .height_m = radio->clutter_classes[i].height_m,
                                        .name = radio->clutter_classes[i].name,
                                        .zone = zone_of(radio->clutter_classes[i].zone)};
    ER_TRY(er_study_path(ctx, arena, study, radio->elevation, &options.elevation));
    ER_TRY(er_study_path(ctx, arena, study, radio->clutter, &options.clutter));
    options.classes = classes;
    options.class_count = radio->clutter_class_count;
    options.no_data_is_sea = radio->no_data_is_sea;
    return er_terrain_open(ctx, &options, out);
}

/** A class by its name, or by its value where it has none; null for none. */
static er_status name_of(er_context *ctx, er_arena *arena, const er_study *study, int class,
                         const char **out) {
    char value[32];
    *out = NULL;
    if (class < 0) return ER_OK;
    const er_study_clutter *found = &study->radio.clutter_classes[class];
    *out = found->name;
    if (found->name) return ER_OK;
    er_format_double(found->value, value);
    return er_arena_text(ctx, arena, value, strlen(value), out);
}

static er_status classes_of_clutter(er_context *ctx, er_arena *arena, const er_study *study,
                                    const er_measurement *measured, size_t count,
                                    er_measure_point *points) {
    er_terrain *terrain = NULL;
    ER_TRY(open_terrain(ctx, arena, study, &terrain));
    er_status status = ER_OK;
    for (size_t i = 0; i < count && status == ER_OK; i++) {
        const er_point place = measured[i].position;
        int class = -1;
        er_ground *ground = NULL;
        status =
            er_ground_read(ctx, terrain, (er_box){place.x, place.y, place.x, place.y}, 0, &ground);
        if (status != ER_OK) break;
        er_ground_classes(ground, &place, 1, &class);
        status = name_of(ctx, arena, study, class, &points[i].clutter);
        er_ground_free(ground);
    }
    er_terrain_close(terrain);
    return status;
}

/* ---- groups of units ----------------------------------------------------------------------------
 */

static er_status groups_of_units(er_context *ctx, er_store *store, er_arena *arena,
                                 const er_study *study, const er_measurement *measured,
                                 size_t count, er_measure_point *points) {
    er_point *places = NULL;
    const char **groups = NULL;
    size_t outside;
    if (!study->radius_scheme) return ER_OK;
    ER_TRY(er_arena_alloc(ctx, arena, count * sizeof *places, &places));
    ER_TRY(er_arena_alloc(ctx, arena, count * sizeof *groups, &groups));
    for (size_t i = 0; i < count; i++)
        places[i] = measured[i].position;
    ER_TRY(er_groups_at(ctx, store, arena, study->radius_scheme, places, count, groups, &outside));
    for (size_t i = 0; i < count; i++)
        points[i].clutter = groups[i];
    return ER_OK;
}

er_status er_measure_classes(er_context *ctx, er_store *store, er_arena *arena,
                             const er_study *study, const er_measurement *measured, size_t count,
                             er_measure_point *points) {
    if (study->radio.clutter_class_count > 0)
        return classes_of_clutter(ctx, arena, study, measured, count, points);
    return groups_of_units(ctx, store, arena, study, measured, count, points);
}
