/** The table of the sectors of a signal field: what the numbers of server.tif stand for. */
#ifndef EVENREACH_ANALYSIS_COVER_SERVERS_H
#define EVENREACH_ANALYSIS_COVER_SERVERS_H

#include "evenreach/analysis.h"

/** Write the table as CSV (UTF-8, a heading line), a line a sector, numbered from 1 in the order of
 *  er_field_sectors. */
er_status er_cover_servers(er_context *ctx, const er_field *field, const char *path);

#endif
