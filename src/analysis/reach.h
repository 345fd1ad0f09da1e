/** Inside of er_reach: the two readers, which share the plane and the lists of remarks. */
#ifndef EVENREACH_ANALYSIS_REACH_H
#define EVENREACH_ANALYSIS_REACH_H

#include "evenreach/analysis.h"

/** Polygons as they were read, in degrees, and then on the plane. */
typedef struct er_reach_shapes {
    er_arena *arena; /**< of the WKB */
    er_bytes *wkb;
    int64_t *rows;
    const char **keys;
    size_t count;
    size_t capacity[3];
    er_box extent; /**< degrees; min_x > max_x across the antimeridian */
    er_area *areas;
    size_t area_count;
    er_box box; /**< of the areas, on the plane */
} er_reach_shapes;

typedef struct er_reach_discs {
    er_disc *items;
    size_t count;
    size_t capacity;
} er_reach_discs;

typedef struct er_reaching {
    er_context *ctx;
    er_arena *arena;
    const er_reach_request *request;
    er_reach_result *result;
    er_plane *plane;
    bool straight; /**< the areas were drawn on the plane */
    er_reach_shapes shapes;
    er_reach_discs discs;
} er_reaching;

/** Read the polygons; invalid ones are repaired or rejected. */
er_status er_reach_read_shapes(er_reaching *r, er_table *table);
/** Bring them on the plane. */
er_status er_reach_project_shapes(er_reaching *r);
void er_reach_clear_shapes(er_reach_shapes *shapes);

/** Read the stations that can reach an area, as discs on the plane. */
er_status er_reach_read_stations(er_reaching *r, er_table *table);

/** Note a row; `reason` is copied. */
er_status er_reach_remark_on(er_reaching *r, er_reach_remarks *remarks, const char *path,
                             int64_t row, const char *reason);

#endif
