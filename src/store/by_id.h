/** Rows found by their ids. */
#ifndef EVENREACH_STORE_BY_ID_H
#define EVENREACH_STORE_BY_ID_H

#include <stddef.h>
#include <stdint.h>

/** Where the row with an id stands. Lists of them are sorted by id. */
typedef struct er_id_place {
    int64_t id;
    size_t place;
} er_id_place;
void er_sort_ids(er_id_place *places, size_t count);
/** The place of an id, or `none`. */
size_t er_find_id(const er_id_place *places, size_t count, int64_t id, size_t none);

#endif
