/** `sdpo-lab run`: a run on a problem, as the page makes it, into a file that the page replays. */
import { existsSync } from 'node:fs'
import { ExplainedError, messageOf } from '../src/explained-error.ts'
import { openBundled } from '../src/headless/bundled.ts'
import { freshLearner, headlessRun, type Headless } from '../src/headless/headless.ts'
import { openStock } from '../src/headless/stock.ts'
import { withSettings } from '../src/headless/with-settings.ts'
import { settingsFor } from '../src/engine/catalogue.ts'
import { arms } from '../src/sdpo/arms.ts'
import { defaultRunConfig, type RunConfig } from '../src/sdpo/config.ts'
import type { Run } from '../src/sdpo/run.ts'
import { createThreadJudge } from '../src/verify/node.ts'
import { exitCodes, jsonOption, type Arguments, type Command } from './command.ts'
import { bundledModel } from './package-files.ts'
import { problemOf } from './problem-of.ts'
import { RunFile } from './run-file.ts'
import { openRuntime, runtimeNames } from './runtime.ts'
import { openedEndpoint, writeTraces, type RemoteLab } from './run-endpoint.ts'
import { RunReport } from './run-report.ts'
import { progress } from './say.ts'

const armNames = Object.keys(arms) as RunConfig['arm'][]
const stops = ['first-pass', 'budget', 'mastered', 'plateau'] as const

export const runCommand: Command = {
  name: 'run',
  summary: 'attempts a problem until it is solved, and writes the run to a file',
  synopsis: 'run PROBLEM [--model MODEL] [--endpoint URL] [--arm ARM] [--budget N] [--seed N] [--out FILE]',
  takesPresets: true,
  description: [
    'PROBLEM is the id of a preset (`sdpo-lab problems` lists them) or a file as docs/PROBLEM.md has it. The same seed gives the same run on the same runtime.',
    'The file (docs/RUN-FILE.md) is written as the run goes on, and what there is of it plays in the page at any time: `sdpo-lab view FILE`. Ctrl+C ends the stage under way and keeps the rest of what the run goes on from in FILE.resume; the same command goes on from there, to the end that the run would have had. So it does after a crash, from the last whole update.',
  ],
  options: {
    endpoint: {
      value: 'URL',
      about:
        'A server that speaks OpenAI\u2019s completions as vLLM does, with the path before /completions. It attempts, this machine judges; nothing is trained, so the arm is best-of-k or multi-turn. --model is then what has its tokenizer. A key is read from the environment variable SDPO_LAB_KEY and written nowhere.',
    },
    'endpoint-model': { value: 'NAME', about: 'The model on that server.' },
    traces: {
      value: 'FILE',
      about:
        'With --endpoint: has the server read every attempt again after its feedback, and writes student beside teacher at every token (docs/INTERCHANGE.md).',
    },
    model: {
      value: 'MODEL',
      default: 'tiny',
      about:
        'What attempts: `tiny`, the bundled model, or a GGUF file, or a folder of safetensors with config.json and tokenizer.json.',
    },
    arm: { value: 'ARM', words: armNames, about: `How it goes on: ${armNames.join(', ')}. Default: sdpo.` },
    budget: { value: 'N', about: 'Most attempts.' },
    seed: { value: 'N', about: 'Of the random numbers.' },
    attempts: { value: 'N', about: 'Attempts an update.' },
    stop: { value: 'RULE', words: stops, about: `When the run ends before its budget: ${stops.join(', ')}.` },
    set: {
      value: 'PATH=VALUE',
      many: true,
      about: 'Any other setting, as in --set optimiser.learningRate=0.005; may be given several times.',
    },
    out: { value: 'FILE', short: 'o', default: 'run.json', about: 'Where the run is written.' },
    force: { about: 'Overwrite what stands there.' },
    runtime: {
      value: 'NAME',
      words: runtimeNames,
      default: 'auto',
      about:
        '`native` (onnxruntime-node, where it is installed beside the lab), `wasm`, or `auto`: native where it is there.',
    },
    threads: { value: 'N', default: '1', about: 'Threads of the runtime.' },
    quiet: { short: 'q', about: 'No lines of progress.' },
    json: jsonOption,
  },
  exits: {
    0: 'The run ended and an attempt passed every test.',
    1: 'It could not be made, and why is said.',
    2: 'Called wrongly.',
    3: 'The run ended and no attempt passed.',
    130: 'Interrupted; the same command goes on.',
  },
  examples: [
    'sdpo-lab run lists-gaps',
    'sdpo-lab run problem.json --model SmolLM2-135M-Instruct-Q8_0.gguf --budget 64 --out mine.json',
    'sdpo-lab run lists-gaps --arm best-of-k --budget 400 --seed 7 --json',
  ],
  async run(given) {
    const [name, ...more] = given.positionals
    if (name === undefined || more.length > 0) throw given.wrong('One problem is needed.')
    const changes = changesOf(given)
    const out = given.text('out')!
    const say = given.switch('quiet') ? () => {} : progress
    const problem = await problemOf(name)
    const { lab, config } = await (given.text('endpoint') === undefined ? opened : openedEndpoint)(
      given,
      changes,
      say,
    )
    const judge = createThreadJudge()
    const file = RunFile.open(out, JSON.stringify([problem, config, lab.weights]), {
      overwrite: given.switch('force'),
    })
    const report = new RunReport(say)
    const learner = lab.remote === undefined ? freshLearner(lab.model, config) : null
    const start = learner?.snapshot()
    const { kept } = file
    const run = headlessRun({ ...lab, judge: judge.judge }, problem, config, {
      detail: 'picture',
      learner,
      ...(lab.remote && { served: lab.remote }),
      emit: (event) => {
        file.write(event)
        report.hear(event)
      },
      ...(kept && {
        kept: {
          run: kept.run,
          weights: new Map([
            ...(start ? [[0, start] as const] : []),
            ...(kept.learner ? [[kept.run.completed, kept.learner] as const] : []),
          ]),
        },
      }),
    })
    if (kept) say(`${out} goes on after update ${kept.run.completed}.`)
    else
      say(
        `${problem.id} on ${lab.source.info(config.adapter).name}, ${config.arm}, seed ${config.seed}, into ${out}.`,
      )
    try {
      const stopped = await untilEnd(run, file, report)
      const traces = given.text('traces')
      if (traces !== undefined && !stopped) await writeTraces(out, traces)
      report.end(run, { out, stopped, json: given.switch('json') })
      return stopped ? exitCodes.interrupted : run.firstPass === null ? exitCodes.unsolved : exitCodes.done
    } finally {
      judge.dispose()
      if (lab.remote === undefined) await lab.model.dispose()
    }
  },
}

