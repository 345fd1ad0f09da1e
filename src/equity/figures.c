/* The figures of a result by number, so that what is done to each is written once. */
#include "evenreach/equity.h"

#include <math.h>

const char *er_equity_figure_name(er_equity_figure figure) {
    static const char *const names[ER_FIGURE_COUNT] = {
        [ER_FIGURE_MEAN] = "mean",
        [ER_FIGURE_GINI] = "gini",
        [ER_FIGURE_THEIL_T] = "theil_t",
        [ER_FIGURE_THEIL_L] = "theil_l",
        [ER_FIGURE_ATKINSON] = "atkinson",
        [ER_FIGURE_PALMA] = "palma",
        [ER_FIGURE_HOOVER] = "hoover",
        [ER_FIGURE_HHI] = "hhi",
        [ER_FIGURE_CV] = "cv",
        [ER_FIGURE_CONCENTRATION] = "concentration",
        [ER_FIGURE_FGT_0] = "fgt_0",
        [ER_FIGURE_FGT_1] = "fgt_1",
        [ER_FIGURE_FGT_2] = "fgt_2",
        [ER_FIGURE_BETWEEN] = "theil_t_between",
        [ER_FIGURE_WITHIN] = "theil_t_within",
    };
    return (unsigned)figure < ER_FIGURE_COUNT ? names[figure] : "";
}

double er_equity_figure_of(const er_equity_result *result, er_equity_figure figure) {
    switch (figure) {
    case ER_FIGURE_MEAN:
        return result->mean;
    case ER_FIGURE_GINI:
        return result->gini;
    case ER_FIGURE_THEIL_T:
        return result->theil_t;
    case ER_FIGURE_THEIL_L:
        return result->theil_l;
    case ER_FIGURE_ATKINSON:
        return result->atkinson;
    case ER_FIGURE_PALMA:
        return result->palma;
    case ER_FIGURE_HOOVER:
        return result->hoover;
    case ER_FIGURE_HHI:
        return result->hhi;
    case ER_FIGURE_CV:
        return result->cv;
    case ER_FIGURE_CONCENTRATION:
        return result->concentration;
    case ER_FIGURE_FGT_0:
    case ER_FIGURE_FGT_1:
    case ER_FIGURE_FGT_2:
        return result->fgt[figure - ER_FIGURE_FGT_0];
    case ER_FIGURE_BETWEEN:
        return result->theil_t_between;
    case ER_FIGURE_WITHIN:
        return result->theil_t_within;
    case ER_FIGURE_COUNT:
        break;
    }
    return NAN;
}
