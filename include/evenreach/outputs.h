/** evenreach/outputs.h: GeoJSON layers, tables, the summary, the headline. Everything is written
 * aside and renamed; a run writes the whole folder or leaves the old one. */
#ifndef EVENREACH_OUTPUTS_H
#define EVENREACH_OUTPUTS_H

#include "evenreach/core.h"
#include "evenreach/store.h"
#include "evenreach/study.h"

#include <stdio.h>

#ifdef __cplusplus
extern "C" {
#endif

/** Write geojson/ tables/ summary.json into a folder from the newest runs of the workspace. */
er_status er_export(er_context *ctx, er_store *store, const er_study *study, const char *folder);

/** The headline table in the context's language. */
er_status er_print_headline(er_context *ctx, er_store *store, const er_study *study, FILE *out);

#ifdef __cplusplus
}
#endif
#endif
