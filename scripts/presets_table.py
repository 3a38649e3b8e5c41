#!/usr/bin/env python3
"""Writes traces/synthetic/presets.c, the table of presets of isosim generate.

    scripts/presets_table.py tests/data/presets.json > traces/synthetic/presets.c

The JSON is an object of presets. traces/synthetic/presets.h defines their members. Times become whole microseconds.
"""

import json
import sys

HEAD = """\
/* traces/synthetic/presets.c - made by scripts/presets_table.py of tests/data/presets.json. */
#include "synthetic/presets.h"

#include "text/nearest.h"
#include <string.h>
"""

TAIL = """
const Preset *
preset_find (const char *name)
{
  for (const Preset *preset = presets; preset->name; preset++)
    if (strcmp (preset->name, name) == 0)
      return preset;
  return NULL;
}

static const char *
name_at (unsigned index)
{
  return presets[index].name;
}

const char *
preset_nearest (const char *name)
{
  return nearest_word (name, name_at);
}
"""


def whole_us(seconds):
    us = round(seconds * 1e6)
    if us < 1 or abs(us / 1e6 - seconds) > 1e-12:
        raise SystemExit(f"{seconds} s is not a whole number of microseconds")
    return us


def numbers(values):
    return "{ " + ", ".join(str(value) for value in values) + " }"


def entry(name, preset):
    return f"""  {{
      .name = "{name}",
      .source = "{preset['source']}",
      .tests = {preset['n']},
      .time_us = {numbers(map(whole_us, preset['dur_q']))},
      .size = {numbers(preset['size_q'])},
      .rho_module = {preset['rho_module']},
      .rho_scope = {preset['rho_scope']},
      .scopes_per_module = {preset['scopes_per_module']},
      .param_share = {preset['param_share']},
      .run_noise_sigma = {preset['run_noise_sigma']},
  }},"""


def common(presets, member):
    """Returns the list that all presets share."""
    lists = {tuple(preset[member]) for preset in presets.values()}
    if len(lists) != 1:
        raise SystemExit(f"the presets differ in {member}")
    return lists.pop()


def main(path):
    with open(path, encoding="utf-8") as file:
        presets = json.load(file)
    print(HEAD)
    print(f"const double preset_time_p[PRESET_TIMES] = {numbers(common(presets, 'dur_p'))};")
    print(f"const double preset_size_p[PRESET_SIZES] = {numbers(common(presets, 'size_p'))};\n")
    print("const Preset presets[] = {")
    for name, preset in presets.items():
        print(entry(name, preset))
    print("  { .name = NULL },")
    print("};")
    print(TAIL, end="")


main(*sys.argv[1:])
