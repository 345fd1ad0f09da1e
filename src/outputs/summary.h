/** provenance.json as a document; summary.json is er_results_summary. */
#ifndef EVENREACH_OUTPUTS_SUMMARY_H
#define EVENREACH_OUTPUTS_SUMMARY_H

#include "outputs/data.h"

/** What the figures were made from and with: hashes of the files, versions of the libraries. */
er_status er_provenance_of(const er_data *data, er_json **out);

#endif
