/**
 * `npm run experiment -- NAME [options]`: the lab's measurements, headless, on the same code.
 *
 *   base-rate   pass rate of the untouched model on presets      --samples 4096
 *   solve       attempts to the first pass, by arm and seed      --arms sdpo,... --seeds 10 --budget 128
 *   speed       milliseconds of one step's parts                 --steps 20
 *
 *   --problems a,b   preset ids (default all)     --model DIR    --threads N    --json OUT
 *   --set path=value a knob of the run, e.g. --set optimiser.learningRate=0.005 (repeatable)
 */
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { presets } from '../src/problems/presets.ts'
import { defaultRunConfig, runConfigSchema } from '../src/sdpo/config.ts'
import { baseRate } from './experiments/base-rate.ts'
import { withKnobs } from './experiments/knobs.ts'
import { solve } from './experiments/solve.ts'
import { speed } from './experiments/speed.ts'
import type { Experiment, Report } from './experiments/report.ts'

const experiments: Record<string, Experiment> = { 'base-rate': baseRate, solve, speed }

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    problems: { type: 'string' },
    model: { type: 'string', default: 'models/tiny' },
    threads: { type: 'string', default: '2' },
    json: { type: 'string' },
    samples: { type: 'string', default: '4096' },
    arms: { type: 'string', default: 'sdpo' },
    seeds: { type: 'string', default: '10' },
    budget: { type: 'string', default: '128' },
    steps: { type: 'string', default: '20' },
    set: { type: 'string', multiple: true, default: [] },
  },
})
const experiment = experiments[positionals[0] ?? '']
if (!experiment) {
  console.error(`Name an experiment: ${Object.keys(experiments).join(', ')}.`)
  process.exit(2)
}
const ids = options.problems?.split(',')
const problems = presets.filter((preset) => !ids || ids.includes(preset.id))
if (problems.length === 0) {
  console.error(`No preset has one of these ids. Presets: ${presets.map(({ id }) => id).join(', ')}.`)
  process.exit(2)
}
const report: Report = await experiment({
  problems,
  config: withKnobs({ ...defaultRunConfig, budget: Number(options.budget) }, options.set),
  model: options.model,
  threads: Number(options.threads),
  samples: Number(options.samples),
  arms: options.arms.split(',').map((arm) => runConfigSchema.shape.arm.parse(arm)),
  seeds: Number(options.seeds),
  steps: Number(options.steps),
})
for (const row of report.rows) {
  const interval = row.low === undefined ? '' : ` [${row.low.toPrecision(3)}, ${row.high!.toPrecision(3)}]`
  console.log(`${row.name}: ${Number(row.value.toPrecision(4))}${interval}${row.bar === undefined ? '' : `, bar ${row.bar}: ${row.holds ? 'holds' : 'falls short'}`}`)
}
if (options.json) writeFileSync(options.json, JSON.stringify({ experiment: positionals[0], command: process.argv.slice(2).join(' '), ...report }, null, 1) + '\n')