/** What the options say of a run's settings, as far as they can be checked before the model is there. */
function changesOf(given: Arguments): Partial<RunConfig> {
  const entries = {
    arm: given.oneOf('arm', armNames),
    budget: given.whole('budget', 1),
    seed: given.whole('seed', 0),
    attemptsPerStep: given.whole('attempts', 1),
    stop: given.oneOf('stop', stops),
  }
  return Object.fromEntries(Object.entries(entries).filter(([, value]) => value !== undefined))
}

/** What attempts: a model on this machine, or one on a server, and then where, in a sentence. */
type Lab = (Headless & { remote?: never }) | RemoteLab

/** The model, and the settings that the page would begin with on it, changed as the options say. */
async function opened(
  given: Arguments,
  changes: Partial<RunConfig>,
  say: (text: string) => void,
): Promise<{ lab: Lab; config: RunConfig }> {
  const changed = (config: RunConfig): RunConfig => {
    try {
      return withSettings({ ...config, ...changes }, given.texts('set'))
    } catch (error) {
      throw given.wrong(messageOf(error))
    }
  }
  const asked = changed(defaultRunConfig)
  const model = given.text('model')!
  if (model !== 'tiny' && !existsSync(model))
    throw new ExplainedError(
      `There is no model ${model}.`,
      'It is `tiny`, a GGUF file, or a folder of safetensors, named from the folder that you are in.',
      'Download the file first: nothing is fetched from here.',
    )
  const runtime = await openRuntime(
    given.oneOf('runtime', runtimeNames) ?? 'auto',
    given.whole('threads', 1)!,
    say,
  )
  if (model === 'tiny')
    return { lab: openBundled({ folder: bundledModel(), adapter: asked.adapter, runtime }), config: asked }
  const lab = await openStock({ path: model, adapter: asked.adapter, runtime })
  return {
    lab,
    config: changed({
      ...defaultRunConfig,
      ...settingsFor(lab.source.info(asked.adapter)),
      adapter: asked.adapter,
    }),
  }
}

/** Stage after stage until the run ends, or somebody ends the program: then true, and the run can go on. */
async function untilEnd(run: Run, file: RunFile, report: RunReport): Promise<boolean> {
  let stopped = false
  const stop = () => (stopped = true)
  process.once('SIGINT', stop)
  process.once('SIGTERM', stop)
  try {
    while ((await run.advance()) !== null) {
      // Signals are heard between stages: one that computes on this thread lets nothing through.
      await new Promise((resolve) => setImmediate(resolve))
      if (!run.betweenSteps && !stopped) continue
      if (run.betweenSteps) report.stepped(run.currentStep)
      const snapshot = run.keep()
      file.keep({ run: snapshot, learner: run.weightsAfter(snapshot.completed) ?? null })
      if (stopped && run.finished === null) return true
    }
    file.close()
    return false
  } finally {
    process.off('SIGINT', stop)
    process.off('SIGTERM', stop)
  }
}
