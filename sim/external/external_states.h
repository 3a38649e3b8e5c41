/* sim/external/external_states.h - calls of an external scheduler whose states have names.
 *
 * A search goes back to earlier states and makes another call there. So a call is a function: from a state's name and
 * the call to the next state's name and what is done. What was asked once is kept (external/answer_cache.h). A process
 * that has never been in a state is brought into it: it makes the calls that led there first. */
#ifndef ISOSIM_EXTERNAL_STATES_H
#define ISOSIM_EXTERNAL_STATES_H

#include "external/external_session.h"

/* Enters the session's first state. If no process could tell it, the first call fails with the reason. */
void external_enter_first_state (IsoSession *session, ExternalState *state);
/* Makes CALL, the members of its object, in STATE, and enters the state after it. */
bool external_call_in_state (IsoSession *session, ExternalState *state, const char *call, uint32_t *crashed);

#endif
