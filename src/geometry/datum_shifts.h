/** Datum shifts that PROJ's database lacks. */
#ifndef EVENREACH_GEOMETRY_DATUM_SHIFTS_H
#define EVENREACH_GEOMETRY_DATUM_SHIFTS_H

/** A shift between two geographic systems by geocentric translation, EPSG method 9603. */
typedef struct er_datum_shift {
    const char *authority; /**< of the geographic system that is shifted */
    const char *code;
    const char *target;      /**< system reached, which PROJ brings to WGS 84 by itself */
    const char *name;        /**< of the shift, for records */
    double translation_m[3]; /**< geocentric X, Y, Z, added */
    double accuracy_m;
    const char *source;
} er_datum_shift;

/** The shift for a geographic system, or null. */
const er_datum_shift *er_datum_shift_find(const char *authority, const char *code);

#endif
