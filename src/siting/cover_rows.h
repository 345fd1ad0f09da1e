/** A covering task as the searches see it: what kept sites meet is taken off, what the same free
 *  candidates meet alike is one class. */
#ifndef EVENREACH_SITING_COVER_ROWS_H
#define EVENREACH_SITING_COVER_ROWS_H

#include "siting/task.h"

typedef struct er_siting_rows {
    const er_siting_checked *checked;
    er_siting_problem problem; /**< over the free candidates */
    bool *met_already;         /**< of each class: kept sites meet it, only backup is left */
    uint32_t *example;         /**< of each class: a demand of it */
    int64_t *demand_weight;    /**< [demand_count] in units */
    int64_t kept_value;        /**< what kept sites are worth, and what they meet */
    int64_t kept_met;
    int64_t total;        /**< of all demand */
    int64_t *floor_needs; /**< [floor_count] what new sites must meet of each, 0 or more */
    int64_t needed;       /**< ER_SITING_FEWEST: what new sites must meet; else 0 */
    int64_t grain;        /**< every sum of worths is a multiple of it */
} er_siting_rows;

/** What is known of a site already. */
typedef enum er_siting_fixed { ER_SITING_OPEN, ER_SITING_OUT, ER_SITING_IN } er_siting_fixed;

/** Lives in the arena. Not for tasks with capacities. */
er_status er_siting_rows_new(er_context *ctx, er_arena *arena, const er_siting_checked *checked,
                             er_siting_rows *out);
/** Worth of a pair of the task (an index into `demand`), in units. */
int64_t er_siting_pair_worth(const er_siting_rows *rows, size_t pair);
/** Does what is met of a class count towards a floor? */
bool er_siting_class_in_floor(const er_siting_rows *rows, size_t class, size_t floor);
/** The greatest common divisor; of 0 and a number, that number. */
int64_t er_siting_divisor(int64_t a, int64_t b);
/** Every sum of costs of free candidates is a multiple of it. */
int64_t er_siting_cost_grain(const er_siting_checked *checked);

#endif
