/** Paths in records. */
#ifndef EVENREACH_OUTPUTS_PATHS_H
#define EVENREACH_OUTPUTS_PATHS_H

#include "evenreach/study.h"

/** A path as a record may show it, the same on every machine and from every folder that a program
 *  is called in: from the study's folder on, however both are named. Elsewhere a relative path is
 *  shown as it was written, of an absolute one the last part. Points into `path`; may be null. */
const char *er_path_for_record(const er_study *study, const char *path);

#endif
