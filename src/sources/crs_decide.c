#include "sources/crs_survey.h"
#include "sources/headings.h"

#include <math.h>
#include <proj.h>
#include <stdio.h>
#include <string.h>

static const double almost_all = 0.9;
static const double same_outcome_m = 10; /**< systems that differ by less are one answer */

static bool most(int64_t part, int64_t whole) {
    return (double)part >= almost_all * (double)whole;
}

/** So many that the others are slips in single rows, which are kept as rejects. */
static bool outweighs(int64_t part, int64_t whole) {
    const int64_t few = 3; /* in a short list a single slip is more than "almost all" allows */
    int64_t others = whole - part;
    return most(part, whole) || (others <= few && part > others);
}

/** Coordinates that were meant as degrees. */
static int64_t as_degrees(const er_crs_survey *survey) {
    return survey->degrees + survey->turned + survey->beyond;
}

/* ---- trying candidates ----------------------------------------------------------------------- */

/** The sample in degrees under a system, its coordinates exchanged first if asked for. */
static er_status place_sample(er_context *ctx, er_transform *transform, const er_crs_survey *survey,
                              bool swapped, er_point *places, double *share) {
    size_t inside = 0, count = survey->sample.count;
    for (size_t i = 0; i < count; i++) {
        er_point point = survey->sample.items[i];
        places[i] = swapped ? (er_point){point.y, point.x} : point;
    }
    ER_TRY(er_transform_points(ctx, transform, places, count, NULL));
    for (size_t i = 0; i < count; i++)
        inside += er_crs_box_holds(survey->extent, places[i]);
    *share = count ? (double)inside / (double)count : 0;
    return ER_OK;
}

static bool same_places(const er_point *a, const er_point *b, size_t count) {
    for (size_t i = 0; i < count; i++) {
        if (!isfinite(a[i].x) || !isfinite(b[i].x)) continue;
        if (!(er_geodesic_distance(a[i], b[i]) <= same_outcome_m)) return false;
    }
    return true;
}

/** Fits found so far. */
struct trial {
    er_arena *arena;
    const er_crs_survey *survey;
    bool allow_ballpark;
    er_crs_fit *fits;
    size_t count;
    size_t capacity;
};

static er_status try_candidate(er_context *ctx, struct trial *trial, const char *crs) {
    er_transform *transform = NULL;
    er_transform_info info;
    er_status status = er_transform_new(ctx, crs, trial->allow_ballpark, &transform, &info);
    if (status == ER_ERR_MEMORY || status == ER_ERR_CANCELLED) return status;
    if (status != ER_OK) return ER_OK; /* a system that can't be reached is no answer */
    size_t count = trial->survey->sample.count;
    er_crs_fit fit = {0};
    ER_GOTO(status, done,
            er_arena_alloc(ctx, trial->arena, count * sizeof *fit.places, &fit.places));
    ER_GOTO(status, done,
            place_sample(ctx, transform, trial->survey, false, fit.places, &fit.share));
    if (fit.share < almost_all) {
        fit.swapped = true;
        ER_GOTO(status, done,
                place_sample(ctx, transform, trial->survey, true, fit.places, &fit.share));
    }
    if (fit.share < almost_all) goto done;
    for (size_t i = 0; i < trial->count; i++)
        if (trial->fits[i].swapped == fit.swapped &&
            same_places(trial->fits[i].places, fit.places, count))
            goto done;
    ER_GOTO(status, done, er_arena_text(ctx, trial->arena, crs, strlen(crs), &fit.crs));
    ER_GOTO(status, done,
            er_arena_text(ctx, trial->arena, info.crs_name, strlen(info.crs_name), &fit.name));
    ER_GOTO(status, done,
            er_reserve(ctx, &trial->fits, &trial->capacity, trial->count + 1, sizeof fit));
    trial->fits[trial->count++] = fit;
done:
    er_transform_free(transform);
    return status;
}

/** Every system of PROJ's database of a type whose area of use meets the extent. */
static er_status try_database(er_context *ctx, struct trial *trial, PJ_TYPE type,
                              const char *datum) {
    er_box extent = trial->survey->extent;
    PJ_CONTEXT *proj = proj_context_create();
    PROJ_CRS_LIST_PARAMETERS *parameters = proj_get_crs_list_parameters_create();
    PROJ_CRS_INFO **list = NULL;
    int count = 0;
    er_status status = ER_OK;
    if (proj && parameters) {
        parameters->types = &type;
        parameters->typesCount = 1;
        parameters->crs_area_of_use_contains_bbox = false; /* meeting it is enough */
        parameters->bbox_valid = true;
        parameters->west_lon_degree = extent.min_x;
        parameters->south_lat_degree = extent.min_y;
        parameters->east_lon_degree = extent.max_x;
        parameters->north_lat_degree = extent.max_y;
        list = proj_get_crs_info_list_from_database(proj, "EPSG", parameters, &count);
    }
    for (int i = 0; list && i < count && status == ER_OK; i++) {
        char crs[64];
        snprintf(crs, sizeof crs, "%s:%s", list[i]->auth_name, list[i]->code);
        if (!er_datum_agrees(ctx, datum, list[i]->name)) continue;
        status = er_check_cancel(ctx);
        if (status == ER_OK) status = try_candidate(ctx, trial, crs);
    }
    proj_crs_info_list_destroy(list);
    proj_get_crs_list_parameters_destroy(parameters);
    proj_context_destroy(proj);
    return status;
}

