/** Reference systems: what a definition means, and the operation from it to WGS 84. */
#ifndef EVENREACH_GEOMETRY_REFERENCE_H
#define EVENREACH_GEOMETRY_REFERENCE_H

#include "geometry/projector.h"

/** Read a definition; the horizontal part of a compound system. ER_ERR_CRS, saying why, for what
 *  PROJ can't read and for systems that have no place on the map (local, vertical, geocentric).
 *  Free with proj_destroy. */
er_status er_reference_read(er_context *ctx, PJ_CONTEXT *context, const char *text, PJ **crs);

/** Authority and code, such as EPSG and 3828: its own, or those of the system of PROJ's database
 *  that it is identified as with at least `confidence` percent. False, and "", if there are none.
 */
bool er_reference_code(PJ_CONTEXT *context, const PJ *crs, int confidence, char authority[32],
                       char code[32]);

/** Operation from a system to WGS 84 longitude/latitude, x first and degrees at both ends; see
 *  er_transform_new. */
er_status er_reference_operation(er_context *ctx, PJ_CONTEXT *context, const PJ *crs,
                                 bool allow_ballpark, PJ **operation, er_transform_info *info);

/** True if the system is projected with both axes in metres. */
bool er_reference_is_metric(PJ_CONTEXT *context, const PJ *crs);

/** Whether a projected system's method goes by the authalic latitude, whose inverse PROJ computes
 *  by a short series (see er_projector_refine). */
bool er_reference_is_authalic(PJ_CONTEXT *context, const PJ *crs);

#endif
