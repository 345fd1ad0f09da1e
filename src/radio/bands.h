/** Inside the radio room: the table behind er_band_at. */
#ifndef EVENREACH_RADIO_BANDS_H
#define EVENREACH_RADIO_BANDS_H

#include "evenreach/radio.h"

extern const er_band er_bands[];
extern const size_t er_band_count;

#endif
