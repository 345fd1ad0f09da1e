#ifndef EVENREACH_EQUITY_PARAMETERS_H
#define EVENREACH_EQUITY_PARAMETERS_H

#include "evenreach/equity.h"

/** ER_ERR_RANGE for an aversion or a floor out of range. */
er_status er_equity_check(er_context *ctx, const er_equity_parameters *parameters);

#endif
