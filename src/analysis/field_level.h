/** What of a signal is compared with a level's needs. */
#ifndef EVENREACH_ANALYSIS_FIELD_LEVEL_H
#define EVENREACH_ANALYSIS_FIELD_LEVEL_H

#include "analysis/field.h"

/** er_field_level of a signal that has a sector. */
static inline uint8_t er_field_level_of(const er_field *field, const er_signal *signal) {
    const er_field_need *needs = field->budgets[field->budget_of[signal->sector]].levels;
    size_t count = field->study->radio.level_count;
    double margin_db = field->margin_sd * signal->sigma_db;
    for (size_t i = 0; i < count; i++)
        if (signal->rsrp_dbm - margin_db >= needs[i].rsrp_dbm &&
            signal->sinr_db - margin_db >= needs[i].sinr_db &&
            signal->uplink_snr_db - margin_db >= needs[i].uplink_snr_db)
            return (uint8_t)(count - i);
    return 0;
}

#endif
