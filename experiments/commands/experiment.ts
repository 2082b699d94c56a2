/**
 * `npm run experiment -- NAME [options]`: the lab's measurements, headless, on the same code.
 *
 * On problems drawn from a held-out split:
 *   discovery   how fast each arm solves hard problems     --arms multi-turn,sdpo --windows 1,3,6 --pass64 .5
 *   headline    SDPO beside its controls and rivals on problems of its own, in attempts, tokens and milliseconds   --windows 1,3,6,9 --arms sdpo,multi-turn (default: all of them) --told own,another,failure (whose feedback SDPO reads)
 *   credit      does the signed credit find the wrong token, beside its controls   --samples 4096 --truths even|habit
 *   truth       each rule's credit against what the tokens changed, by continuations of every prefix   --samples 2048 --rates .01,.2
 *   law         what can be measured before a run against how SDPO then does: fitted on dev problems, held against test ones   --budget 128
 *   teacher, divergence, batch, level   SDPO with one setting turned
 *   tokens      all tokens distilled, or a share by the student's entropy or by the divergence
 *   clip        the divergence with each entry of the vocabulary clipped, as OPSD does
 *   imitation   SDPO against SFT on its own teacher's answers, and best-of-k
 *   forgetting  a run that learns one problem: other problems' solutions and pass rates before and after   --rates .01,.2 --budget 256
 *   collapse    SDPO for hundreds of updates with each teacher: pass rate, entropy, distinct attempts along the way   --steps 500
 *   tuning      the settings of SDPO and multi-turn that the defaults were chosen from
 *   scalar      successes as the only feedback: samples until mastery           --rates .01,.2 (problems that the untouched model passes so often)
 *   size        models of several sizes: the teacher's gain, SDPO and best-of-k         --models DIR,DIR,...
 *   training    one adapter for a customer's questions: pass@1 over steps, on them and on others   --problems 16 (trained on, a customer) --seeds 8 (customers) --steps 32 --learning-rates .003,.01,.03 (chosen on other customers, of the dev split)
 *
 *   --problems N (a family)   --seeds N   --budget N   --family lists,records   --split dev|test   --capacity N (runs in one graph)
 *
 * On presets (--presets a,b; default all):
 *   base-rate   pass rate of the untouched model           --samples 4096
 *   solve       attempts to the first pass                 --arms sdpo,... --seeds 10 --budget 128
 *   speed       milliseconds of one step's parts, and what runs in one graph gain   --steps 20
 *               with --model FILE.gguf: seconds, memory and sessions of a stock model's step, in Node and in Chromium
 *               with --shape ID: the same of a model of models/catalogue.json by its shape, with random weights
 *
 * On tickets that the page's builder throws:
 *   hidden-meaning   is a hidden meaning found within 128 attempts   --tickets 50 --from 1 --arms sdpo --seeds 1
 *
 * On random weights:
 *   growth      a step's seconds and multiply-adds against tokens, attempts, layers, width and vocabulary, with fitted exponents
 *
 * On a real model (--model FILE.gguf; --presets a,b: short problems, short functions and presets for a language model; default the file short-problems.json):
 *   real-teacher    what feedback, another problem's feedback and a solution do to the right answer and to failed attempts
 *   real-discovery  attempts to the first pass, on those that the untouched model does not solve   --arms best-of-k,sdpo --seeds 5 --budget 20 --samples 32   (--arms= for the untouched model alone) --told own,another,failure (whose feedback is read)
 *
 *   --model DIR   --threads N   --json OUT   --backend node|dawn (the WebGPU path, on a card or a software adapter)
 *   (stopped, the same command goes on where it was: runs that have ended are kept in .cache/experiments)
 *   --set path=value a setting of the run, e.g. --set optimiser.learningRate=0.005 (repeatable)
 */
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { optionsOf } from '../../scripts/command-options.ts'
import { presets } from '../../src/problems/presets.ts'
import { defaultRunConfig, runConfigSchema } from '../../src/sdpo/config.ts'
import { messageOf } from '../../src/explained-error.ts'
import { baseRate } from '../measures/base-rate.ts'
import { credit } from '../measures/credit.ts'
import { collapse } from '../measures/collapse.ts'
import { discovery } from '../measures/discovery.ts'
import { forgetting } from '../measures/forgetting.ts'
import { growth } from '../measures/growth.ts'
import { headline } from '../measures/headline.ts'
import { hiddenMeaning } from '../measures/hidden-meaning.ts'
import { law } from '../measures/law.ts'
import { withSettings } from '../../src/headless/with-settings.ts'
import { realDiscovery, realTeacher } from '../measures/real.ts'
import { scalar } from '../measures/scalar.ts'
import { size } from '../measures/size.ts'
import { solve } from '../measures/solve.ts'
import { speed } from '../measures/speed.ts'
import { training } from '../measures/training.ts'
import { truth } from '../measures/truth.ts'
import { variantExperiments } from '../measures/variants.ts'
import type { Told } from '../lib/told.ts'
import { classSamples } from '../lib/class-samples.ts'
import { progress } from '../lib/progress.ts'
import { reportText } from '../lib/report-text.ts'
import type { Experiment, Report } from '../measures/report.ts'
import { headlessBackends, useBackend } from '../lib/backend.ts'
import { realConfig, testTimeConfig } from '../lib/settings.ts'

