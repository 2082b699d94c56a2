/** A whole step of SmolLM2-135M in Node beside PyTorch, transformers and peft on the CPU, with the same threads, turn by turn. */
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import catalogue from '../../models/catalogue.json' with { type: 'json' }
import { headlessRuntime } from '../lib/backend.ts'
import { stepCost, stepParts } from '../measures/step-cost/measure.ts'
import { openRandom } from '../lib/random-model.ts'
import { Unavailable, type Measure } from './measure.ts'
import { faster, figure, median, type BenchRow } from './row.ts'

const script = fileURLToPath(new URL('pytorch_step.py', import.meta.url))
const shape = 'HuggingFaceTB/SmolLM2-135M-Instruct'

export const pytorch: Measure = async ({ python, threads, turns }) => {
  if (!python) throw new Unavailable('No Python with torch, transformers and peft was named: --python PATH.')
  const found = catalogue.models.find(({ id }) => id === shape)
  if (!found) throw new Unavailable(`The catalogue has no ${shape}.`)
  const child = spawn(python, [script, String(threads)], { stdio: ['pipe', 'pipe', 'inherit'] })
  try {
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
    const next = async <T>(): Promise<T> => {
      const { value, done } = (await lines.next()) as { value: string; done?: boolean }
      if (done) throw new Unavailable(`${python} has no torch, transformers and peft that work.`)
      return JSON.parse(value) as T
    }
    await next()
    const theirs: Record<(typeof stepParts)[number], number>[] = []
    const cost = await stepCost(
      headlessRuntime({ threads }),
      (runtime) => openRandom(runtime, found.config, 'f32'),
      {
        steps: turns + 1,
        between: async () => {
          child.stdin.write('\n')
          theirs.push(await next())
        },
      },
    )
    const [ours, others] = [cost.steps.slice(1), theirs.slice(1)]
    const whole = median(others.map((t) => stepParts.reduce((sum, part) => sum + t[part], 0)))
    return [
      faster(
        "a step of SmolLM2-135M's shape in Node beside PyTorch, s",
        median(ours.map((s) => s.whole)),
        whole,
        1.7,
      ),
      ...stepParts.map((part): BenchRow => {
        const [own, other] = [median(ours.map((s) => s[part])), median(others.map((t) => t[part]))]
        return { ...figure(`${part} beside PyTorch, s`, own), other, ratio: other / own }
      }),
    ]
  } finally {
    child.stdin.end()
    child.kill()
  }
}
