/** The area classes as polygons. */
#ifndef EVENREACH_OUTPUTS_CLASS_SHAPES_H
#define EVENREACH_OUTPUTS_CLASS_SHAPES_H

#include "outputs/data.h"

/** The union of the units of each group of data->classes, in the groups' order, on the output
 *  grid; data null for a group without units. In the arena. */
er_status er_class_shapes(const er_data *data, er_arena *arena, er_bytes **out);

#endif
