/** What no plan can better, by regions that are searched through. */
#ifndef EVENREACH_SITING_COVER_REGIONS_H
#define EVENREACH_SITING_COVER_REGIONS_H

#include "siting/cover_set.h"
#include "siting/relaxation.h"

/** Into how many regions a task is cut whose best set is this. */
size_t er_siting_region_count(const er_siting_sites *best);
/** Bring *bound (units of new sites' weight, at most) on towards what `best` reaches, from the
 *  prices of a relaxation, by so many regions (fewer than two: not at all), until the gap is the
 * effort's or little more is to be expected; `best` and `fixed` as for er_siting_cover_bound. Only
 * where classes are met whole and count once. */
er_status er_siting_cover_regions(er_context *ctx, er_arena *arena, const er_siting_effort *effort,
                                  size_t regions, er_siting_relaxation *r, er_siting_sites *best,
                                  int64_t *bound, uint8_t *fixed);

#endif
