/** Rasters of a signal run: one cloud-optimised GeoTIFF on the working plane for each bit of
 *  er_cover_raster that is asked for, and servers.csv beside them. The cover step streams tiles in;
 *  nothing else is kept of them. */
#ifndef EVENREACH_ANALYSIS_COVER_RASTERS_H
#define EVENREACH_ANALYSIS_COVER_RASTERS_H

#include "evenreach/analysis.h"

typedef struct er_cover_rasters er_cover_rasters;

/** What the rasters show of a cell. */
typedef struct er_raster_cell {
    er_signal best;     /**< of the operator with the highest rsrp_dbm (the first of equals); level
                             and unknown are of the stratum "any", servers of all operators */
    double probability; /**< that the weakest level's RSRP is reached (where it asks for speed
                             alone: the RSRP that gives it without interference); NAN without a
                             signal */
    uint32_t operators; /**< that serve the cell */
} er_raster_cell;

/** Begin writing into a folder (made if need be). `bits` of er_cover_raster, at least one. Files
 *  are made aside: what the folder holds stays until er_cover_rasters_close keeps the new ones.
 *  `grid`, `plane` and `field` must live until then. */
er_status er_cover_rasters_open(er_context *ctx, const char *folder, unsigned bits,
                                const er_grid *grid, const er_plane *plane, const er_field *field,
                                er_cover_rasters **out);
/** Cells of a tile, row by row. Tiles come in any order, from several threads at once (each with
 *  its own context), each cell at most once. A cell that never comes has no signal and is unserved.
 *  The files' bytes depend on neither order nor size of the tiles. */
er_status er_cover_rasters_tile(er_context *ctx, er_cover_rasters *rasters, er_tile tile,
                                const er_raster_cell *cells);
/** With `keep` finish the files and put them in their place; else drop them. Frees in any case;
 *  null is allowed. */
er_status er_cover_rasters_close(er_context *ctx, er_cover_rasters *rasters, bool keep);

#endif
