/** Which reference system do coordinates without one stand in, and do they fit a declared one? */
#ifndef EVENREACH_SOURCES_CRS_SURVEY_H
#define EVENREACH_SOURCES_CRS_SURVEY_H

#include "evenreach/sources.h"
#include "sources/places.h"

/** What all coordinates of a file look like. Does not depend on the order of rows. */
typedef struct er_crs_survey {
    er_box extent;    /**< degrees; where places are expected, with a margin; NAN: anywhere */
    int64_t located;  /**< rows with two numbers */
    int64_t degrees;  /**< of these: within 180 and 90 degrees */
    int64_t turned;   /**< within 90 and 180 degrees, and not within 180 and 90 */
    int64_t beyond;   /**< neither, but too small to be metres: slips such as a latitude of 91 */
    int64_t inside;   /**< within the extent, as degrees */
    int64_t swapped;  /**< outside, but within the extent when x and y are exchanged */
    er_points sample; /**< of a size that is bounded; the same whatever the order of rows */
    uint64_t sample_limit; /**< points whose hash is below this are in the sample */
} er_crs_survey;

void er_crs_survey_begin(er_crs_survey *survey, er_box expected_extent);
er_status er_crs_survey_add(er_context *ctx, er_crs_survey *survey, er_point point);
void er_crs_survey_clear(er_crs_survey *survey);

/** A reference system that puts almost all places where they are expected. */
typedef struct er_crs_fit {
    const char *crs;
    const char *name;
    double share;     /**< of the sample that falls into the extent */
    bool swapped;     /**< only when x and y are exchanged */
    er_point *places; /**< the sample in degrees, WGS 84 */
} er_crs_fit;

/** Try candidates (the options' own; if there are none, every projected system of PROJ's database
 *  that is in use in the extent, or every geographic one for coordinates in degrees). Fits that put
 * the sample within 10 m of an earlier fit are left out. In the arena. */
er_status er_crs_fits(er_context *ctx, er_arena *arena, const er_table_options *options,
                      const er_crs_survey *survey, er_crs_fit **fits, size_t *count);

/** Decide on the system. `declared`: by the file or the options, or null. `datum`: what headings
 *  say ("" if nothing). *crs and *how are set, in the arena; ER_ERR_CRS with a line that says what
 *  to do if nothing or more than one thing fits, or what is declared can't be. */
er_status er_crs_decide(er_context *ctx, er_arena *arena, const er_table_options *options,
                        const er_crs_survey *survey, const char *declared, const char *datum,
                        const char **crs, const char **how);

/** Coordinates of undeclared systems that are metres on a plane of their own, where that is
 * allowed: under headings that do not speak of degrees one in a hundred that is none is enough. */
bool er_crs_is_plane(const er_table_options *options, const er_crs_survey *survey,
                     const char *declared, bool degree_headings);

/** Places in WGS 84 degrees back to the coordinates of a system, in place: what a file held that
 *  was read as that system. Points that fail become NAN. */
er_status er_crs_invert(er_context *ctx, const char *crs, er_point *points, size_t count);

/** The extent with the margin within which a place is not surprising. */
er_box er_crs_margin(er_box extent);
bool er_crs_box_holds(er_box box, er_point point);

#endif
