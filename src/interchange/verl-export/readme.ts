/** What stands in the folder for verl for whoever opens it: a command, what the judge needs, and the settings in a table. */
import { settingsTable, type SettingRow } from '../setting-row.ts'
import { judgeNeeds } from '../trl/readme.ts'
import type { TrlRun } from '../trl/run.ts'

/** `onHub`: the model's name on the hub; null where it has none. */
export function verlReadme(
  { problem, model, config }: TrlRun,
  rows: readonly SettingRow[],
  onHub: string | null,
): string {
  const updates = Math.ceil(config.budget / config.attemptsPerStep)
  return (
    [
      `# ${problem.title}: self-distillation with lasgroup/SDPO`,
      `A run of SDPO Lab on ${model.name}, to be trained by the method\u2019s own code, [lasgroup/SDPO](https://github.com/lasgroup/SDPO), which is a verl: up to ${updates} updates of ${config.attemptsPerStep} attempts. It needs CUDA.`,
      `\`\`\`sh\ngit clone https://github.com/lasgroup/SDPO && pip install -r SDPO/requirements.txt -e SDPO   # as its README says\nbash run.sh${onHub === null ? ' actor_rollout_ref.model.path=MODEL' : ''}\n\`\`\``,
      'What stands behind `bash run.sh` goes to verl: `bash run.sh trainer.n_gpus_per_node=4 actor_rollout_ref.model.path=Qwen/Qwen3-8B`. `lab.yaml` has all settings.',
      'It writes `rollouts/N.jsonl`, the attempts of update N with score and feedback, which SDPO Lab opens. They have no tokens.',
      '## The judge',
      judgeNeeds(problem),
      '`reward.py` gives verl the judge\u2019s reward as `score` and its words as `feedback`, which the teacher is shown.',
      '## Settings',
      settingsTable(
        rows,
        'verl\u2019s',
        JSON.stringify,
        '| rewards | against their group\u2019s mean | `algorithm.norm_adv_by_std_in_grpo=false` | |',
      ),
      'The lab\u2019s other arms (a mixture with GRPO, SRPO, RLSD, best-of-k, several turns) have no counterpart there, nor has the student\u2019s start from an adapter.',
    ].join('\n\n') + '\n'
  )
}
