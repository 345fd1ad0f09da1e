#include "store/members.h"

const er_unit_group *er_members_of(const er_unit_group *members, size_t member_count,
                                   int64_t unit_id, size_t *count) {
    size_t low = 0, high = member_count;
    *count = 0;
    if (!members) return NULL;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (members[middle].unit_id < unit_id)
            low = middle + 1;
        else
            high = middle;
    }
    while (low + *count < member_count && members[low + *count].unit_id == unit_id)
        ++*count;
    return members + low;
}