er_status er_crs_fits(er_context *ctx, er_arena *arena, const er_table_options *options,
                      const er_crs_survey *survey, er_crs_fit **fits, size_t *count) {
    struct trial trial = {
        .arena = arena, .survey = survey, .allow_ballpark = options->allow_ballpark};
    er_status status = ER_OK;
    *fits = NULL;
    *count = 0;
    if (isnan(survey->extent.min_x) || survey->sample.count == 0) return ER_OK;
    for (size_t i = 0; i < options->crs_candidate_count && status == ER_OK; i++)
        status = try_candidate(ctx, &trial, options->crs_candidates[i]);
    if (options->crs_candidate_count == 0)
        status = try_database(ctx, &trial,
                              most(survey->degrees, survey->located) ? PJ_TYPE_GEOGRAPHIC_2D_CRS
                                                                     : PJ_TYPE_PROJECTED_CRS,
                              "");
    if (status == ER_OK)
        status = er_arena_alloc(ctx, arena, (trial.count + 1) * sizeof **fits, fits);
    if (status == ER_OK) {
        if (trial.count) memcpy(*fits, trial.fits, trial.count * sizeof **fits);
        *count = trial.count;
    }
    er_free(trial.fits);
    return status;
}

/* ---- deciding -------------------------------------------------------------------------------- */

static er_status refuse_swapped(er_context *ctx, const er_table_options *options) {
    return er_fail(ctx, ER_ERR_CRS,
                   "%s: the coordinates are exchanged (latitude or northing comes first): name the "
                   "columns with --x and --y, or put x first in the file",
                   options->path);
}

/** Is the system in degrees? Unknown systems are left for er_transform_new to refuse. */
static bool is_geographic(const char *crs, bool *known) {
    PJ_CONTEXT *proj = proj_context_create();
    proj_log_level(proj, PJ_LOG_NONE);
    PJ *object = proj_create(proj, crs);
    PJ_TYPE type = object ? proj_get_type(object) : PJ_TYPE_UNKNOWN;
    if (type == PJ_TYPE_BOUND_CRS || type == PJ_TYPE_COMPOUND_CRS) {
        PJ *inner = type == PJ_TYPE_BOUND_CRS ? proj_get_source_crs(proj, object)
                                              : proj_crs_get_sub_crs(proj, object, 0);
        type = inner ? proj_get_type(inner) : PJ_TYPE_UNKNOWN;
        proj_destroy(inner);
    }
    proj_destroy(object);
    proj_context_destroy(proj);
    *known = type == PJ_TYPE_PROJECTED_CRS || type == PJ_TYPE_GEOGRAPHIC_2D_CRS ||
             type == PJ_TYPE_GEOGRAPHIC_3D_CRS;
    return type != PJ_TYPE_PROJECTED_CRS;
}

static er_status check_projected(er_context *ctx, const er_table_options *options,
                                 const er_crs_survey *survey, const char *declared) {
    if (most(survey->degrees + survey->turned, survey->located))
        return er_fail(ctx, ER_ERR_CRS,
                       "%s: %s is in metres, but the coordinates look like degrees: the system is "
                       "probably EPSG:4326; give --crs",
                       options->path, declared);
    if (isnan(survey->extent.min_x) || survey->sample.count == 0) return ER_OK;
    er_transform *transform = NULL;
    er_point *places = NULL;
    double share = 1, exchanged = 0;
    ER_TRY(er_transform_new(ctx, declared, options->allow_ballpark, &transform, NULL));
    er_status status = er_alloc(ctx, survey->sample.count, sizeof *places, &places);
    if (status == ER_OK) status = place_sample(ctx, transform, survey, false, places, &share);
    if (status == ER_OK && share < 1 - almost_all)
        status = place_sample(ctx, transform, survey, true, places, &exchanged);
    er_free(places);
    er_transform_free(transform);
    if (status == ER_OK && exchanged >= almost_all) return refuse_swapped(ctx, options);
    return status;
}

static er_status check_degrees(er_context *ctx, const er_table_options *options,
                               const er_crs_survey *survey) {
    bool turned =
        survey->turned > survey->degrees && most(survey->turned + survey->degrees, survey->located);
    if (turned || most(survey->swapped, survey->located)) return refuse_swapped(ctx, options);
    return ER_OK;
}

static er_status check_declared(er_context *ctx, const er_table_options *options,
                                const er_crs_survey *survey, const char *declared) {
    bool known = false, geographic = is_geographic(declared, &known);
    if (!known || survey->located == 0) return ER_OK;
    if (!geographic) return check_projected(ctx, options, survey, declared);
    if (most(survey->located - as_degrees(survey), survey->located)) {
        er_point point = survey->sample.items[0];
        return er_fail(ctx, ER_ERR_CRS,
                       "%s: %s is in degrees, but the coordinates are not (%.0f, %.0f): say which "
                       "system they are in (--crs)",
                       options->path, declared, point.x, point.y);
    }
    return check_degrees(ctx, options, survey);
}

