/** summary.json and provenance.json as documents. */
#ifndef EVENREACH_OUTPUTS_SUMMARY_H
#define EVENREACH_OUTPUTS_SUMMARY_H

#include "outputs/data.h"

/** Everything that a reader of the figures needs, in one document. */
er_status er_summary_of(const er_data *data, er_json **out);
/** What the figures were made from and with: hashes of the files, versions of the libraries. */
er_status er_provenance_of(const er_data *data, er_json **out);

#endif
