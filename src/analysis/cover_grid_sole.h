/** What hangs on single sites, by signal levels: a cell does where every operator that serves it
 *  has its best sector at the same site, and serves it no longer without that site. */
#ifndef EVENREACH_ANALYSIS_COVER_GRID_SOLE_H
#define EVENREACH_ANALYSIS_COVER_GRID_SOLE_H

#include "analysis/cover.h"

typedef struct er_sole_part {
    size_t area;
    uint32_t site;
    int64_t parts; /**< of cells, as the areas are counted */
} er_sole_part;

/** What all threads share. */
typedef struct er_sole_survey {
    uint32_t *site_of; /**< of each of the field's sectors, as er_sites.site */
    size_t site_count;
    er_sole_part *items; /**< in any order, several of one area and site */
    size_t count;
    size_t capacity;
} er_sole_survey;

/** What a thread needs for a tile. */
typedef struct er_sole_bench {
    uint32_t *site; /**< of each cell; UINT32_MAX: it hangs on none */
    bool found;     /**< one that hangs on a site; to be cleared before a tile */
    int64_t *parts; /**< of one area, by site; all 0 between areas */
    uint32_t *touched;
    size_t touched_count;
} er_sole_bench;

er_status er_sole_survey_new(er_context *ctx, const er_field *field, er_sole_survey *survey);
void er_sole_survey_clear(er_sole_survey *survey);

er_status er_sole_bench_new(er_context *ctx, const er_sole_survey *survey, size_t cells,
                            er_sole_bench *bench);
void er_sole_bench_clear(er_sole_bench *bench);

/** Find the site of `count` cells of a tile from `first` on; signals and spares are theirs alone,
 *  operator after operator. */
void er_sole_cells(const er_sole_survey *survey, er_sole_bench *bench, size_t first, size_t count,
                   const er_signal *signals, const er_spare *spares, uint32_t operators);
/** Add `each` for every cell of a run that hangs on a site. */
void er_sole_add_run(er_sole_bench *bench, size_t first, int64_t count, int64_t each);
/** Hand over what runs have added, as an area's. */
er_status er_sole_hand_over(er_context *own, er_sole_survey *survey, er_sole_bench *bench,
                            size_t area);

/** Fill the job's soles; `whole` is the parts of each area. */
er_status er_sole_take(er_context *ctx, er_sole_survey *survey, er_cover_job *job,
                       const int64_t *whole);

#endif
