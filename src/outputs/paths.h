/** Paths in records. */
#ifndef EVENREACH_OUTPUTS_PATHS_H
#define EVENREACH_OUTPUTS_PATHS_H

#include "evenreach/study.h"

/** A path as a record may show it, the same on every machine: a relative path as it was written;
 *  an absolute one from the study's folder on, or its last part where it lies elsewhere. Points
 *  into `path`. `path` may be null. */
const char *er_path_for_record(const er_study *study, const char *path);

#endif
