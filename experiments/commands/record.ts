/**
 * `npm run record`: makes public/recordings/first.json, the run that the lab opens on. A real run of the bundled
 * model on onnxruntime-node; nothing in it is written by hand. With a stock model (--model FILE.gguf) the problem may be
 * a short one (data/short-problems.json), and the settings are those for such models.
 *
 *   --values N: what each token of every attempt changed, by N continuations of its prefixes
 *   --problem ID  --seed N  --name NAME  --budget N  --stop RULE  --model DIR|FILE.gguf  --candidates N  --set path=value (as in experiment)
 *
 * The runs of single lessons:
 *   --name collapse --budget 48 --stop budget --candidates 4 --set optimiser.learningRate=0.1
 *   --name again --budget 96 --stop budget --set arm=best-of-k
 *
 * The run of a stock model that a preset offers:
 *   --name anchors --problem question-anchor --model .cache/smollm2/SmolLM2-135M-Instruct.Q4_1.gguf --seed 3 --budget 16 --stop first-pass --set attemptsPerStep=2 --set maxNewTokens=16
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { writeRecording, compactEvents } from '../../src/lab/run/recording.ts'
import { presetOf } from '../../src/problems/presets.ts'
import { defaultRunConfig } from '../../src/sdpo/config.ts'
import type { RunEvent } from '../../src/sdpo/events.ts'
import { withSettings } from '../../src/headless/with-settings.ts'
import { freshLearner, headlessRun, openHeadless } from '../lib/headless.ts'
import { openReal } from '../lib/headless.ts'
import { realConfig } from '../lib/settings.ts'
import { shortProblems } from '../lib/short-problems.ts'

const { values: options } = parseArgs({
  options: {
    problem: { type: 'string', default: 'lists-gaps' },
    seed: { type: 'string', default: String(defaultRunConfig.seed) },
    name: { type: 'string', default: 'first' },
    budget: { type: 'string', default: '192' },
    stop: { type: 'string', default: 'mastered' },
    model: { type: 'string', default: 'models/tiny' },
    candidates: { type: 'string', default: '10' },
    values: { type: 'string', default: '0' },
    set: { type: 'string', multiple: true, default: [] },
  },
})
const real = options.model.endsWith('.gguf')
const problem = presetOf(options.problem) ?? shortProblems([options.problem])[0]!
const config = withSettings(
  {
    ...(real ? realConfig : defaultRunConfig),
    seed: Number(options.seed),
    budget: Number(options.budget),
    stop: options.stop as 'mastered',
  },
  options.set,
)

const lab = real
  ? await openReal({ path: options.model, threads: 2, adapter: config.adapter })
  : openHeadless({ folder: options.model, adapter: config.adapter })
const events: RunEvent[] = []
const run = headlessRun(lab, problem, config, {
  learner: freshLearner(lab.model, config),
  detail: 'picture',
  emit: (event) => events.push(event),
})
const continuations = Number(options.values)
/** Attempts whose tokens have been valued, by the student of their own step, which is kept until the next one ends. */
let valued = 0
while ((await run.advance()) !== null)
  if (continuations > 0 && stepEnded())
    for (; valued < run.attemptCount; valued++) await run.value(valued + 1, continuations)
const reason = events.flatMap((event) => (event.type === 'run-finished' ? [event.reason] : []))[0]
await lab.model.dispose()

mkdirSync('public/recordings', { recursive: true })
const text = writeRecording(
  compactEvents(
    events.filter(({ type }) => type !== 'sampling'),
    { candidates: Number(options.candidates) },
  ),
)
writeFileSync(`public/recordings/${options.name}.json`, text)
console.log(
  `${problem.id}, seed ${config.seed}: ${reason} after ${run.attemptCount} attempts, first pass ${run.firstPass ?? 'none'}; ${(text.length / 1024).toFixed(0)} kB.`,
)

/** Whether no attempt is under way. */
function stepEnded(): boolean {
  const last = events.findLast(({ type }) => ['step-started', 'step-updated'].includes(type))
  return last?.type === 'step-updated'
}
