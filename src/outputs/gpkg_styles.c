/* Which field a layer is drawn by, and in which classes. */
#include "outputs/gpkg_styles.h"

#include "core/catalogue.h"
#include "outputs/siting.h"

#include <stdio.h>
#include <string.h>

/* ---- classes of a number --------------------------------------------------------------------- */

/** How the classes of a number are cut. */
struct scale {
    const double *breaks; /**< one more than there are classes, from the lowest */
    const er_colour *colours;
    size_t count;
    double factor;    /**< from the value to the number in the legend */
    const char *form; /**< of the legend: two numbers and their unit */
};

/* In shares: a change below a ten-thousandth is none. */
static const double share_changes[] = {-1, -0.1, -0.01, -0.0001, 0.0001, 0.01, 0.1, 1};
/* In dB: what measured points and models commonly differ by. */
static const double decibels[] = {-1000, -20, -10, -3, 3, 10, 20, 1000};

static const struct scale shares = {er_share_breaks, er_share_colours, ER_SHARE_CLASSES, 100,
                                    "%g – %g %%"};
static const struct scale share_change = {share_changes, er_change_colours, ER_CHANGE_CLASSES, 100,
                                          "%+g … %+g %%"};
static const struct scale residual = {decibels, er_change_colours, ER_CHANGE_CLASSES, 1,
                                      "%+g … %+g dB"};

/* ---- classes of a text ----------------------------------------------------------------------- */

struct word {
    const char *value;
    const char *label; /**< English, in the catalogue; null: ends the table */
    er_colour colour;
};

/* The colours are of er_kind_colours, from good (blue) to bad (vermilion). */
static const struct word verdicts[] = {
    {"ready", "ready", 0x0072B2},
    {"ready_outdoors", "ready outdoors only", 0x56B4E9},
    {"capacity_short", "capacity falls short", 0xE69F00},
    {"coverage_short", "coverage falls short", 0xD55E00},
    {"unknown", "unknown", ER_COLOUR_UNKNOWN},
    {0},
};
static const struct word states[] = {
    {"unserved", "unserved", 0xD55E00}, {"unknown", "unknown", ER_COLOUR_UNKNOWN}, {0}};
static const struct word gaps[] = {{"unserved", "gap: unserved", 0xD55E00},
                                   {"unknown", "gap: unknown", ER_COLOUR_UNKNOWN},
                                   {NULL, "route", 0x0072B2},
                                   {0}};
static const struct word places[] = {{"station", "station", 0x0072B2},
                                     {"pilot", "pilot", 0x009E73},
                                     {"mobile_pack", "mobile pack", 0xE69F00},
                                     {"small_cells", "small cell", 0xCC79A7},
                                     {0}};
static const struct word changes[] = {{"added", "added", 0x0072B2},
                                      {"removed", "removed", 0xD55E00},
                                      {"changed", "changed", 0xE69F00},
                                      {0}};

/* ---- which field, in which layer ------------------------------------------------------------- */

enum measure_kind { BY_SCALE, BY_WORDS, BY_GROUP, BY_OPERATOR, BY_LEVEL };

