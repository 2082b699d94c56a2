/**
 * `npm run record`: makes public/recordings/first.json, the run that the lab opens on. A real run of the bundled
 * model on onnxruntime-node; nothing in it is written by hand. With a stock model (--model FILE.gguf) the problem may be
 * a short one (data/short-problems.json), and the settings are those for such models.
 *
 *   --what-ifs: nothing new; the run of --name is made again, and what its teachers would have thought under other words
 *     (lib/what-ifs.ts) is added to its recording, whose own events stay as they are
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
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { optionsOf } from '../../scripts/command-options.ts'
import { readRecording, recordingParts, writeRecording, compactEvents } from '../../src/lab/run/recording.ts'
import { RunLog } from '../../src/lab/run/run-log.ts'
import { presetOf } from '../../src/problems/presets.ts'
import type { Problem } from '../../src/problems/problem.ts'
import { defaultRunConfig, type RunConfig } from '../../src/sdpo/config.ts'
import type { Movement, RunEvent, RunEventOf } from '../../src/sdpo/events.ts'
import { withSettings } from '../../src/headless/with-settings.ts'
import { freshLearner, headlessRun, openHeadless } from '../lib/headless.ts'
import { openReal } from '../lib/headless.ts'
import { replay } from '../lib/replay.ts'
import { realConfig } from '../lib/settings.ts'
import { shortProblems } from '../lib/short-problems.ts'
import { whatIfsOf } from '../lib/what-ifs.ts'

const { values: options } = optionsOf(import.meta.url, {
  options: {
    problem: { type: 'string', default: 'lists-gaps' },
    seed: { type: 'string', default: String(defaultRunConfig.seed) },
    name: { type: 'string', default: 'first' },
    budget: { type: 'string', default: '192' },
    stop: { type: 'string', default: 'mastered' },
    model: { type: 'string', default: 'models/tiny' },
    candidates: { type: 'string', default: '10' },
    values: { type: 'string', default: '0' },
    'what-ifs': { type: 'boolean', default: false },
    set: { type: 'string', multiple: true, default: [] },
  },
})
const real = options.model.endsWith('.gguf')
const file = `public/recordings/${options.name}.json`
if (options['what-ifs']) await addWhatIfs()
else await record()

async function record(): Promise<void> {
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
  const { run, events, close } = await open(problem, config)
  const continuations = Number(options.values)
  /** Attempts whose tokens have been valued, by the student of their own step, which is kept until the next one ends. */
  let valued = 0
  while ((await run.advance()) !== null)
    if (continuations > 0 && stepEnded(events))
      for (; valued < run.attemptCount; valued++) await run.value(valued + 1, continuations)
  const reason = events.flatMap((event) => (event.type === 'run-finished' ? [event.reason] : []))[0]
  await close()
  mkdirSync('public/recordings', { recursive: true })
  const text = writeRecording(
    compactEvents(
      events.filter(({ type }) => type !== 'sampling'),
      { candidates: Number(options.candidates) },
    ),
  )
  writeFileSync(file, text)
  console.log(
    `${problem.id}, seed ${config.seed}: ${reason} after ${run.attemptCount} attempts, first pass ${run.firstPass ?? 'none'}; ${(text.length / 1024).toFixed(0)} kB.`,
  )
}

async function addWhatIfs(): Promise<void> {
  const { recording } = await readRecording(readFileSync(file, 'utf8'))
  const recorded = recording.events.filter(({ type }) => type !== 'attempt-reread')
  const start = recorded.find((event) => event.type === 'run-started')
  if (!start) throw new Error(`${file} has no beginning.`)
  const whole = RunLog.of(recorded).view(recorded.length)
  const { run, events, close } = await open(start.problem, start.config)
  const asked: RunEvent[] = []
  /** Updates that are the recorded ones. */
  const heldSteps: number[] = []
  const other = await replay(run, recorded, events, async (step) => {
    heldSteps.push(step)
    asked.push(...(await whatIfsOf(run, whole, whole.steps[step - 1]!, start.config)))
  })
  await close()
  const names = events.flatMap((event) => (event.type === 'vocabulary' ? [event.pieces] : []))
  const pieces = namedOnlyHere(recorded, Object.assign({}, ...names) as Record<string, string>, asked)
  const added = compactEvents([...(pieces ? [pieces] : []), ...asked])
  writeFileSync(
    file,
    withAdded(
      readFileSync(file, 'utf8'),
      added,
      heldSteps.map((step) => movementIn(events, step)),
    ),
  )
  console.log(
    `${file}: ${asked.length} what-ifs${other === null ? '' : `; attempt ${other} is another one than the recorded, so that none are read from there on`}.`,
  )
}

/** A recording's text with more events before its end, and what its updates moved; its own lines stay to the letter, what-ifs that were there go. */
function withAdded(
  text: string,
  added: readonly RunEvent[],
  moved: readonly { step: number; movement: Movement | null }[],
): string {
  const { head, divider, tail } = recordingParts
  const lines = text
    .slice(head.length, -tail.length)
    .split(divider)
    .filter((line) => !line.startsWith('{"type":"attempt-reread"'))
    .map((line) => withMovement(line, moved))
  const end = lines.findLastIndex((line) => line.startsWith('{"type":"run-finished"'))
  const more = added.map((event) => JSON.stringify(event))
  return `${head}${[...lines.slice(0, end), ...more, ...lines.slice(end)].join(divider)}${tail}`
}

function withMovement(line: string, moved: readonly { step: number; movement: Movement | null }[]): string {
  if (!line.startsWith('{"type":"step-updated"')) return line
  const event = JSON.parse(line) as RunEventOf<'step-updated'>
  const movement = moved.find(({ step }) => step === event.step)?.movement
  return movement ? JSON.stringify({ ...event, movement }) : line
}

function movementIn(events: readonly RunEvent[], step: number): { step: number; movement: Movement | null } {
  const event = events.find((e) => e.type === 'step-updated' && e.step === step)
  return { step, movement: event?.type === 'step-updated' ? (event.movement ?? null) : null }
}

/** Texts of the tokens that only the what-ifs name. */
function namedOnlyHere(
  recorded: readonly RunEvent[],
  names: Readonly<Record<string, string>>,
  asked: readonly RunEvent[],
): RunEvent | null {
  const known = new Set(
    recorded.flatMap((event) => (event.type === 'vocabulary' ? Object.keys(event.pieces) : [])),
  )
  const ids = compactEvents(asked)
    .flatMap((event) => (event.type === 'attempt-reread' ? event.positions.flatMap((p) => p.ids) : []))
    .map(String)
    .filter((id) => !known.has(id))
  return ids.length === 0
    ? null
    : { type: 'vocabulary', pieces: Object.fromEntries(ids.map((id) => [id, names[id]!])) }
}

async function open(problem: Problem, config: RunConfig) {
  const lab = real
    ? await openReal({ path: options.model, threads: 2, adapter: config.adapter })
    : openHeadless({ folder: options.model, adapter: config.adapter })
  const events: RunEvent[] = []
  const run = headlessRun(lab, problem, config, {
    learner: freshLearner(lab.model, config),
    detail: 'picture',
    emit: (event) => events.push(event),
  })
  return { run, events, close: () => lab.model.dispose() }
}

/** Whether no attempt is under way. */
function stepEnded(events: readonly RunEvent[]): boolean {
  const last = events.findLast(({ type }) => ['step-started', 'step-updated'].includes(type))
  return last?.type === 'step-updated'
}