const experiments: Record<string, Experiment> = {
  discovery,
  headline,
  credit,
  truth,
  law,
  ...variantExperiments,
  forgetting,
  collapse,
  scalar,
  training,
  size,
  'base-rate': baseRate,
  'hidden-meaning': hiddenMeaning,
  solve,
  speed,
  growth,
  'real-teacher': realTeacher,
  'real-discovery': realDiscovery,
}

/** On these the page's own settings are measured. */
const onPresets = ['base-rate', 'solve', 'speed', 'growth', 'hidden-meaning']
const onRealModel = ['real-teacher', 'real-discovery']

const toldNames = new Map<string, Told>([
  ['own', 'own'],
  ['another', 'another problem'],
  ['failure', 'bare failure'],
])

const { values: options, positionals } = optionsOf(import.meta.url, {
  allowPositionals: true,
  options: {
    presets: { type: 'string' },
    problems: { type: 'string', default: '16' },
    family: { type: 'string', default: 'lists,records' },
    split: { type: 'string', default: 'dev' },
    pass64: { type: 'string', default: '0.5' },
    model: { type: 'string', default: 'models/tiny' },
    models: { type: 'string', default: 'models/tiny,.cache/sizes/d64,.cache/sizes/d32' },
    threads: { type: 'string', default: '2' },
    json: { type: 'string' },
    samples: { type: 'string' },
    arms: { type: 'string' },
    told: { type: 'string' },
    windows: { type: 'string', default: '1,3,6' },
    seeds: { type: 'string', default: '3' },
    budget: { type: 'string', default: '256' },
    tickets: { type: 'string', default: '50' },
    from: { type: 'string', default: '1' },
    steps: { type: 'string', default: '20' },
    shape: { type: 'string' },
    backend: { type: 'string', default: 'node' },
    rates: { type: 'string', default: '0.01,0.2' },
    'learning-rates': { type: 'string', default: '.003,.01,.03' },
    truths: { type: 'string', default: 'even' },
    capacity: { type: 'string', default: '16' },
    set: { type: 'string', multiple: true, default: [] },
  },
})
const name = positionals[0] ?? ''
const experiment = experiments[name]
if (!experiment) stop(`Name an experiment: ${Object.keys(experiments).join(', ')}.`)
const ids = options.presets?.split(',')
const real = onRealModel.includes(name)
const chosen = presets.filter((preset) => !ids || ids.includes(preset.id))
if (chosen.length === 0 && !real)
  stop(`No preset has one of these ids. Presets: ${presets.map(({ id }) => id).join(', ')}.`)
const families = options.family
  .split(',')
  .map((family) =>
    family === 'lists' || family === 'records'
      ? family
      : stop(`There is no family ${family}; there are lists and records.`),
  )
const split =
  options.split === 'dev' || options.split === 'test'
    ? options.split
    : stop(`There is no split ${options.split}; there are dev and test.`)

const backend = headlessBackends.find((known) => known === options.backend)
if (!backend)
  stop(`There is no backend ${options.backend} here; there are ${headlessBackends.join(' and ')}.`)
await useBackend(backend).catch((error: unknown) => stop(messageOf(error)))

const given = {
  presets: chosen,
  shorts: ids ?? null,
  problems: Number(options.problems),
  families,
  split,
  passAt64: Number(options.pass64),
  config: withSettings(
    {
      ...(real ? realConfig : onPresets.includes(name) ? defaultRunConfig : testTimeConfig),
      budget: Number(options.budget),
    },
    options.set,
  ),
  model: options.model,
  models: options.models.split(','),
  samples: Number(options.samples ?? (real ? classSamples : 4096)),
  arms: (options.arms ?? 'multi-turn,sdpo')
    .split(',')
    .filter(Boolean)
    .map((arm) => runConfigSchema.shape.arm.parse(arm)),
  onlyArms: options.arms !== undefined,
  told: (options.told ?? (real ? 'own' : 'own,another,failure'))
    .split(',')
    .map((name) => toldNames.get(name) ?? stop('--told is of own, another and failure.')),
  windows: options.windows.split(',').map(Number),
  seeds: Number(options.seeds),
  steps: Number(options.steps),
  tickets: Number(options.tickets),
  from: Number(options.from),
  shape: options.shape ?? null,
  truths:
    options.truths === 'even' || options.truths === 'habit'
      ? options.truths
      : stop('--truths is even or habit.'),
  rates: { from: Number(options.rates.split(',')[0]), to: Number(options.rates.split(',')[1]) },
  learningRates: options['learning-rates'].split(',').map(Number),
  runSettings: options.set,
} as const
const report: Report = await experiment({
  ...given,
  threads: Number(options.threads),
  capacity: Number(options.capacity),
})
progress('')
for (const row of report.rows) {
  const interval = row.low === undefined ? '' : ` [${row.low.toPrecision(3)}, ${row.high!.toPrecision(3)}]`
  console.log(
    `${row.name}: ${Number(row.value.toPrecision(4))}${interval}${row.bar === undefined ? '' : `, bar ${row.bar}: ${row.holds ? 'holds' : 'falls short'}`}`,
  )
}
if (options.json) {
  const command = `npm run experiment -- ${process.argv.slice(2).join(' ')}`
  // A shape has random ones, and so have the models of `growth`.
  const weights =
    given.shape === null && name !== 'growth'
      ? createHash('sha256')
          .update(
            readFileSync(
              given.model.endsWith('.gguf') ? given.model : join(given.model, 'model.safetensors'),
            ),
          )
          .digest('hex')
      : null
  writeFileSync(options.json, reportText({ experiment: name, command, weights, ...report }))
}

function stop(reason: string): never {
  console.error(reason)
  process.exit(2)
}
