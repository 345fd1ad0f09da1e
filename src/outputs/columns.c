#include "outputs/layers.h"

#include "outputs/names.h"

#include <string.h>

/* ---- figures of a coverage run --------------------------------------------------------------- */

/** The four columns of a stratum; `ending` is any, all or an operator's column. */
static er_status stratum_fields(er_sheet *sheet, const char *ending, const char *operator_name,
                                bool persons) {
    bool all = strcmp(ending, "all") == 0 && !operator_name;
    const char *km2 = operator_name ? "area that %s reaches"
                      : all         ? "area that every operator reaches"
                                    : "area that at least one operator reaches";
    const char *share = operator_name ? "share of the area that %s reaches"
                        : all         ? "share of the area that every operator reaches"
                                      : "share of the area that at least one operator reaches";
    const char *served = operator_name ? "persons that %s reaches"
                         : all         ? "persons that every operator reaches"
                                       : "persons that at least one operator reaches";
    const char *rate = operator_name ? "share of the persons that %s reaches"
                       : all         ? "share of the persons that every operator reaches"
                                     : "share of the persons that at least one operator reaches";
    const struct {
        const char *name;
        int decimals;
        const char *unit;
        const char *meaning;
    } columns[] = {{"served_km2", ER_DIGITS_KM2, "km2", km2},
                   {"served_share", ER_DIGITS_SHARE, "share", share},
                   {"persons_served", ER_DIGITS_PERSONS, "persons", served},
                   {"persons_share", ER_DIGITS_SHARE, "share", rate}};
    const er_field_about *operator_about = NULL;
    ER_TRY(er_sheet_about(sheet, operator_name, NULL, &operator_about));
    for (size_t i = 0; i < (persons ? 4 : 2); i++) {
        er_field field = {.type = ER_FIELD_REAL,
                          .decimals = columns[i].decimals,
                          .unit = columns[i].unit,
                          .meaning = columns[i].meaning,
                          .about = operator_about};
        ER_TRY(er_arena_format(sheet->ctx, sheet->arena, &field.name, "%s_%s", columns[i].name,
                               ending));
        ER_TRY(er_sheet_field(sheet, field));
    }
    return ER_OK;
}

er_status er_figure_fields(const er_data *data, er_sheet *sheet, bool persons) {
    static const er_field others[] = {
        {"unknown_km2", ER_FIELD_REAL, ER_DIGITS_KM2, "km2",
         "area of which the data do not say whether it is served", NULL},
        {"unknown_share", ER_FIELD_REAL, ER_DIGITS_SHARE, "share",
         "share of the area of which the data do not say whether it is served", NULL},
        {"best_operator", ER_FIELD_TEXT, 0, NULL,
         "operator that reaches most persons (most area where persons are not known)", NULL},
        {"best_operator_share", ER_FIELD_REAL, ER_DIGITS_SHARE, "share",
         "share of the persons (of the area where persons are not known) that it reaches", NULL},
    };
    ER_TRY(stratum_fields(sheet, "any", NULL, persons));
    ER_TRY(stratum_fields(sheet, "all", NULL, persons));
    ER_TRY(ER_SHEET_FIELDS(sheet, others));
    for (size_t i = 0; i < data->operator_count; i++)
        ER_TRY(stratum_fields(sheet, data->operators[i].column, data->operators[i].name, persons));
    return ER_OK;
}

static void put_stratum(er_sheet *sheet, const er_figures *f, bool persons) {
    er_put_real(sheet, f->served_km2);
    er_put_real(sheet, er_ratio(f->served_km2, f->area_km2));
    if (!persons) return;
    er_put_real(sheet, f->persons_served);
    er_put_real(sheet, er_ratio(f->persons_served, f->persons));
}

void er_put_figures(const er_data *data, er_sheet *sheet, const er_figures *by_stratum,
                    bool persons) {
    const er_figures *any = &by_stratum[ER_STRATUM_ANY];
    put_stratum(sheet, any, persons);
    put_stratum(sheet, &by_stratum[ER_STRATUM_ALL], persons);
    er_put_real(sheet, any->unknown_km2);
    er_put_real(sheet, er_ratio(any->unknown_km2, any->area_km2));
    size_t best = er_best_operator(data, by_stratum);
    if (best < data->operator_count) {
        const er_figures *f = &by_stratum[ER_STRATUM_OPERATOR + best];
        er_put_text(sheet, data->operators[best].name);
        er_put_real(sheet, er_served_share(f));
    } else {
        er_put_nothing(sheet);
        er_put_nothing(sheet);
    }
    for (size_t i = 0; i < data->operator_count; i++)
        put_stratum(sheet, &by_stratum[ER_STRATUM_OPERATOR + i], persons);
}

/* ---- schemes --------------------------------------------------------------------------------- */

/** A scheme says something of its own level and, by inheritance, of finer ones. */
static bool reaches(const er_data *data, const er_data_scheme *scheme, const char *level) {
    return scheme->member_count > 0 && er_data_level_rank(data, level) >= scheme->level_rank;
}

