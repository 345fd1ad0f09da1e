/** A figure in long form: the columns that balance and trend have in common. */
#ifndef EVENREACH_OUTPUTS_BALANCE_COLUMNS_H
#define EVENREACH_OUTPUTS_BALANCE_COLUMNS_H

#include "outputs/layers.h"

er_status er_balance_fields(er_sheet *sheet);
/** Its values, and whether it rests on synthetic rows. */
void er_put_balance(const er_data *data, er_sheet *sheet, const er_balance_row *row);

#endif
