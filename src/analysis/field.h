/** Inside the signal field: emitters gathered by place and link, and the cells they are laid on.
 *
 *  A *place* is where antennas stand: they share the way to a cell (distance, azimuth). A *link* is
 *  a place's antennas of one height, frequency and model: they share the path loss, too. What does
 *  not depend on a cell is worked out once, when the field is built. */
#ifndef EVENREACH_ANALYSIS_FIELD_H
#define EVENREACH_ANALYSIS_FIELD_H

#include "analysis/sentence.h"
#include "analysis/sites.h"
#include "evenreach/analysis.h"

/** What a level asks of an emitter's signal: medians less the margin must reach these; -INFINITY
 *  where nothing is asked. */
typedef struct er_field_need {
    double rsrp_dbm;
    double sinr_db;
    double uplink_snr_db;
} er_field_need;

enum { ER_FIELD_LEVEL_LIMIT = 16 };

/** What follows from an emitter's budget alone; emitters of equal budgets share it. */
typedef struct er_field_budget {
    double rsrp_dbm;      /**< through a path without loss and an antenna without gain */
    double uplink_snr_db; /**< likewise */
    double noise_dbm;     /**< of the terminal in a resource element */
    double quiet_dbm;     /**< the same as er_sinr_db rounds it where nothing interferes */
    er_field_need levels[ER_FIELD_LEVEL_LIMIT]; /**< from the strictest to the weakest */
    double enough_dbm; /**< RSRP at which the weakest level is reached where nothing interferes */
} er_field_budget;

typedef struct er_field_link {
    size_t place;
    size_t first; /**< into er_field.order */
    size_t count;
    double range_m; /**< the farthest of its emitters */
} er_field_link;

typedef struct er_field_place {
    er_point position; /**< degrees */
    er_local_frame frame;
    er_box box;   /**< on the plane: holds everything in range */
    size_t first; /**< into er_field.links */
    size_t count;
    double range_m;
    bool directional; /**< the gain of one of its antennas depends on the direction */
} er_field_place;

/** A figure that no row stated, and how many sectors rest on it. */
typedef struct er_field_tally {
    const char *field; /**< such as height_m */
    const char *value;
    const char *value_zh;
    const char *basis; /**< a text of the catalogue */
    int64_t sectors;
} er_field_tally;

struct er_field {
    er_arena *arena; /**< stations, sectors and everything else that is only read */
    const er_study *study;
    const er_plane *plane;
    er_sites sites;
    er_emitter *emitters; /**< by station, then number */
    size_t count;
    size_t capacity;
    uint32_t *budget_of; /**< of each emitter, into budgets */
    er_field_budget *budgets;
    size_t budget_count;
    er_antenna **antennas;
    size_t antenna_count;
    uint32_t carrier_count;
    uint32_t *carrier_operator; /**< of each carrier */
    size_t *order;              /**< emitters by place, link, number */
    er_field_link *links;
    size_t link_count;
    er_field_place *places;
    size_t place_count;
    uint32_t *place_of; /**< of each emitter */
    size_t bin_side;
    uint32_t *bin_start; /**< places by squares of the plane, see field_reach.c */
    uint32_t *bin_places;
    er_box bin_box;
    const char *environment; /**< of TR 38.901 around all stations; null: by the study's rules */
    bool quiet;              /**< nobody asks what was supposed */
    size_t left_out;         /**< sectors whose band means nothing */
    bool asks_sinr;          /**< a level asks for speed: what disturbs decides what is reached */
    double margin_sd;        /**< standard deviations between the median and what is counted on */
    er_field_tally *tallies;
    size_t tally_count;
    size_t tally_capacity;
    er_terrain *terrain;  /**< null for models without */
    er_ground *ground;    /**< for all patches; null: too much, or not read at once */
    er_box ground_box;    /**< degrees that it holds; a patch beyond them reads its own */
    const char **clutter; /**< class at each station in service; null: not asked */
};

/** Count a figure that was filled in; texts are copied. */
er_status er_field_suppose(er_context *ctx, er_field *field, const char *name, er_sentence value,
                           const char *basis);

/** A field of the workspace's stations that are not in service, in the order of er_sites_left_out:
 *  what they would be. What had to be supposed is not counted. */
er_status er_field_new_left_out(er_context *ctx, er_store *store, const er_study *study,
                                const er_plane *plane, er_field **out);

/** Fill emitters, antennas and carriers from the store's rows and the study's rules. */
er_status er_field_read_sectors(er_context *ctx, er_store *store, er_field *field);
/** Fill them from `sectors`, one of each station (null: as the study's rules say). */
er_status er_field_fill_sectors(er_context *ctx, const er_sector *sectors, er_field *field);
/** Open the study's terrain, where the model needs it. */
er_status er_field_open_terrain(er_context *ctx, er_field *field);
/** Read the ground once for all patches of a piece of the plane (null: of all that the places
 *  reach), if it is not much. Before any patch is asked for. */
