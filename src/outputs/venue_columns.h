/** Columns that say which venue and which site a row is about. */
#ifndef EVENREACH_OUTPUTS_VENUE_COLUMNS_H
#define EVENREACH_OUTPUTS_VENUE_COLUMNS_H

#include "outputs/data.h"
#include "outputs/sheet.h"

/** Digits behind the point of an area in m2: a square centimetre. */
enum { ER_DIGITS_M2 = 4 };
/** Of a longitude or latitude: a centimetre. */
enum { ER_DIGITS_DEGREES = 7 };

/** Code and names of a venue. */
er_status er_venue_name_fields(er_sheet *sheet);
/** True if the venue is synthetic. */
bool er_put_venue_name(const er_data *data, er_sheet *sheet, int64_t venue_id);

/** Code, operator and place of a site. */
er_status er_site_name_fields(er_sheet *sheet);
/** Empty cells for no site (0). */
er_status er_put_site_name(const er_data *data, er_sheet *sheet, int64_t station_id);

#endif
