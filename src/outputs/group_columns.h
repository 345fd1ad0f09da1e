/** What is said of a group of units, in the tables and in the map alike. */
#ifndef EVENREACH_OUTPUTS_GROUP_COLUMNS_H
#define EVENREACH_OUTPUTS_GROUP_COLUMNS_H

#include "outputs/layers.h"

/** Units, area, persons, stations, pilots with rates, and the coverage. */
er_status er_group_fields(const er_data *data, er_sheet *sheet);
/** `whole` is the tally of all, for the shares. */
void er_put_group(const er_data *data, er_sheet *sheet, const er_tally *tally,
                  const er_tally *whole);

#endif
