/** The parts of the making of vector tiles that stand in files of their own. */
#ifndef EVENREACH_OUTPUTS_FORMAT_MBTILES_H
#define EVENREACH_OUTPUTS_FORMAT_MBTILES_H

#include "outputs/sink.h"

/** A layer of the tiles. */
typedef struct er_tile_layer {
    const char *name;
    int64_t placed; /**< rows that have a place: those without are in no tile */
} er_tile_layer;

/** What the tiles' users must be told of where data come from, from the sources' own words, as HTML
 *  (viewers take it for that); in the arena. */
er_status er_tiles_attribution(const er_data *data, er_arena *arena, const char **out);

/** Add rows to the metadata of a closed file (`names` and `values`, `count` of each), and check
 *  that all layers are there with all that was given to them. */
er_status er_tiles_settle(er_context *ctx, const char *path, const char *const names[],
                          const char *const values[], size_t count, const er_tile_layer *layers,
                          size_t layer_count);

extern const er_sink_ops er_mbtiles_file;

#endif