er_status er_field_read_ground(er_context *ctx, er_field *field, const er_box *on_plane);
/** Name of the clutter class at each station in service, null where none is known; only where an
 *  environment rule of the study asks. */
er_status er_field_station_clutter(er_context *ctx, er_field *field);

/** Count and say the sectors that stand on unknown ground. */
er_status er_field_station_ground(er_context *ctx, er_field *field);

/** Give sectors that interfere the same carrier. */
er_status er_field_carriers(er_context *ctx, er_field *field);
/** Work the budgets out, and how far each emitter is looked at. */
er_status er_field_budgets(er_context *ctx, er_field *field);
er_status er_field_ranges(er_context *ctx, er_field *field);
/** Gather emitters by place and link. */
er_status er_field_gather(er_context *ctx, er_field *field);
/** Frame and box of a place whose position and range are known. */
er_status er_field_place_frame(er_context *ctx, const er_plane *plane, er_field_place *place);

/** Sort the places into squares of the plane, so that those in reach of a box are found quickly. */
er_status er_field_bin_places(er_context *ctx, er_field *field);
/** Places in reach of a box of the plane, each once, in their order. *places is kept and grown
 *  between calls; free with er_free. */
er_status er_field_places_near(er_context *ctx, const er_field *field, er_box box, size_t **places,
                               size_t *capacity, size_t *count);

typedef struct er_field_prepared er_field_prepared;

/** Places that signals are asked for: the crossings of columns and rows on the plane. */
typedef struct er_field_patch {
    const double *x_m; /**< of each column */
    size_t columns;
    const double *y_m; /**< of each row */
    size_t rows;
    const er_ground *ground; /**< of the patch and all in reach of it; null: read it */
    er_spare *spares;        /**< filled in the order of the signals; null: not asked for */
    const bool *wanted; /**< of each crossing, row by row: whether it is asked for; null: all are */
    const er_field_prepared *prepared; /**< tile that these are rows of; null: none */
    size_t prepared_cell;              /**< the patch's first one in that tile */
} er_field_patch;

/** Make a tile over terrain ready for patches of some of its rows each. *out is null where there
 *  is no room for the losses of all links: then the tile is asked for as one patch. Free with
 *  er_field_prepared_free. */
er_status er_field_prepare(er_context *ctx, const er_field *field, const er_field_patch *tile,
                           er_field_prepared **out);
void er_field_prepared_free(er_field_prepared *prepared);

/** Takes the signals of `rows` rows of a tile from `first_row` on, and their spares (null: not
 * asked for): operator after operator, each with the rows' cells one row after the other. They are
 * gone when it returns. */
typedef er_status er_field_taker(er_context *ctx, void *user, size_t first_row, size_t rows,
                                 const er_signal *signals, const er_spare *spares);
/** What of a tile is asked for. */
typedef struct er_field_asked {
    const bool *wanted; /**< of each cell, row by row; the others have no signal. null: all are */
    bool spares;
} er_field_asked;
/** As er_field_tile_spares, a few rows at a time while they are in the processor's cache, from the
 *  first row to the last. */
er_status er_field_tile_rows(er_context *ctx, const er_field *field, const er_grid *grid,
                             er_tile tile, er_field_asked asked, er_field_taker *take, void *user);

/** Signals of a patch, operator after operator, each with the patch's crossings row by row;
 *  `stride` apart from one operator to the next. */
er_status er_field_patch_signals(er_context *ctx, const er_field *field,
                                 const er_field_patch *patch, er_signal *signals, size_t stride);

/** er_field_tile_spares for some cells of the tile: `wanted` is of each cell, row by row. The
 *  others have no signal. */
er_status er_field_tile_some(er_context *ctx, const er_field *field, const er_grid *grid,
                             er_tile tile, const bool *wanted, er_signal *signals,
                             er_spare *spares);

/** False if nothing is in range of a box of the plane, so that no signal is there and that is
 *  known. */
bool er_field_reaches(const er_field *field, er_box box);
/** Index of the station of each of the field's sectors among sites of the same stations. */
er_status er_field_station_of(er_context *ctx, const er_field *field, const er_sites *sites,
                              size_t *station_of);
/** The stations that the field was made of. */
const er_sites *er_field_sites(const er_field *field);

/** Azimuth in degrees clockwise from north, -180 to 180, and elevation above the horizon of many
 *  places: within 1e-11 degrees. No libm: the same bits everywhere. */
void er_field_azimuths(const double *east_m, const double *north_m, size_t count, double *azimuth);
void er_field_elevations(const double *rise_m, const double *distance_m, size_t count,
                         double *elevation);
/** 10^(level/10) of each, to 1e-14 of it. */
void er_field_powers(const double *level_dbm, size_t count, double *power_mw);

#endif