/* The first that a layer has is how it is shown unless asked otherwise. */
static const struct measure {
    const char *layer; /**< null: any */
    const char *field; /**< null: the column of the scheme of classes */
    enum measure_kind kind;
    const struct scale *scale;
    const struct word *words;
} measures[] = {
    {"coverage", "level", BY_LEVEL, NULL, NULL},
    {"coverage", "code", BY_GROUP, NULL, NULL},
    {"area_classes", "code", BY_GROUP, NULL, NULL},
    {"stations", "operator", BY_OPERATOR, NULL, NULL},
    {"sectors", "operator", BY_OPERATOR, NULL, NULL},
    {"stations", "area_class", BY_GROUP, NULL, NULL},
    {"venues", "verdict", BY_WORDS, NULL, verdicts},
    {"holes", "state", BY_WORDS, NULL, states},
    {"routes", "state", BY_WORDS, NULL, gaps},
    {"choices", "kind", BY_WORDS, NULL, places},
    {"pilots", "area_class", BY_GROUP, NULL, NULL},
    {"critical_sites", "group", BY_GROUP, NULL, NULL},
    {"measurements", "residual_db", BY_SCALE, &residual, NULL},
    {"compare_stations", "change", BY_WORDS, NULL, changes},
    {NULL, "persons_share_change", BY_SCALE, &share_change, NULL},
    {NULL, "persons_share_any", BY_SCALE, &shares, NULL},
    {NULL, "persons_share_all", BY_SCALE, &shares, NULL},
    {NULL, "served_share_any", BY_SCALE, &shares, NULL},
    {NULL, "served_share_all", BY_SCALE, &shares, NULL},
    {NULL, "persons_share", BY_SCALE, &shares, NULL},
    {NULL, "served_share", BY_SCALE, &shares, NULL},
    {NULL, NULL, BY_GROUP, NULL, NULL},
    {NULL, "best_operator", BY_OPERATOR, NULL, NULL},
};
enum { MEASURES = sizeof measures / sizeof measures[0] };

static const er_field *find_field(const er_sheet *sheet, const char *name) {
    for (size_t i = 0; i < sheet->field_count; i++)
        if (strcmp(sheet->fields[i].name, name) == 0) return &sheet->fields[i];
    return NULL;
}

/** The field that a measure is of in this sheet; null where it has none. */
static const er_field *field_of(const er_data *data, const er_sheet *sheet,
                                const struct measure *measure) {
    const char *name = measure->field;
    if (measure->layer && strcmp(measure->layer, sheet->name) != 0) return NULL;
    if (!name && data->classes) name = data->classes->column;
    return name ? find_field(sheet, name) : NULL;
}

/* ---- making the classes ---------------------------------------------------------------------- */

/** A style on its way; `room` classes were made for it. */
struct making {
    const er_data *data;
    const er_sheet *sheet;
    er_style *style;
};

static er_status room_for(const struct making *m, size_t count) {
    return er_arena_alloc(m->sheet->ctx, m->sheet->arena, count * sizeof *m->style->classes,
                          &m->style->classes);
}

static void put_class(const struct making *m, er_style_class class) {
    m->style->classes[m->style->class_count++] = class;
}

static void put_rest(const struct making *m, const char *label, er_colour colour) {
    put_class(m, (er_style_class){.label = label,
                                  .label_zh = er_catalogue_zh_tw(label),
                                  .rest = true,
                                  .colour = colour});
}

static er_status by_scale(const struct making *m, const struct scale *scale) {
    m->style->ranges = true;
    ER_TRY(room_for(m, scale->count + 1));
    for (size_t i = scale->count; i-- > 0;) {
        er_style_class class = {
            .low = scale->breaks[i], .high = scale->breaks[i + 1], .colour = scale->colours[i]};
        char label[64];
        int length = snprintf(label, sizeof label, scale->form, class.low * scale->factor,
                              class.high * scale->factor);
        ER_TRY(er_arena_text(m->sheet->ctx, m->sheet->arena, label, (size_t)length, &class.label));
        class.label_zh = class.label;
        put_class(m, class);
    }
    put_rest(m, "nothing is known", ER_COLOUR_UNKNOWN);
    return ER_OK;
}

static er_status by_words(const struct making *m, const struct word *words) {
    static const char beside[] = "of a plan beside the one asked for";
    size_t count = 0;
    bool has_rest = false;
    while (words[count].label)
        count++;
    ER_TRY(room_for(m, count + 2));
    for (size_t i = 0; i < count; i++) {
        if (!words[i].value) {
            put_rest(m, words[i].label, words[i].colour);
            has_rest = true;
            continue;
        }
        put_class(m, (er_style_class){.label = words[i].label,
                                      .label_zh = er_catalogue_zh_tw(words[i].label),
                                      .value = words[i].value,
                                      .colour = words[i].colour});
    }
    if (!has_rest) put_rest(m, "other", ER_COLOUR_UNKNOWN);
    if (find_field(m->sheet, ER_FIELD_PLAN)) m->style->plan = ER_FIELD_PLAN;
    if (m->style->plan)
        put_class(m, (er_style_class){.label = beside,
                                      .label_zh = er_catalogue_zh_tw(beside),
                                      .aside = true,
                                      .colour = ER_COLOUR_ASIDE});
    return ER_OK;
}