static bool has_reasons(const er_data_scheme *scheme) {
    for (size_t i = 0; i < scheme->member_count; i++)
        if (scheme->members[i].reason) return true;
    return false;
}

static er_status flag_fields(er_sheet *sheet, const er_data_scheme *scheme) {
    for (size_t g = 0; g < scheme->group_count; g++) {
        const char *ending = NULL;
        er_field field = {.type = ER_FIELD_BOOL, .meaning = "flag of an overlapping scheme: %s"};
        ER_TRY(er_sheet_about(
            sheet, scheme->groups[g].title ? scheme->groups[g].title : scheme->groups[g].name,
            scheme->groups[g].title_zh, &field.about));
        ER_TRY(er_column_name(sheet->ctx, sheet->arena, scheme->groups[g].name, "group", g + 1,
                              &ending));
        ER_TRY(er_arena_format(sheet->ctx, sheet->arena, &field.name, "%s_%s", scheme->column,
                               ending));
        ER_TRY(er_sheet_field(sheet, field));
    }
    return ER_OK;
}

er_status er_scheme_fields(const er_data *data, er_sheet *sheet, const char *level) {
    for (size_t i = 0; i < data->scheme_count; i++) {
        const er_data_scheme *scheme = &data->schemes[i];
        const er_field_about *title = NULL;
        if (!reaches(data, scheme, level)) continue;
        ER_TRY(er_sheet_about(sheet,
                              scheme->scheme.title ? scheme->scheme.title : scheme->scheme.name,
                              scheme->scheme.title_zh, &title));
        if (scheme->scheme.overlapping)
            ER_TRY(flag_fields(sheet, scheme));
        else
            ER_TRY(er_sheet_field(sheet, (er_field){scheme->column, ER_FIELD_TEXT, 0, NULL,
                                                    "group under the scheme: %s", title}));
        if (!has_reasons(scheme)) continue;
        const struct {
            const char *ending;
            er_field_type type;
            const char *meaning;
        } columns[] = {
            {"reason", ER_FIELD_TEXT, "why it is in the group, in English: %s"},
            {"reason_zh", ER_FIELD_TEXT, "why it is in the group, in Traditional Chinese: %s"},
            {"borderline", ER_FIELD_BOOL, "within the margin of a threshold of the scheme: %s"}};
        for (size_t k = 0; k < sizeof columns / sizeof columns[0]; k++) {
            er_field field = {
                .type = columns[k].type, .meaning = columns[k].meaning, .about = title};
            ER_TRY(er_arena_format(sheet->ctx, sheet->arena, &field.name, "%s_%s", scheme->column,
                                   columns[k].ending));
            ER_TRY(er_sheet_field(sheet, field));
        }
    }
    return ER_OK;
}

static const char *reason_of(const er_unit_group *member, bool zh) {
    return zh ? member->reason_zh : member->reason;
}

/** Whether a membership before member i has the same reason. */
static bool is_said(const er_unit_group *members, size_t i, bool zh) {
    for (size_t k = 0; k < i; k++) {
        const char *earlier = reason_of(&members[k], zh);
        if (earlier && strcmp(earlier, reason_of(&members[i], zh)) == 0) return true;
    }
    return false;
}

/** The reasons of several memberships in one text, each once. */
static er_status joined(er_sheet *sheet, const er_unit_group *members, size_t count, bool zh,
                        const char **out) {
    *out = NULL;
    for (size_t i = 0; i < count; i++) {
        const char *reason = reason_of(&members[i], zh);
        if (!reason || is_said(members, i, zh)) continue;
        if (!*out)
            *out = reason;
        else
            ER_TRY(er_arena_format(sheet->ctx, sheet->arena, out, "%s%s%s", *out, zh ? "；" : "; ",
                                   reason));
    }
    return ER_OK;
}

er_status er_put_schemes(const er_data *data, er_sheet *sheet, const char *level, int64_t unit_id) {
    for (size_t i = 0; i < data->scheme_count; i++) {
        const er_data_scheme *scheme = &data->schemes[i];
        if (!reaches(data, scheme, level)) continue;
        size_t count = 0;
        const er_unit_group *members = er_data_members(scheme, unit_id, &count);
        if (scheme->scheme.overlapping)
            for (size_t g = 0; g < scheme->group_count; g++)
                er_put_bool(sheet, er_data_is_member(scheme, unit_id, scheme->groups[g].name));
        else
            er_put_text(sheet, count > 0 ? members[0].group : NULL);
        if (!has_reasons(scheme)) continue;
        const char *reason = NULL, *reason_zh = NULL;
        bool borderline = false;
        ER_TRY(joined(sheet, members, count, false, &reason));
        ER_TRY(joined(sheet, members, count, true, &reason_zh));
        for (size_t k = 0; k < count; k++)
            borderline = borderline || members[k].borderline;
        er_put_text(sheet, reason);
        er_put_text(sheet, reason_zh);
        er_put_bool(sheet, borderline);
    }
    return ER_OK;
}
