/* sim/state_space/state_delta.h - a state, packed to the bytes in which it differs from the first state.
 *
 * Most of a state is as it was at the start, or zero. Packed it takes about a tenth, so ten times as many fit into
 * memory, and hashing is ten times as fast. Equal states are packed to equal bytes. */
#ifndef ISOSIM_STATE_DELTA_H
#define ISOSIM_STATE_DELTA_H

#include <stddef.h>
#include <stdint.h>

/* BYTES, a state's size, is a multiple of 64 in all three. */

/* Returns the most bytes that a state can be packed to. */
size_t state_delta_bytes_max (size_t bytes);
/* Packs STATE to TO, which has room for the most. Returns the packed bytes, a multiple of eight, padded with zeroes. */
size_t state_delta_pack (const unsigned char *first, const unsigned char *state, size_t bytes, unsigned char *to);
/* Writes the state that was packed to STATE. Returns the number of packed bytes, as state_delta_pack() did. */
size_t state_delta_unpack (const unsigned char *first, const unsigned char *packed, size_t bytes, unsigned char *state);

#endif
