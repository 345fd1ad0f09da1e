/** The rule engine's parts: lists of codes, rules made ready, the decision, the words. Pure but for
 *  the reading of lists. Everything lives in the arena that is given. */
#ifndef EVENREACH_ANALYSIS_CLASSIFY_H
#define EVENREACH_ANALYSIS_CLASSIFY_H

#include "evenreach/store.h"
#include "evenreach/study.h"

/* ---- classify_list.c: tables of codes ---- */

typedef struct er_code_entry {
    const char *code;
    const char *reason;    /**< null: the table gives none */
    const char *reason_zh; /**< null: none */
    const char *group;     /**< from the rule's list_column; null: it has none */
    int64_t row;
} er_code_entry;

typedef struct er_code_list {
    const char *path; /**< as the study words it */
    char sha256[65];
    er_code_entry *entries; /**< by code */
    size_t count;
} er_code_list;

/** Read a rule's list: columns code, and where there are any reason, reason_zh and the rule's
 *  list_column. Refused: no column code, a code with two groups, a group that is not the scheme's.
 */
er_status er_code_list_read(er_context *ctx, er_arena *arena, const er_study *study,
                            const er_study_scheme *scheme, const er_rule *rule, er_code_list *out);
/** The entry of a code, or null. */
const er_code_entry *er_code_list_find(const er_code_list *list, const char *code);
/** Warn of the codes that no unit has (`units` by code). */
er_status er_code_list_check(er_context *ctx, const er_code_list *list,
                             const er_study_scheme *scheme, const er_rule *rule,
                             const er_unit *units, size_t count);

/* ---- classify_rules.c: rules with their thresholds as numbers ---- */

typedef enum er_class_measure {
    ER_MEASURE_NONE,
    ER_MEASURE_DENSITY,
    ER_MEASURE_PERSONS,
    ER_MEASURE_AREA,
    ER_MEASURE_HOUSEHOLDS
} er_class_measure;

/** One comparison of a rule: the measure with a number. */
typedef struct er_limit {
    bool given;
    bool of_mean;
    double factor; /**< of the mean, where of_mean */
    double value;  /**< what the measure is compared with; NAN if the mean is not known */
} er_limit;

typedef struct er_ready_rule {
    const er_rule *rule;
    er_code_list list; /**< empty where the rule has none */
    er_class_measure measure;
    double mean; /**< of the measure over the units; NAN if not known */
    er_limit below;
    er_limit at_least;
    size_t holds;   /**< units that it holds for, whatever came before */
    size_t decides; /**< units that it decided */
} er_ready_rule;

/** Make the rules of a scheme ready for these units (of the scheme's level, by code). */
er_status er_rules_prepare(er_context *ctx, er_arena *arena, const er_study *study,
                           const er_study_scheme *scheme, const er_unit *units, size_t count,
                           er_ready_rule **out);
/** A unit's measure; NAN if it is not known. */
double er_unit_measure(er_class_measure measure, const er_unit *unit);

typedef enum er_verdict { ER_FAILS, ER_HOLDS, ER_UNDECIDED } er_verdict;

/** A rule looked at for one unit. */
typedef struct er_finding {
    const er_ready_rule *rule;
    er_verdict verdict;
    const char *group;          /**< that the unit falls in if the rule holds */
    const er_code_entry *entry; /**< null: no list */
    bool compared;              /**< list and prefix hold, so that the measure was looked at */
    double value;
    const er_limit *limit; /**< the comparison that decides or is nearest; null if not compared */
    bool is_below;         /**< that one is `below`, else `at_least` */
    bool borderline;
} er_finding;

er_finding er_rule_apply(const er_ready_rule *rule, const er_unit *unit, double margin);

/* ---- classify_reason.c: words ---- */

/** Why the finding's rule holds, in both languages. */
er_status er_reason_holds(er_context *ctx, er_arena *arena, const er_finding *finding,
                          const char **english, const char **chinese);
/** Why no rule does: the comparison that came nearest (null: there was none). */
er_status er_reason_otherwise(er_context *ctx, er_arena *arena, const er_finding *nearest,
                              const char **english, const char **chinese);
/** Why it can't be said: the measure is not known. */
er_status er_reason_unknown(er_context *ctx, er_arena *arena, const er_finding *finding,
                            const char **english, const char **chinese);

/* ---- classify_decide.c: the decision over all units ---- */

/** Group of units that can't be decided. */
#define ER_GROUP_UNKNOWN "unknown"

/** A comparison within the margin, whether or not the unit ended in a group because of it. */
typedef struct er_borderline {
    const er_unit *unit;
    const char *group; /**< null: none */
    const char *rule;
    double value;
    double threshold;
} er_borderline;

typedef struct er_classified {
    er_unit_group *members; /**< by the order of the units, then of the rules */
    size_t member_count;
    er_group *groups; /**< those of the scheme, and "unknown" if a unit is in it */
    size_t group_count;
    er_borderline *borderlines; /**< by the order of the units, then of the rules */
    size_t borderline_count;
    size_t unknown_count;
    size_t left_over_count; /**< units in no group */
} er_classified;

/** Decide every unit; counts into the rules. */
er_status er_classify_units(er_context *ctx, er_arena *arena, const er_study_scheme *scheme,
                            er_ready_rule *rules, const er_unit *units, size_t count,
                            er_classified *out);

/* ---- classify_definition.c ---- */

/** The scheme as used, for er_scheme.definition: rules with their thresholds, means and counts,
 *  and the borderline cases. */
er_json *er_scheme_definition(const er_study_scheme *scheme, const er_ready_rule *rules,
                              const er_classified *classified, size_t unit_count);

#endif
