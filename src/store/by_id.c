#include "store/by_id.h"

#include <stdlib.h>

static int compare(const void *a, const void *b) {
    int64_t x = ((const er_id_place *)a)->id, y = ((const er_id_place *)b)->id;
    return (x > y) - (x < y);
}

void er_sort_ids(er_id_place *places, size_t count) {
    if (count > 1) qsort(places, count, sizeof *places, compare);
}

size_t er_find_id(const er_id_place *places, size_t count, int64_t id, size_t none) {
    const er_id_place wanted = {.id = id};
    const er_id_place *found =
        places && count > 0 ? bsearch(&wanted, places, count, sizeof wanted, compare) : NULL;
    return found ? found->place : none;
}
