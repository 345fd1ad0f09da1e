/** Where candidates come from: each fills code, names, position and cost of the question's sites,
 *  in an order that the data decide. */
#ifndef EVENREACH_ANALYSIS_CHOOSE_LISTED_H
#define EVENREACH_ANALYSIS_CHOOSE_LISTED_H

#include "analysis/choose.h"

/** The populated middle of every unit of the question's level. */
er_status er_choosing_list_units(er_choosing_question *q);
/** A point inside every venue. */
er_status er_choosing_list_venues(er_choosing_question *q);
/** The points of a grid that lie in a unit. */
er_status er_choosing_list_grid(er_choosing_question *q);
/** The input of the kind candidates. */
er_status er_choosing_list_given(er_choosing_question *q);

#endif
