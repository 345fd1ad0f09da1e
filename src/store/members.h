/** The groups of a unit, among those of a whole scheme. */
#ifndef EVENREACH_STORE_MEMBERS_H
#define EVENREACH_STORE_MEMBERS_H

#include "evenreach/store.h"

/** Memberships of a unit: *count of them from the pointer on, by group. `members` as
 *  er_store_unit_groups gives them. */
const er_unit_group *er_members_of(const er_unit_group *members, size_t member_count,
                                   int64_t unit_id, size_t *count);

#endif