/** Coordinates in degrees: WGS 84, unless a heading names another datum. */
static er_status decide_degrees(er_context *ctx, er_arena *arena, const er_table_options *options,
                                const er_crs_survey *survey, const char *datum, const char **crs) {
    ER_TRY(check_degrees(ctx, options, survey));
    *crs = "EPSG:4326";
    if (!datum[0] || strncmp(datum, "wgs", 3) == 0 || isnan(survey->extent.min_x)) return ER_OK;
    struct trial trial = {
        .arena = arena, .survey = survey, .allow_ballpark = options->allow_ballpark};
    er_status status = try_database(ctx, &trial, PJ_TYPE_GEOGRAPHIC_2D_CRS, datum);
    if (status == ER_OK && trial.count == 1 && !trial.fits[0].swapped)
        *crs = trial.fits[0].crs;
    else if (status == ER_OK && trial.count > 0)
        status = er_fail(ctx, ER_ERR_CRS,
                         "%s: the headings name the datum %s, which fits several systems: say "
                         "which (--crs)",
                         options->path, datum);
    er_free(trial.fits);
    return status;
}

/** Keep the fits that are not swapped and agree with the headings' datum. */
static size_t keep_agreeing(er_context *ctx, er_crs_fit *fits, size_t count, const char *datum) {
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (!fits[i].swapped && er_datum_agrees(ctx, datum, fits[i].name)) fits[kept++] = fits[i];
    return kept;
}

static void list_fits(const er_crs_fit *fits, size_t count, char *list, size_t size) {
    size_t used = 0;
    list[0] = '\0';
    for (size_t i = 0; i < count && i < 8 && used + 1 < size; i++) {
        int more = snprintf(list + used, size - used, "%s%s (%s)", i ? ", " : "", fits[i].crs,
                            fits[i].name);
        used = used + (size_t)more < size ? used + (size_t)more : size - 1;
    }
    if (count > 8 && used + 6 < size) strcpy(list + used, ", ...");
}

static er_status decide_projected(er_context *ctx, er_arena *arena, const er_table_options *options,
                                  const er_crs_survey *survey, const char *datum,
                                  const char **crs) {
    if (isnan(survey->extent.min_x))
        return er_fail(ctx, ER_ERR_CRS,
                       "%s: the coordinates are not in degrees, and the file does not say in which "
                       "system they are: give --crs, such as --crs EPSG:32633",
                       options->path);
    er_crs_fit *fits = NULL;
    size_t count = 0;
    ER_TRY(er_crs_fits(ctx, arena, options, survey, &fits, &count));
    size_t swapped = 0;
    for (size_t i = 0; i < count; i++)
        swapped += fits[i].swapped;
    if (count > 0 && swapped == count) return refuse_swapped(ctx, options);
    size_t plain = keep_agreeing(ctx, fits, count, "");
    size_t agreeing = keep_agreeing(ctx, fits, plain, datum);
    if (agreeing == 1) {
        *crs = fits[0].crs;
        return ER_OK;
    }
    char list[1024];
    list_fits(fits, agreeing, list, sizeof list);
    if (agreeing > 1)
        return er_fail(ctx, ER_ERR_CRS,
                       "%s: the coordinates fit several reference systems: say which with --crs: "
                       "%s",
                       options->path, list);
    return er_fail(ctx, ER_ERR_CRS,
                   "%s: the coordinates fit none of the reference systems in use where they should "
                   "lie: say which they are in (--crs)",
                   options->path);
}

bool er_crs_is_plane(const er_table_options *options, const er_crs_survey *survey,
                     const char *declared, bool degree_headings) {
    const int64_t hundred = 100;
    if (!options->plane_allowed) return false;
    if (declared) return options->crs && strcmp(options->crs, "plane") == 0;
    if (survey->located == 0) return false;
    if (degree_headings) return !outweighs(as_degrees(survey), survey->located);
    return (survey->located - survey->degrees) * hundred > survey->located;
}

er_status er_crs_decide(er_context *ctx, er_arena *arena, const er_table_options *options,
                        const er_crs_survey *survey, const char *declared, const char *datum,
                        const char **crs, const char **how) {
    if (declared) {
        *crs = declared;
        *how = options->crs ? "option" : "file";
        return check_declared(ctx, options, survey, declared);
    }
    int64_t degrees = as_degrees(survey);
    *how = "detected";
    if (survey->located == 0) {
        *crs = "EPSG:4326";
        *how = "default";
        return ER_OK;
    }
    if (outweighs(degrees, survey->located))
        return decide_degrees(ctx, arena, options, survey, datum, crs);
    if (!outweighs(survey->located - degrees, survey->located))
        return er_fail(ctx, ER_ERR_CRS,
                       "%s: %lld coordinates look like degrees and %lld do not: split the file, or "
                       "give --crs",
                       options->path, (long long)degrees, (long long)(survey->located - degrees));
    return decide_projected(ctx, arena, options, survey, datum, crs);
}
