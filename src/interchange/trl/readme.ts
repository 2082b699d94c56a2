/** What stands in the folder for TRL for whoever opens it: two commands, what the judge needs, and the settings in a table. */
import type { Problem } from '../../problems/problem.ts'
import type { TrlRun } from './run.ts'
import { settingsTable, type SettingRow } from '../setting-row.ts'

export function readmeOf(
  { problem, model, config }: TrlRun,
  rows: readonly SettingRow[],
  startsFromAdapter: boolean,
): string {
  const updates = Math.ceil(config.budget / config.attemptsPerStep)
  return (
    [
      `# ${problem.title}: self-distillation with TRL`,
      `A run of SDPO Lab on ${model.name}, to be trained by [TRL](https://github.com/huggingface/trl)\u2019s SDPOTrainer: up to ${updates} updates of ${config.attemptsPerStep} attempts.`,
      '```sh\npip install -r requirements.txt\naccelerate launch --config_file accelerate.yaml train.py\n```',
      'On several GPUs add `--multi_gpu --num_processes N` to `accelerate launch`: they share the attempts of an update. With vLLM installed add `--vllm`. `python train.py --help` lists the rest: another model (a folder, or a .gguf file), fewer tokens or attempts, how many attempts are in memory at once.',
      'It writes `traces.jsonl`, an attempt a line as it is scored, which SDPO Lab opens, and at the end `adapter-trained/`, which peft and SDPO Lab load.',
      startsFromAdapter
        ? 'The student begins as the adapter in `adapter/`.'
        : 'The student begins as the base model.',
      '## The judge',
      judgeNeeds(problem),
      'TRL reads feedback from the dataset, before anything was attempted. `trainer.py` gives each attempt the feedback that the judge has on it; the rest of the method is TRL\u2019s.',
      '## Settings',
      settingsTable(
        rows,
        'TRL\u2019s',
        python,
        '| rewards | against their group\u2019s mean | `scale_rewards="none"` | |',
      ),
    ].join('\n\n') + '\n'
  )
}

const python = (value: unknown) =>
  value === null ? 'None' : value === true ? 'True' : value === false ? 'False' : JSON.stringify(value)

/** As judge.py of python/trl decides it. */
export function needsNode({ program, tests, compare }: Problem): boolean {
  const isProgram = program.kind === 'function' || program.kind === 'stdin'
  return (
    !isProgram ||
    (program.language ?? 'javascript') !== 'python' ||
    compare?.checker !== undefined ||
    tests.some((test) => 'assert' in test) ||
    (program.kind === 'function' && (program.objects === true || program.adapter !== undefined))
  )
}

export function judgeNeeds(problem: Problem): string {
  return needsNode(problem)
    ? 'This problem is judged by SDPO Lab\u2019s own judge, which **needs Node**: install the lab\u2019s package beside it (`npm install -g sdpo-lab-VERSION.tgz`, made by `npm run pack`), so that the command `sdpo-lab` is there, or set `SDPO_LAB` to what starts it. `python judge.py < response.txt` shows a verdict.'
    : 'The tests run in Python, each attempt in a process of its own with a limit on time and memory. That is no sandbox against a hostile program: train where what a model writes may run. `python judge.py < response.txt` shows a verdict.'
}
