#include "recordings/conformity.h"

void
conform_command_clear (ConformCommand *command)
{
  g_clear_pointer (&command->index, g_free);
}

void
conformity_clear (Conformity *conformity)
{
  conform_command_clear (&conformity->real);
  conform_command_clear (&conformity->model);
  g_free (conformity->model_error);
  g_free (conformity->why);
  g_free (conformity->ended_by);
}
