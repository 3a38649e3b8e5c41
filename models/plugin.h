/* models/plugin.h - what a plug-in exports: a scheduler of somebody else's, in a shared object of its own.
 *
 * `isosim --dist ./my.so` loads it, and takes one symbol of it, isosim_plugin. The functions of models/model.h and
 * models/queue.h are the program's; nothing has to be linked. A plug-in is loaded once and stays until the program
 * ends. It is shown under the name that --dist gave it, and taken for one that no release has, whatever its table says
 * (name, since). It runs inside the program: what models/model.h asks of a model is not checked beyond what IsoPlugin
 * tells. */
#ifndef ISOSIM_PLUGIN_H
#define ISOSIM_PLUGIN_H

#include "model.h"

G_BEGIN_DECLS

/* Raised whenever a plug-in that was compiled before would be wrong: a structure or an inline function of the installed
 * headers changes, or what a hook or a call means. */
#define ISOSIM_ABI 1

/* The first two are those of the headers that the plug-in was compiled with. The program compares them with its own
 * before it looks at anything else. */
typedef struct
{
  uint32_t abi;          /* ISOSIM_ABI */
  uint32_t size;         /* sizeof (IsoModel) */
  const IsoModel *model; /* texts and hooks all set, but for those of which IsoModel says that they may be NULL */
} IsoPlugin;

/* A plug-in defines it:
 *
 *   const IsoPlugin isosim_plugin = { ISOSIM_ABI, sizeof (IsoModel), &model };
 */
#pragma GCC visibility push(default)
extern const IsoPlugin isosim_plugin;
#pragma GCC visibility pop

G_END_DECLS

#endif
