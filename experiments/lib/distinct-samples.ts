/**
 * Best-of-k that never judges the same program twice: the samples of the untouched model by their text, and in which place
 * the first program that passes stands when they are drawn without repeats.
 */
import { sampleCounts } from '../../src/lm/sample-tree.ts'
import type { Problem } from '../../src/problems/problem.ts'
import { Rng } from '../../src/rng.ts'
import type { RunConfig } from '../../src/sdpo/config.ts'
import type { Headless } from './headless.ts'
import { kept } from './kept.ts'
import { Screen } from './screen.ts'

export interface DistinctDraw {
  /** Programs judged up to and with the first that passes; null: none of the samples passes. */
  judged: number | null
  /** Samples drawn until then, the repeated ones included. */
  drawn: number | null
}

const samples = 20_480
const draws = 100

interface Program {
  count: number
  passes: boolean
}

/** `draws` independent orders of one problem's distinct programs. */
export async function distinctDraws(
  lab: Headless,
  problem: Problem,
  { maxNewTokens, temperature }: RunConfig,
): Promise<DistinctDraw[]> {
  const programs = await kept(
    `${lab.weights.slice(0, 12)}/distinct-${problem.id}`,
    [lab.weights, problem, maxNewTokens, temperature, samples],
    () => distinctPrograms(lab, problem, { maxNewTokens, temperature }),
  )
  const rng = Rng.of(0, 'distinct-order', problem.id)
  return Array.from({ length: draws }, () => order(programs, rng))
}

async function distinctPrograms(
  { model, judge }: Headless,
  problem: Problem,
  { maxNewTokens, temperature }: Pick<RunConfig, 'maxNewTokens' | 'temperature'>,
): Promise<Program[]> {
  const counts = await sampleCounts(model, {
    prompt: model.tokenizer.encodeChat([{ role: 'user', content: problem.statement }]),
    count: samples,
    rng: Rng.of(0, 'distinct', problem.id),
    maxNewTokens,
    temperature,
  })
  const screen = new Screen(problem)
  const byText = new Map<string, Program>()
  for (const { tokens, count, finish } of counts) {
    const text = model.tokenizer.decode(tokens)
    const known = byText.get(text)
    if (known) {
      known.count += count
      continue
    }
    const passes =
      !screen.failsPlainly(text) &&
      (await judge(problem, text, { truncated: finish === 'length' })).verdict.reward >= 1
    byText.set(text, { count, passes })
  }
  return [...byText.values()]
}

/** Each program is first drawn at an exponential time of its rate, which is drawing by frequency without repeats; one unit of time is one sample. */
function order(programs: readonly Program[], rng: Rng): DistinctDraw {
  const times = programs.map(({ count }) => (-Math.log(1 - rng.uniform()) * samples) / count)
  const first = programs.reduce(
    (least, { passes }, i) => (passes && times[i]! < least ? times[i]! : least),
    Infinity,
  )
  if (!Number.isFinite(first)) return { judged: null, drawn: null }
  return { judged: times.filter((time) => time <= first).length, drawn: Math.max(1, Math.round(first)) }
}
