/** GEOS as this library opens it: one handle for one thread, with what it last complained of. */
#ifndef EVENREACH_GEOMETRY_GEOS_H
#define EVENREACH_GEOMETRY_GEOS_H

#include "evenreach/geometry.h"

#include <geos_c.h>

typedef struct er_geos {
    GEOSContextHandle_t handle;
    char complaint[256]; /**< empty: none yet */
} er_geos;

/** False if there is no memory. The struct must stay where it is until er_geos_close. */
bool er_geos_open(er_geos *geos);
/** Null handle: nothing happens. */
void er_geos_close(er_geos *geos);

/** What GEOS last complained of, or in the context's language that it gave no reason. */
const char *er_geos_complaint(const er_context *ctx, const er_geos *geos);

/** Null where GEOS can't read it. The caller destroys it. */
GEOSGeometry *er_geos_read(er_geos *geos, er_bytes wkb);

/** ISO WKB, little-endian, two dimensions; null where GEOS fails. Free with GEOSFree_r of any
 *  handle. */
unsigned char *er_geos_write(er_geos *geos, const GEOSGeometry *geometry, size_t *size);

/** The same into the arena; out->data is null where GEOS fails. ER_ERR_MEMORY. */
er_status er_geos_keep(er_context *ctx, er_geos *geos, er_arena *arena,
                       const GEOSGeometry *geometry, er_bytes *out);

#endif