/** Groups of the scheme of classes, as many as there are colours. */
static er_status by_group(const struct making *m) {
    const er_data_scheme *scheme = m->data->classes;
    ER_TRY(room_for(m, ER_KIND_COLOURS + 1));
    for (size_t i = 0; scheme && i < scheme->group_count && i < ER_KIND_COLOURS; i++) {
        const er_group *group = &scheme->groups[i];
        const char *title = group->title ? group->title : group->name;
        put_class(m, (er_style_class){.label = title,
                                      .label_zh = group->title_zh ? group->title_zh : title,
                                      .value = group->name,
                                      .colour = er_kind_colours[i]});
    }
    put_rest(m, "other", ER_COLOUR_UNKNOWN);
    return ER_OK;
}

static er_status by_operator(const struct making *m) {
    ER_TRY(room_for(m, ER_KIND_COLOURS + 1));
    for (size_t i = 0; i < m->data->operator_count && i < ER_KIND_COLOURS; i++) {
        const char *name = m->data->operators[i].name;
        put_class(
            m, (er_style_class){
                   .label = name, .label_zh = name, .value = name, .colour = er_kind_colours[i]});
    }
    put_rest(m, "other", ER_COLOUR_UNKNOWN);
    return ER_OK;
}

/** Signal levels, the strictest darkest. */
static er_status by_level(const struct making *m) {
    const er_study_radio *radio = &m->data->radio;
    ER_TRY(room_for(m, radio->level_count + 1));
    for (size_t i = 0; i < radio->level_count; i++) {
        const er_study_level *level = &radio->levels[i];
        const char *title = level->title ? level->title : level->name;
        size_t step = i < ER_SHARE_CLASSES - 1 ? i : ER_SHARE_CLASSES - 2; /* not the palest */
        put_class(m, (er_style_class){.label = title,
                                      .label_zh = level->title_zh ? level->title_zh : title,
                                      .value = level->name,
                                      .colour = er_share_colours[ER_SHARE_CLASSES - 1 - step]});
    }
    put_rest(m, "unknown", ER_COLOUR_UNKNOWN);
    return ER_OK;
}

static er_status make_style(const struct making *m, const struct measure *measure,
                            const er_field *field) {
    const er_sheet *sheet = m->sheet;
    *m->style = (er_style){.name = field->name, .field = field->name, .shape = sheet->shape};
    ER_TRY(er_field_meaning(sheet->ctx, sheet->arena, field, false, &m->style->about));
    ER_TRY(er_field_meaning(sheet->ctx, sheet->arena, field, true, &m->style->about_zh));
    switch (measure->kind) {
    case BY_SCALE:
        return by_scale(m, measure->scale);
    case BY_WORDS:
        return by_words(m, measure->words);
    case BY_GROUP:
        return by_group(m);
    case BY_OPERATOR:
        return by_operator(m);
    case BY_LEVEL:
        break;
    }
    return by_level(m);
}

er_status er_styles_of(const er_data *data, const er_sheet *sheet, er_style **out, size_t *count) {
    *count = 0;
    ER_TRY(er_arena_alloc(sheet->ctx, sheet->arena, MEASURES * sizeof **out, out));
    if (sheet->shape == ER_SHAPE_NONE) return ER_OK;
    for (size_t i = 0; i < MEASURES; i++) {
        const er_field *field = field_of(data, sheet, &measures[i]);
        bool done = !field;
        for (size_t k = 0; k < *count; k++)
            done = done || strcmp((*out)[k].field, field->name) == 0;
        if (done) continue;
        const struct making m = {data, sheet, &(*out)[*count]};
        ER_TRY(make_style(&m, &measures[i], field));
        (*count)++;
    }
    return ER_OK;
}
