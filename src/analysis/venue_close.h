/** Closing a venue's gap: candidates, the ground that is to be gained, and the two searches, with
 *  what differs between discs and signals behind one face. */
#ifndef EVENREACH_ANALYSIS_VENUE_CLOSE_H
#define EVENREACH_ANALYSIS_VENUE_CLOSE_H

#include "analysis/venues.h"
#include "evenreach/siting.h"

/** A place where a station could be set up. */
typedef struct er_closing_site {
    const char *code;
    er_point position; /**< degrees */
    er_point on_plane;
    double height_m;
} er_closing_site;

/** Cells that are chosen for as one: those of a square, one each in small venues. */
typedef struct er_closing_block {
    int64_t column; /**< of er_closing.grid */
    int64_t row;
    er_box box;       /**< on the plane */
    er_point middle;  /**< of the box */
    double likely_m2; /**< of its cells whose middles nobody serves */
    double most_m2;   /**< of its cells that may hold something that nobody serves */
} er_closing_block;

/** Which blocks count as met by a site. */
typedef enum er_closing_view {
    ER_CLOSING_LIKELY, /**< by their middles */
    ER_CLOSING_MOST    /**< whenever something of them may be */
} er_closing_view;

typedef struct er_closing er_closing;

/** What differs between the models. A set of sites is a list of indices. */
typedef struct er_closing_model {
    /** How far an antenna of this height reaches at most. */
    er_status (*reach)(er_context *ctx, er_closing *closing, double height_m, double *reach_m);
    /** Most blocks that so many sites can be paired with. */
    size_t (*most_blocks)(size_t sites);
    /** Prepare sites and blocks for the other calls. */
    er_status (*prepare)(er_context *ctx, er_closing *closing);
    /** Whether a site meets a block, for all blocks. */
    er_status (*meets)(er_context *ctx, const er_closing *closing, size_t site,
                       er_closing_view view, uint8_t *met);
    /** Take out of the likely cover what these sites do not serve together though each alone does;
     *  null where more sites never serve less. */
    er_status (*lose)(er_context *ctx, er_closing *closing, const size_t *chosen, size_t count);
    /** Served area of the venue, in m2, with these sites added: what a run says. */
    er_status (*served)(er_context *ctx, const er_closing *closing, const size_t *chosen,
                        size_t count, double *served_m2);
    /** Put the sites into the order in which each adds most, and say what each adds. */
    er_status (*rank)(er_context *ctx, const er_closing *closing, size_t *chosen, size_t count,
                      double *adds_m2);
} er_closing_model;
extern const er_closing_model er_closing_discs, er_closing_signals;

struct er_closing {
    er_arena *arena; /**< of this closing */
    const er_venue_survey *survey;
    const er_study_pack *pack;
    const er_closing_model *model;
    void *data; /**< the model's */
    er_closing_site *sites;
    size_t site_count;
    er_grid grid; /**< of the blocks */
    er_closing_block *blocks;
    size_t block_count;
    uint32_t *block_of;        /**< of each cell; UINT32_MAX: nothing is to be gained there */
    er_siting_cover covers[2]; /**< by view */
    double before_m2;
    double target_m2;
    bool most_holds;  /**< ER_CLOSING_MOST really counts no site short */
    bool all_adds_up; /**< more sites never serve less */
    double most_sets; /**< of sites, that may be tried one after the other for a proof */
};

/** What was found. */
typedef struct er_closing_plan {
    size_t *chosen; /**< sites, ranked; in the arena */
    double *adds_m2;
    size_t count;
    double served_m2;
    bool reached;
    size_t bound;
    bool proven;
} er_closing_plan;

/** Sites from the list, those within reach (the nearest of study.venues.most_candidates), or from
 *  a grid over the venue if it is empty. */
er_status er_closing_list_sites(er_context *ctx, er_closing *closing,
                                const er_candidate *candidates, size_t count, double reach_m);
/** Blocks over what is not served, at most so many. */
er_status er_closing_make_blocks(er_context *ctx, er_closing *closing, size_t most_blocks);
/** Both covers, by model->meets. */
er_status er_closing_make_covers(er_context *ctx, er_closing *closing);
/** One of them. */
er_status er_closing_make_cover(er_context *ctx, er_closing *closing, er_closing_view view);

/** The fewest sites that bring the venue to its target. */
er_status er_closing_fewest(er_context *ctx, er_closing *closing, er_closing_plan *out);
/** The one site that serves most. */
er_status er_closing_single(er_context *ctx, er_closing *closing, er_closing_plan *out);

/** True if so much served is enough. */
bool er_closing_enough(const er_closing *closing, double served_m2);

#endif
