/** Lines of the headline, by what they are about. */
#ifndef EVENREACH_OUTPUTS_HEADLINE_H
#define EVENREACH_OUTPUTS_HEADLINE_H

#include "outputs/data.h"

#include <stdio.h>

/** A line in the context's language; `format` is the English one. */
void er_headline_note(const er_data *data, FILE *out, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/** Nothing where there is no such run. */
er_status er_headline_venues(const er_data *data, FILE *out);
er_status er_headline_routes(const er_data *data, FILE *out);
er_status er_headline_resilience(const er_data *data, FILE *out);
er_status er_headline_targets(const er_data *data, FILE *out);
er_status er_headline_siting(const er_data *data, FILE *out);

#endif
