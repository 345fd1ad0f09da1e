/** Rows of a comparison as JSON objects, the same in the summary and of the command. */
#ifndef EVENREACH_OUTPUTS_COMPARE_JSON_H
#define EVENREACH_OUTPUTS_COMPARE_JSON_H

#include "evenreach/results.h"

/** Figures read back exactly. The caller owns each. */
er_json *er_compare_row_json(const er_compare_row *row);
er_json *er_compare_index_json(const er_compare_index *index);
er_json *er_compare_cause_json(const er_compare_cause *cause);

#endif
