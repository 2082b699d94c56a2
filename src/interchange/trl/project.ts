/** A run as a folder for TRL: its problem, judge, settings and start, and the scripts that train on them. */
import { hubName } from '../../lm/base-name.ts'
import { projections } from '../../lm/parameters.ts'
import { zipped, type NamedFile } from '../../lm/peft.ts'
import { jsonFile, textFile } from '../text-file.ts'
import { readmeOf } from './readme.ts'
import type { TrlRun } from './run.ts'
import { fixedSettings, settingRows } from './settings.ts'

/**
 * The zip. `scripts` are the files of python/trl, by their names; `adapter` the two files of an adapter to start from.
 * Throws an ExplainedError where TRL has no trainer for the run's arm.
 */
export function trlZip(
  run: TrlRun,
  scripts: readonly NamedFile[],
  adapter: readonly NamedFile[] = [],
): Uint8Array<ArrayBuffer> {
  const { problem, config, model, question } = run
  const rows = settingRows(config)
  const about = {
    model: hubName(model.id),
    stop: config.stop,
    budget: config.budget,
    failing_test: config.failingTest,
    lora: {
      r: config.adapter.rank,
      lora_alpha: config.adapter.alpha,
      lora_dropout: 0,
      target_modules: projections.map((projection) => projection.split('.')[1]!),
    },
    settings: { ...fixedSettings, ...Object.assign({}, ...rows.map(({ theirs }) => theirs)) },
    differences: rows.flatMap(({ ours, differs }) => (differs ? [`${ours}: ${differs}.`] : [])),
  }
  return zipped([
    textFile('README.md', readmeOf(run, rows, adapter.length > 0)),
    jsonFile('run.json', about),
    jsonFile('problem.json', problem),
    textFile(
      'dataset.jsonl',
      `${JSON.stringify({ prompt: [{ role: 'user', content: question }], problem: problem.id })}\n`,
    ),
    ...scripts,
    ...adapter.map(({ name, bytes }) => ({ name: `adapter/${name}`, bytes })),
  ])
}
