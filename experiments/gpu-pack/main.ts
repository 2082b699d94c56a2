/**
 * What the folder of `npm run gpu:pack` runs on a machine with a card: node lab.mjs OUT [PART ...]. Every part is a process of its own
 * with a limit of its own: it writes OUT/NAME.json when it is done and a line of OUT/report.txt, and one that hangs costs nothing but
 * itself. Exits 1 where a part failed.
 */
import { spawnSync } from 'node:child_process'
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { messageOf } from '../../src/explained-error.ts'
import { llamaConfigSchema } from '../../src/lm/config.ts'
import { readSafetensors } from '../../src/lm/safetensors.ts'
import type { Runtime } from 'ort-train'
import { conform } from '../conformance/run.ts'
import { agreementOf, agrees, readModel } from '../lib/agreement.ts'
import { bufferGrowth } from '../lib/buffer-growth.ts'
import { createDawnRuntime } from '../lib/dawn.ts'
import { countFromHereOn } from '../lib/gpu-counts.ts'
import { openHeadless } from '../lib/headless.ts'
import { MeasuredSteps } from '../lib/measured-step.ts'
import { reportText } from '../lib/report-text.ts'
import { openSmallModel } from '../lib/small-model.ts'
import { countBars, stepCounts } from '../lib/step-counts.ts'
import { pytorch, shape, type Result } from './steps.ts'
import { cardReport } from './card-report.ts'
import { packedLora, readOptions, smallModels, type Expected } from './contents.ts'

const here = (name: string) => fileURLToPath(new URL(name, import.meta.url))
const json = (name: string) => JSON.parse(readFileSync(here(name), 'utf8')) as Record<string, unknown>

/** In the bundle, beside it. */
const architectures = new URL('./reference/architectures/', import.meta.url)

const [out, ...asked] = process.argv.slice(2)
if (!out) throw new Error('Name the folder for the results.')
mkdirSync(out, { recursive: true })
const started = performance.now()

function say(line: string): void {
  const timed = `${((performance.now() - started) / 1000).toFixed(1)} s  ${line}\n`
  process.stdout.write(timed)
  appendFileSync(`${out}/report.txt`, timed)
}

interface Part {
  /** Seconds that it may take. */
  limit: number
  /** Whether a software adapter takes hours for it. */
  large?: boolean
  work(runtime: Runtime, adapter: { name: string; software: boolean }): Promise<Result>
}

/** Runs a part on a device of its own and writes what it gives; 0 where it holds. */
async function run(name: string, { work }: Part): Promise<number> {
  try {
    // Dawn is there when its globals are, and buffers are counted from there on.
    const { runtime, adapter, software } = await createDawnRuntime({
      dawn: here('dawn.node'),
      wasm: here('ort.wasm'),
    })
    countFromHereOn()
    const { result, line, holds = true } = await work(runtime, { name: adapter, software })
    writeFileSync(`${out}/${name}.json`, `${JSON.stringify(result, null, 2)}\n`)
    say(`${holds ? 'ok  ' : 'FAIL'}  ${name}: ${line}`)
    return holds ? 0 : 1
  } catch (error) {
    writeFileSync(`${out}/${name}.json`, `${JSON.stringify({ error: messageOf(error) }, null, 2)}\n`)
    say(`FAIL  ${name}: ${messageOf(error)}`)
    return 1
  }
}

/** Every thirtieth case of the losses. */
const few = (file: Record<string, unknown>) => ({
  ...file,
  distill_cases: (file['distill_cases'] as unknown[]).filter((_, i) => i % 30 === 0),
})

const vectors = async (runtime: Runtime, file: Record<string, unknown>, folder?: string): Promise<Result> => {
  const none = () => Promise.reject(new Error('This pack has no such model.'))
  const { report, failures } = await conform({
    file,
    runtime: async () => runtime,
    model: folder
      ? async () => {
          const bytes = readFileSync(here(`${folder}/model.safetensors`))
          return {
            config: llamaConfigSchema.parse(json(`${folder}/config.json`)),
            weights: readSafetensors(bytes),
          }
        }
      : none,
    languageModel: none,
  })
  const sections = Object.entries(report).map(
    ([name, section]) =>
      `${name} ${'cases' in section ? `${section.cases - section.failed} of ${section.cases}` : 'left out'}`,
  )
  return { result: { report, failures }, line: sections.join(', '), holds: failures.length === 0 }
}

const agreement =
  ({ name, precision }: (typeof smallModels)[number]) =>
  async (runtime: Runtime): Promise<Result> => {
    const { model, prompt } = await openSmallModel(runtime, name, precision, packedLora, architectures)
    const { native, exact } = (json('expected.json') as Expected)[`${name}-${precision}`]!
    const found = agreementOf(await readModel(model, prompt, readOptions), native, exact)
    return { result: found, line: JSON.stringify(found), holds: agrees(found) }
  }

async function counts(runtime: Runtime): Promise<Result> {
  const lora = { rank: 8, scale: 2 }
  const { model, prompt } = await openSmallModel(runtime, 'qwen2', 'f32', lora, architectures)
  const steps = new MeasuredSteps(model, { prompt: prompt.slice(0, 8), teacherPrompt: prompt }, 4)
  const counted = await stepCounts(steps)
  const bars = countBars(counted, model, 4)
  return {
    result: { ...counted, operators: Object.fromEntries(counted.operators), bars },
    line: bars.map(({ name, value, bar }) => `${name} ${value} of ${bar}`).join(', '),
    holds: bars.every(({ holds }) => holds),
  }
}

