/** evenreach/evenreach.h: every room's public header. */
#ifndef EVENREACH_EVENREACH_H
#define EVENREACH_EVENREACH_H

#include "evenreach/analysis.h"
#include "evenreach/core.h"
#include "evenreach/equity.h"
#include "evenreach/geometry.h"
#include "evenreach/outputs.h"
#include "evenreach/radio.h"
#include "evenreach/results.h"
#include "evenreach/siting.h"
#include "evenreach/sources.h"
#include "evenreach/store.h"
#include "evenreach/study.h"
#include "evenreach/whatif.h"

#endif
