/** The units that a group means, and the area that they fill. */
#ifndef EVENREACH_OUTPUTS_SELECTION_AREA_H
#define EVENREACH_OUTPUTS_SELECTION_AREA_H

#include "outputs/data.h"

/** `chosen` says of each of data->units whether it is of the group: by its membership where the
 *  scheme reaches its level, as one that holds such a unit where the level is above the scheme's.
 *  `area` is the union of the members of the scheme's own level. Both in the arena.
 *  ER_ERR_NOT_FOUND for a scheme, a group, or units that there are not. */
er_status er_selection_area(er_data *data, er_arena *arena, const char *scheme, const char *group,
                            bool **chosen, er_bytes *area);

#endif
