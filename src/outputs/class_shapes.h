/** The area classes as polygons. */
#ifndef EVENREACH_OUTPUTS_CLASS_SHAPES_H
#define EVENREACH_OUTPUTS_CLASS_SHAPES_H

#include "outputs/data.h"

/** The union of the units of each group of data->classes, in the groups' order, on the output
 *  grid; data null for a group without units. Made once, kept in data->class_shapes. */
er_status er_class_shapes(er_data *data, const er_bytes **out);

#endif
