/** A library that prints lines of its own to stderr is kept from it: what failed is said once, by
 *  er_fail. */
#ifndef EVENREACH_OUTPUTS_HUSH_H
#define EVENREACH_OUTPUTS_HUSH_H

/** Drop what this thread prints to the stream stderr (not to file descriptor 2) until the matching
 *  er_hush_end. Lines of other threads are printed as ever, by their own calls. Any number of
 * threads may do so at once; calls of a thread may be nested. Where the stream can't be replaced
 * (it can with the GNU C library), nothing is dropped. */
void er_hush_begin(void);
void er_hush_end(void);

#endif
