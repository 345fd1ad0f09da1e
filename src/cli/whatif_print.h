/** What the command whatif prints. */
#ifndef EVENREACH_CLI_WHATIF_PRINT_H
#define EVENREACH_CLI_WHATIF_PRINT_H

#include "cli/cli.h"

#include "evenreach/whatif.h"

typedef struct er_whatif_view {
    er_invocation *invocation;
    er_store *store; /**< whose units and groups are named */
    er_arena *arena;
    int64_t run_id;
    const er_whatif_change *change;
    const char *const *codes; /**< of the removed stations, as they were asked for */
    const er_whatif_answer *answer;
    size_t listed_units; /**< in the table for people, at most */
    er_unit *units;      /**< of the workspace */
    size_t unit_count;
} er_whatif_view;

/** What a group of a scheme gains and loses, of what any operator serves. */
typedef struct er_whatif_group {
    const char *scheme;
    const char *scheme_title; /**< in the language of the context */
    const char *group;        /**< null: in no group */
    const char *title;
    double gained_persons;
    double lost_persons;
    double gained_km2;
    double lost_km2;
} er_whatif_group;

/** Of all schemes, those groups that something happens to. */
er_status er_whatif_groups(const er_whatif_view *view, er_whatif_group **groups, size_t *count);
/** The unit of an id; null: there is none. */
const er_unit *er_whatif_unit_of(const er_whatif_view *view, int64_t id);
/** The answer in a sentence, in one language. */
er_status er_whatif_sentence(const er_whatif_view *view, er_language language, const char **out);

er_status er_whatif_print_text(const er_whatif_view *view);
er_status er_whatif_print_json(const er_whatif_view *view);

#endif
