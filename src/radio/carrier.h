/** The parts of a carrier that power and throughput both count in. */
#ifndef EVENREACH_RADIO_CARRIER_H
#define EVENREACH_RADIO_CARRIER_H

#include "evenreach/radio.h"

/** Resource blocks of the carrier, by the table of its technology; 0 if none fits. */
int er_budget_blocks(const er_budget *budget);
/** Width of the carrier's resource blocks in Hz: 12 subcarriers each (TS 38.211 section 4.4.4.1);
 *  0 if no block fits. */
double er_occupied_hz(const er_budget *budget);
/** What one terminal sends over, in Hz. */
double er_uplink_hz(const er_budget *budget);

#endif