async function growth(runtime: Runtime, { software }: { software: boolean }): Promise<Result> {
  const grown = await bufferGrowth(runtime, software ? 30 : 200)
  return {
    result: grown,
    line: `${grown.buffers} buffers, ${grown.bytes} bytes in ${grown.steps} steps`,
    holds: grown.bytes === 0 && grown.buffers === 0,
  }
}

async function bundled(runtime: Runtime): Promise<Result> {
  const adapter = { kind: 'lora', rank: 8, alpha: 16 } as const
  const { model } = openHeadless({ folder: here('models/tiny'), adapter, runtime })
  const prompt = model.tokenizer.encode('a list of numbers: keep the even ones, then reverse')
  const steps = new MeasuredSteps(model, { prompt, teacherPrompt: prompt }, 8)
  const seconds: number[] = []
  for (let i = 0; i < 3; i++) {
    const from = performance.now()
    await steps.update(steps.rowsOf(await steps.sample(24)))
    seconds.push((performance.now() - from) / 1000)
  }
  return {
    result: { seconds },
    line: `steps of 8 attempts, the first with its programs: ${seconds.map((s) => s.toFixed(2)).join(', ')} s`,
  }
}

/** The card and its driver, where the driver's own tool tells them. */
function cardName(): { card?: string } {
  const { stdout, status } = spawnSync(
    'nvidia-smi',
    ['--query-gpu=name,driver_version', '--format=csv,noheader'],
    {
      encoding: 'utf8',
    },
  )
  return status === 0 ? { card: stdout.trim() } : {}
}

const smollm2 = 'HuggingFaceTB/SmolLM2-135M-Instruct'

/** In the order in which they run. */
const parts: Readonly<Record<string, Part>> = {
  adapter: {
    limit: 60,
    work: async ({ device, float16 }, { name, software }) => ({
      result: { ...cardName(), adapter: name, software, features: [...(device?.features ?? [])], float16 },
      line: name + (software ? ', a software adapter' : ''),
    }),
  },
  update: {
    limit: 600,
    work: (runtime) => vectors(runtime, json('reference/update.json'), 'reference/llama-0.9m'),
  },
  ...Object.fromEntries(
    smallModels.map((of): [string, Part] => [
      `agreement-${of.name}-${of.precision}`,
      { limit: 600, work: agreement(of) },
    ]),
  ),
  counts: { limit: 600, work: counts },
  growth: { limit: 600, work: growth },
  bundled: { limit: 300, work: bundled },
  'smollm2-f32': { limit: 180, large: true, work: shape(smollm2, 'f32', 6) },
  'smollm2-pytorch': { limit: 120, large: true, work: pytorch(here('pytorch_step.py'), 'smollm2') },
  'smollm2-packed': { limit: 180, large: true, work: shape(smollm2, 'packed', 4) },
  'qwen2.5-0.5b-packed': {
    limit: 240,
    large: true,
    work: shape('Qwen/Qwen2.5-0.5B-Instruct', 'packed', 4),
  },
  'qwen2.5-0.5b-pytorch': { limit: 120, large: true, work: pytorch(here('pytorch_step.py'), 'qwen2.5-0.5b') },
  'qwen3-1.7b-packed': { limit: 300, large: true, work: shape('Qwen/Qwen3-1.7B', 'packed', 3) },
  // A session for each of some hundred cases: last, since nothing waits for it.
  vectors: {
    limit: 600,
    work: (runtime, { software }) => {
      const all = json('reference/sdpo-vectors.json')
      return vectors(runtime, software ? few(all) : all)
    },
  },
}

/** Every part, or those that are named, each in a process that ends at its limit. */
function runAll(names: readonly string[]): number {
  let failed = false
  let software = false
  for (const name of names) {
    const { limit, large } = parts[name]!
    if (large && software) {
      say(`left out: ${name}, which a software adapter takes hours for`)
      continue
    }
    const { status, signal } = spawnSync(
      process.execPath,
      [fileURLToPath(import.meta.url), out!, '--alone', name],
      {
        stdio: 'inherit',
        timeout: limit * 1000,
        killSignal: 'SIGKILL',
      },
    )
    if (status === null) {
      say(`FAIL  ${name}: ${signal === 'SIGKILL' ? `not done within ${limit} s` : `ended by ${signal}`}`)
      writeFileSync(`${out}/${name}.json`, `${JSON.stringify({ error: `not done within ${limit} s` })}\n`)
    }
    failed ||= status !== 0
    if (name === 'adapter' && status === 0)
      ({ software } = JSON.parse(readFileSync(`${out}/adapter.json`, 'utf8')) as { software: boolean })
  }
  const card = cardReport(out!)
  writeFileSync(`${out}/card.json`, reportText(card))
  for (const { name, value, bar, holds } of card.rows)
    if (bar) say(`${holds ? 'ok  ' : 'FAIL'}  ${name}: ${value.toFixed(2)}, ${bar}`)
  return failed || card.rows.some(({ holds }) => holds === false) ? 1 : 0
}

async function main(): Promise<number> {
  const [flag, alone] = asked
  if (flag === '--alone' && alone) return run(alone, parts[alone]!)
  const unknown = asked.find((name) => !(name in parts))
  if (unknown) throw new Error(`There is no part ${unknown}; there are ${Object.keys(parts).join(', ')}.`)
  return runAll(asked.length > 0 ? asked : Object.keys(parts))
}

main().then(
  (status) => process.exit(status),
  (error: unknown) => {
    say(`FAIL  ${messageOf(error)}`)
    process.exit(2)
  },
)
