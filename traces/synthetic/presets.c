/* traces/synthetic/presets.c - made by scripts/presets_table.py of tests/data/presets.json. */
#include "synthetic/presets.h"

#include "text/nearest.h"
#include <string.h>

const double preset_time_p[PRESET_TIMES] = { 0, 0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 0.999, 1 };
const double preset_size_p[PRESET_SIZES] = { 0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1 };

const Preset presets[] = {
  {
      .name = "unit",
      .source = "networkx 3.6.1, measured here",
      .tests = 6184,
      .time_us = { 119, 168, 285, 317, 390, 552, 993, 8950, 17700, 259000, 1980000, 8070000 },
      .size = { 1, 2, 3, 5, 6, 8, 8, 12, 15, 22, 35, 90, 536 },
      .rho_module = 0.45,
      .rho_scope = 0.6,
      .scopes_per_module = 2.16,
      .param_share = 0.28,
      .run_noise_sigma = 0.1,
  },
  {
      .name = "unit-heavy-tail",
      .source = "pgmpy",
      .tests = 1196,
      .time_us = { 100, 117, 126, 139, 210, 445, 3080, 408000, 1080000, 4610000, 33400000, 221000000 },
      .size = { 1, 1, 2, 2, 3, 5, 6, 8, 10, 14, 17, 29, 42 },
      .rho_module = 0.51,
      .rho_scope = 0.78,
      .scopes_per_module = 2.77,
      .param_share = 0.0,
      .run_noise_sigma = 0.1,
  },
  {
      .name = "small-lib",
      .source = "openseries 2022-08",
      .tests = 79,
      .time_us = { 1020, 1290, 2200, 4490, 16700, 70400, 510000, 1650000, 3600000, 11100000, 18600000, 19400000 },
      .size = { 2, 2, 2, 4, 4, 7, 7, 26, 26, 38, 38, 38, 38 },
      .rho_module = 0.01,
      .rho_scope = 0.01,
      .scopes_per_module = 1.0,
      .param_share = 0.0,
      .run_noise_sigma = 0.09,
  },
  {
      .name = "param-numeric",
      .source = "PennyLane core",
      .tests = 31601,
      .time_us = { 539, 1320, 1590, 1740, 2130, 3540, 9880, 33500, 115000, 10900000, 70700000, 334000000 },
      .size = { 1, 1, 3, 4, 5, 8, 11, 16, 24, 50, 84, 216, 1926 },
      .rho_module = 0.46,
      .rho_scope = 0.63,
      .scopes_per_module = 3.57,
      .param_share = 0.86,
      .run_noise_sigma = 0.17,
  },
  {
      .name = "jit-numeric",
      .source = "PennyLane jax",
      .tests = 15221,
      .time_us = { 639, 2520, 3260, 3770, 4700, 88100, 314000, 1140000, 2650000, 14100000, 69700000, 828000000 },
      .size = { 1, 1, 1, 1, 2, 3, 4, 7, 12, 36, 113, 600, 2340 },
      .rho_module = 0.32,
      .rho_scope = 0.38,
      .scopes_per_module = 2.11,
      .param_share = 0.97,
      .run_noise_sigma = 0.22,
  },
  {
      .name = "web-fast",
      .source = "tilavarauspalvelu-core (Django)",
      .tests = 2539,
      .time_us = { 355, 386, 671, 2670, 13700, 31200, 51200, 70600, 89700, 156000, 2690000, 12700000 },
      .size = { 1, 1, 2, 3, 4, 5, 7, 9, 12, 22, 30, 52, 100 },
      .rho_module = 0.83,
      .rho_scope = 0.83,
      .scopes_per_module = 1.0,
      .param_share = 0.27,
      .run_noise_sigma = 0.1,
  },
  {
      .name = "web-db",
      .source = "CKAN",
      .tests = 2839,
      .time_us = { 333, 594, 647, 806, 19700, 700000, 1300000, 2170000, 2400000, 3240000, 9780000, 32400000 },
      .size = { 1, 1, 2, 3, 3, 4, 5, 7, 8, 14, 21, 45, 63 },
      .rho_module = 0.75,
      .rho_scope = 0.87,
      .scopes_per_module = 2.93,
      .param_share = 0.16,
      .run_noise_sigma = 0.1,
  },
  {
      .name = "web-functional",
      .source = "onegov-cloud",
      .tests = 2899,
      .time_us = { 613, 1260, 1440, 1730, 33200, 983000, 1950000, 2760000, 3450000, 9400000, 28400000, 44400000 },
      .size = { 1, 1, 1, 2, 3, 4, 5, 7, 10, 15, 21, 57, 88 },
      .rho_module = 0.75,
      .rho_scope = 0.75,
      .scopes_per_module = 1.0,
      .param_share = 0.12,
      .run_noise_sigma = 0.035,
  },
  {
      .name = "api-app",
      .source = "langflow",
      .tests = 1152,
      .time_us = { 248, 1030, 1070, 1090, 1170, 2150, 34900, 5700000, 6270000, 8410000, 10000000, 32300000 },
      .size = { 1, 1, 2, 3, 5, 6, 7, 9, 12, 18, 21, 36, 43 },
      .rho_module = 0.79,
      .rho_scope = 0.8,
      .scopes_per_module = 1.14,
      .param_share = 0.13,
      .run_noise_sigma = 0.1,
  },
  {
      .name = "cli-fs",
      .source = "DVC",
      .tests = 2767,
      .time_us = { 1030, 1400, 3590, 3940, 9690, 193000, 502000, 1070000, 1650000, 3240000, 7310000, 81500000 },
      .size = { 1, 2, 2, 4, 5, 8, 12, 17, 21, 28, 35, 65, 116 },
      .rho_module = 0.77,
      .rho_scope = 0.77,
      .scopes_per_module = 1.04,
      .param_share = 0.46,
      .run_noise_sigma = 0.1,
  },
  {
      .name = "cloud-integration",
      .source = "localstack",
      .tests = 5143,
      .time_us = { 1180, 1250, 1400, 7790, 70100, 257000, 1500000, 4230000, 8290000, 19400000, 62900000, 101000000 },
      .size = { 1, 1, 2, 2, 3, 5, 6, 8, 12, 19, 28, 144, 320 },
      .rho_module = 0.52,
      .rho_scope = 0.56,
      .scopes_per_module = 1.86,
      .param_share = 0.53,
      .run_noise_sigma = 0.04,
  },
  {
      .name = "ml-training",
      .source = "EIR",
      .tests = 965,
      .time_us = { 273, 305, 407, 474, 2700, 650000, 1600000, 2630000, 28900000, 159000000, 728000000, 923000000 },
      .size = { 1, 1, 2, 3, 4, 6, 7, 11, 14, 20, 29, 198, 297 },
      .rho_module = 0.82,
      .rho_scope = 0.82,
      .scopes_per_module = 1.0,
      .param_share = 0.81,
      .run_noise_sigma = 0.06,
  },
  {
      .name = "gpu-kernel",
      .source = "TileGym",
      .tests = 2272,
      .time_us = { 273, 563, 930, 1500, 140000, 316000, 787000, 5050000, 13700000, 51800000, 303000000, 442000000 },
      .size = { 1, 5, 8, 9, 12, 12, 16, 24, 42, 64, 80, 128, 256 },
      .rho_module = 0.38,
      .rho_scope = 0.4,
      .scopes_per_module = 1.19,
      .param_share = 1.0,
      .run_noise_sigma = 0.19,
  },
  { .name = NULL },
};

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
