/** The steps from a YAML text to a checked study with its defaults; er_study_read strings them
 * together. Internal to the room. */
#ifndef EVENREACH_SOURCES_STUDY_PARTS_H
#define EVENREACH_SOURCES_STUDY_PARTS_H

#include "evenreach/study.h"
#include "sources/study_schema.h"
#include "sources/yaml_tree.h"

/** All steps but opening files: no path in the study is looked at. `path` names the study in
 *  messages. */
er_status study_parse(er_context *ctx, er_arena *arena, const char *path, const char *text,
                      size_t size, er_study *out);

/** Copy what libcyaml loaded into the arena; numbers left out are NAN, texts null. Words for people
 *  come from the tree. */
er_status study_build(er_context *ctx, er_arena *arena, const raw_study *raw,
                      const er_yaml_node *root, er_study *study);

/** Fill in what was left out and note each in study->defaults. */
er_status study_fill_defaults(er_context *ctx, er_arena *arena, const raw_study *raw,
                              er_study *study);

/** What a schema can't say: ranges, names that must be there, rules that make sense. */
er_status study_check(er_context *ctx, const er_study *study, const er_yaml_node *root);

/** Every file that the study names is there and is a file. */
er_status study_check_files(er_context *ctx, const er_study *study, const er_yaml_node *root);

/** The smallest and largest figures that a study may give. */
#define STUDY_RADIUS_MIN_M 1.0
#define STUDY_RADIUS_MAX_M 100000.0
#define STUDY_MARGIN_MAX 0.5
#define STUDY_TOLERANCE_MIN_M 0.001
#define STUDY_TOLERANCE_MAX_M 1000.0

#endif
