/** What at least one operator reaches by discs, drawn: by area class, or as a whole where the
 *  workspace has no classes. */
#ifndef EVENREACH_OUTPUTS_COVERAGE_SHAPES_H
#define EVENREACH_OUTPUTS_COVERAGE_SHAPES_H

#include "outputs/data.h"

/** One shape per group of data->classes, in the groups' order, or a single one without classes: of
 *  those kept with the newest coverage run if they are of this study and these classes, else drawn
 *  anew. In the arena; data null where nothing is reached. `has_place` (in the same order) is false
 * for a group without units, which has no shape. */
er_status er_coverage_shapes(er_data *data, er_arena *arena, const er_bytes **shapes,
                             const bool **has_place);

#endif
