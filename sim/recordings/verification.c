#include "recordings/verification.h"

VerifiedProperty *
verification_add (Verification *verification, Property property)
{
  g_assert (verification->properties < PROPERTIES);
  VerifiedProperty *verified = &verification->property[verification->properties++];
  unsigned promised = property_promised (verification->model);
  *verified = (VerifiedProperty){ .name = property_name (property),
                                  .judged = true,
                                  .promised = (promised & PROPERTY_BIT (property)) != 0 };
  return verified;
}

void
verification_add_untold (Verification *verification, Property property, const char *untold)
{
  VerifiedProperty *verified = verification_add (verification, property);
  verified->judged = false;
  verified->untold = untold;
}

void
verified_add_case (VerifiedProperty *property, char *example)
{
  g_assert (property->judged && (property->count > 0) == (property->example != NULL));
  if (property->count++ == 0)
    property->example = example;
  else
    g_free (example);
}

void
verification_clear (Verification *verification)
{
  for (unsigned i = 0; i < verification->properties; i++)
    g_free (verification->property[i].example);
}
