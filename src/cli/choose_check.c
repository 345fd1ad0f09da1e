/* What the options of `choose` say, and what they may not. */
#include "cli/choose.h"

#include <math.h>
#include <string.h>

struct name {
    const char *text;
    int value;
};

static bool find_name(const struct name *names, size_t count, const char *text, int *value) {
    for (size_t i = 0; i < count; i++)
        if (er_same_text(names[i].text, text)) {
            *value = names[i].value;
            return true;
        }
    return false;
}

static er_status check_names(er_context *ctx, const er_choose_options *o, er_choose_request *out) {
    static const struct name models[] = {{"cover", ER_SITING_MOST},
                                         {"fewest", ER_SITING_FEWEST},
                                         {"median", ER_SITING_MEDIAN},
                                         {"centre", ER_SITING_CENTRE},
                                         {"center", ER_SITING_CENTRE}};
    static const struct name decays[] = {
        {"none", ER_DECAY_NONE}, {"linear", ER_DECAY_LINEAR}, {"gaussian", ER_DECAY_GAUSSIAN}};
    int value = ER_SITING_MOST;
    if (o->model && !find_name(models, 5, o->model, &value))
        return er_fail(ctx, ER_ERR_USAGE, "--model: give cover, fewest, median or centre");
    out->aim = (er_siting_aim)value;
    value = ER_DECAY_NONE;
    if (o->decay && !find_name(decays, 3, o->decay, &value))
        return er_fail(ctx, ER_ERR_USAGE, "--decay: give none, linear or gaussian");
    out->decay = (er_choose_decay)value;
    return ER_OK;
}

static er_status check_given(er_context *ctx, const er_choose_options *o, er_siting_aim aim) {
    const char *missing = !o->candidates ? "candidates" : !o->demand ? "demand" : NULL;
    if (!missing && !o->weight && aim != ER_SITING_CENTRE) missing = "weight";
    if (missing) return er_fail(ctx, ER_ERR_USAGE, "--%s is missing", missing);
    if (aim != ER_SITING_FEWEST && o->k == INT64_MIN &&
        (isnan(o->budget) || aim == ER_SITING_CENTRE))
        return er_fail(ctx, ER_ERR_USAGE, "-k is missing: say how many sites to choose");
    if (o->k != INT64_MIN && o->k < 1)
        return er_fail(ctx, ER_ERR_USAGE, "-k: give a whole number of 1 or more, not %lld",
                       (long long)o->k);
    return ER_OK;
}

static er_status check_reach(er_context *ctx, const er_choose_options *o, er_choose_request *out) {
    bool covering = out->aim == ER_SITING_MOST || out->aim == ER_SITING_FEWEST;
    out->radius_m = isnan(o->radius_m) ? INFINITY : o->radius_m;
    out->full_m = isnan(o->full_m) ? 0 : o->full_m;
    if (covering && isnan(o->radius_m))
        return er_fail(ctx, ER_ERR_USAGE, "--radius-m is missing: say how far a site reaches");
    if (!(out->radius_m > 0))
        return er_fail(ctx, ER_ERR_USAGE, "--radius-m: give a number of metres above 0, not %g",
                       out->radius_m);
    if (out->decay != ER_DECAY_NONE && !covering)
        return er_fail(ctx, ER_ERR_USAGE, "--decay is for the models cover and fewest");
    if (!isnan(o->full_m) && out->decay == ER_DECAY_NONE)
        return er_fail(ctx, ER_ERR_USAGE, "--full-m: give the way the share falls too (--decay)");
    if (!(out->full_m >= 0 && out->full_m < out->radius_m))
        return er_fail(ctx, ER_ERR_USAGE,
                       "--full-m: give a number of metres from 0 to below --radius-m");
    return ER_OK;
}

static er_status check_pairs(er_context *ctx, const er_choose_options *o, er_siting_aim aim) {
    if ((o->floors.count > 0 || o->caps.count > 0) && !o->group)
        return er_fail(ctx, ER_ERR_USAGE,
                       "--floor and --cap: give the field of the groups too (--group)");
    if (o->covered.count > 0 && !o->demand_group)
        return er_fail(ctx, ER_ERR_USAGE,
                       "--covered: give the field of the groups too (--demand-group)");
    if (!isnan(o->budget) && !o->cost)
        return er_fail(ctx, ER_ERR_USAGE, "--budget: give the field of the costs too (--cost)");
    if (o->existing && o->existing_field)
        return er_fail(ctx, ER_ERR_USAGE, "give either --existing or --existing-field");
    if (o->needed && aim != ER_SITING_FEWEST)
        return er_fail(ctx, ER_ERR_USAGE, "--needed is for the model fewest");
    if (!isnan(o->backup) && aim != ER_SITING_MOST)
        return er_fail(ctx, ER_ERR_USAGE, "--backup is for the model cover");
    if (o->crs && (o->candidates_crs || o->demand_crs))
        return er_fail(ctx, ER_ERR_USAGE,
                       "give either --crs, or --candidates-crs and --demand-crs");
    return ER_OK;
}

static er_status check_numbers(er_context *ctx, const er_choose_options *o) {
    if (!isnan(o->budget) && !(o->budget >= 0))
        return er_fail(ctx, ER_ERR_USAGE, "--budget: give a number of 0 or more");
    if (!isnan(o->backup) && !(o->backup >= 0 && o->backup <= 1))
        return er_fail(ctx, ER_ERR_USAGE, "--backup: give a number from 0 to 1");
    if (!isnan(o->gap) && !(o->gap >= 0 && o->gap <= 1))
        return er_fail(ctx, ER_ERR_USAGE, "--gap: give a number from 0 to 1");
    if (!isnan(o->seconds) && !(o->seconds > 0))
        return er_fail(ctx, ER_ERR_USAGE, "--seconds: give a number above 0");
    if (o->nodes != INT64_MIN && (o->nodes < 1 || o->nodes > INT32_MAX))
        return er_fail(ctx, ER_ERR_USAGE, "--nodes: give a number from 1 to 2147483647");
    return ER_OK;
}

er_status er_choose_check(er_context *ctx, const er_choose_options *options,
                          er_choose_request *out) {
    er_choose_request request = {.options = options};
    ER_TRY(check_names(ctx, options, &request));
    ER_TRY(check_given(ctx, options, request.aim));
    ER_TRY(check_reach(ctx, options, &request));
    ER_TRY(check_pairs(ctx, options, request.aim));
    ER_TRY(check_numbers(ctx, options));
    *out = request;
    return ER_OK;
}
