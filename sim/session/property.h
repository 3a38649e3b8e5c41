/* sim/session/property.h - the properties of a session: their names and meanings, and which of them a model must keep.
 *
 * The first ISO_PROPERTIES are IsoProperty, which a model can promise. The others must hold for every model.
 * docs/checking.md defines each. */
#ifndef ISOSIM_PROPERTY_H
#define ISOSIM_PROPERTY_H

#include "models/model.h"

G_BEGIN_DECLS

typedef unsigned Property; /* an IsoProperty, or one of these */

enum
{
  PROPERTY_LOST = ISO_PROPERTIES, /* violated: the session ends, and a test is not done */
  PROPERTY_HANG,                  /* nothing can happen any more, and the session has not ended */
  PROPERTY_LIVELOCK,              /* something can always happen, and no end can be reached */
  PROPERTY_ERROR,                 /* the scheduler raises */
  PROPERTY_ALIVE,                 /* a worker is sent what it must not be sent */
  PROPERTY_BLAME,                 /* a crash is reported for a test that did not run */
  PROPERTY_REPORTED,              /* a worker died running a test, and no crash is reported */
  PROPERTY_NEXT,                  /* a worker holds a last test and is not told that it is the last */
  PROPERTY_DRAIN,                 /* the session ends while a worker is alive */
  PROPERTIES
};

#define PROPERTY_BIT(property) (1u << (property))

/* "once", "scope", …, "lost", "hang", …: the names that --property takes. */
const char *property_name (Property property);
/* Returns what holds in a run that keeps it, one line. For an IsoProperty only. */
const char *property_meaning (Property property);
/* Returns the property of that name; PROPERTIES if there is none, also for NULL. */
Property property_find (const char *name);

/* Whether runs of MODEL are judged by an IsoProperty: the model promises it, or it is worth knowing of every run. */
bool property_is_judged (Property property, const IsoModel *model);
/* Returns PROPERTY_BIT()s: what MODEL promises, and what every model must keep (all but next). NULL: the latter. */
unsigned property_promised (const IsoModel *model);

/* The order in which answers name properties: once, then those of every model, then the rest of IsoProperty.
 * for (Property property = 0; property < PROPERTIES; property = property_next (property)) */
static inline Property
property_next (Property property)
{
  return property == ISO_ONCE             ? (Property) ISO_PROPERTIES
         : property == PROPERTIES - 1     ? (Property) ISO_SCOPE
         : property == ISO_PROPERTIES - 1 ? (Property) PROPERTIES
                                          : property + 1;
}

G_END_DECLS

#endif
