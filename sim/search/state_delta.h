/* sim/search/state_delta.h - states as they are kept: only the bytes in which they differ from the first one; part of
 * the search.
 *
 * Most of a state is as it was at the start, or zero. Packed it takes a tenth, so that ten times as many fit, and a
 * hash of it is found ten times as fast. Equal states are packed to equal bytes. */
#ifndef ISOSIM_PACKING_H
#define ISOSIM_PACKING_H

#include <stddef.h>
#include <stdint.h>

/* The most bytes that a state of BYTES (a multiple of 64) can be packed to. */
size_t state_delta_bytes_max (size_t bytes);
/* Packs STATE to TO, which has room for the most; how many bytes, a multiple of eight (zeroes at its end). */
size_t state_delta_pack (const unsigned char *first, const unsigned char *state, size_t bytes, unsigned char *to);
void state_delta_unpack (const unsigned char *first, const unsigned char *packed, size_t bytes, unsigned char *state);

#endif
