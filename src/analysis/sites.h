/** Stations in service with their groups and operators: what every coverage model starts from. */
#ifndef EVENREACH_ANALYSIS_SITES_H
#define EVENREACH_ANALYSIS_SITES_H

#include "evenreach/analysis.h"

/** er_sites_read without the discs (discs and is_default are null), so that no station needs a
 *  radius. */
er_status er_sites_list(er_context *ctx, er_store *store, er_arena *arena, const er_study *study,
                        er_sites *out);
/** The same of these stations, all taken to be in service and in no group, in their order. */
er_status er_sites_of(er_context *ctx, er_arena *arena, const er_station *stations, size_t count,
                      er_sites *out);
/** The other way round: `stations` are those that are not in service, in the order of
 *  er_sites.left_out of er_sites_list; left_out is empty. */
er_status er_sites_left_out(er_context *ctx, er_store *store, er_arena *arena,
                            const er_study *study, er_sites *out);
/** The same sites with their discs on another plane. */
er_status er_sites_on_plane(er_context *ctx, er_arena *arena, const er_study *study,
                            const er_plane *plane, const er_sites *sites, er_sites *out);
/** Index into er_sites.operators of what a station states, or of ER_NO_OPERATOR. */
uint32_t er_sites_layer(const er_sites *sites, const char *operator_);
/** The study's radius scheme as the workspace has it; null if it has none and none is needed. */
er_status er_radius_scheme(er_context *ctx, er_store *store, er_arena *arena, const er_study *study,
                           const er_scheme **found);
/** The group of a scheme that the unit at each place falls in; null: in no unit, or in a unit of no
 *  group. `outside`: places in no unit. */
er_status er_groups_at(er_context *ctx, er_store *store, er_arena *arena, const char *scheme,
                       const er_point *places, size_t count, const char **groups, size_t *outside);
/** A part of a rule that is not given (null) fits anything; one that is given asks for a stated
 *  value. */
bool er_rule_part_fits(const char *asked, const char *stated);

#endif
