#include "sources/crs_survey.h"

#include <math.h>
#include <string.h>

enum { SAMPLE_SIZE = 4096 };

er_box er_crs_margin(er_box extent) {
    const double margin_deg = 0.1; /* about 10 km: sites on capes and islets without a polygon */
    return (er_box){extent.min_x - margin_deg, extent.min_y - margin_deg, extent.max_x + margin_deg,
                    extent.max_y + margin_deg};
}

bool er_crs_box_holds(er_box box, er_point point) {
    return point.x >= box.min_x && point.x <= box.max_x && point.y >= box.min_y &&
           point.y <= box.max_y;
}

void er_crs_survey_begin(er_crs_survey *survey, er_box expected_extent) {
    *survey = (er_crs_survey){.extent = er_crs_margin(expected_extent), .sample_limit = UINT64_MAX};
}

void er_crs_survey_clear(er_crs_survey *survey) {
    er_free(survey->sample.items);
    survey->sample = (er_points){0};
}

static uint64_t hash(er_point point) {
    uint64_t x, y;
    memcpy(&x, &point.x, sizeof x);
    memcpy(&y, &point.y, sizeof y);
    er_random random = er_random_stream(x, y);
    return er_random_bits(&random);
}

/** Keep the points with the smallest hashes: halve the limit whenever there are too many. */
static void thin(er_crs_survey *survey) {
    er_points *sample = &survey->sample;
    while (sample->count > SAMPLE_SIZE && survey->sample_limit > 1) {
        size_t kept = 0;
        er_point any = sample->items[0];
        survey->sample_limit /= 2;
        for (size_t i = 0; i < sample->count; i++)
            if (hash(sample->items[i]) < survey->sample_limit)
                sample->items[kept++] = sample->items[i];
        if (kept == 0) sample->items[kept++] = any; /* all of them were the same point */
        sample->count = kept;
    }
}

er_status er_crs_survey_add(er_context *ctx, er_crs_survey *survey, er_point point) {
    if (!isfinite(point.x) || !isfinite(point.y)) return ER_OK;
    survey->located++;
    bool degrees = fabs(point.x) <= 180 && fabs(point.y) <= 90;
    bool turned = !degrees && fabs(point.x) <= 90 && fabs(point.y) <= 180;
    survey->degrees += degrees;
    survey->turned += turned;
    survey->beyond += !degrees && !turned && fabs(point.x) <= 360 && fabs(point.y) <= 360;
    er_point exchanged = {point.y, point.x};
    bool inside = er_crs_box_holds(survey->extent, point);
    survey->inside += inside;
    survey->swapped += !inside && er_crs_box_holds(survey->extent, exchanged);
    if (hash(point) >= survey->sample_limit) return ER_OK;
    er_points *sample = &survey->sample;
    ER_TRY(er_reserve(ctx, &sample->items, &sample->capacity, sample->count + 1,
                      sizeof *sample->items));
    sample->items[sample->count++] = point;
    if (sample->count > SAMPLE_SIZE) thin(survey);
    return ER_OK;
}
