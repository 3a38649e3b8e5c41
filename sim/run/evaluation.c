#include "run/evaluation.h"

SimulationPlan
evaluation_plan (const Evaluation *evaluation, const IsoModel *model)
{
  return (SimulationPlan){ .suite = evaluation->trace->suite,
                           .run_us = evaluation->trace->run_us,
                           .costs = evaluation->costs,
                           .model = model,
                           .rules = evaluation->rules,
                           .workers = evaluation->workers,
                           .crash = evaluation->crash,
                           .crashes = evaluation->crashes,
                           .startup_us = evaluation->trace->startup_us,
                           .collect_us = evaluation->trace->collect_us,
                           .like_oracle = evaluation->like_oracle };
}
