/**
 * How a step grows: seconds and multiply-adds of its parts against one size at a time, on a small model with random weights,
 * and the exponents of the power laws that fit them best.
 */
import { headlessRuntime } from '../lib/backend.ts'
import type { Experiment, Row } from './report.ts'
import { stepCost, stepParts, type StepShape } from './step-cost/measure.ts'
import { openRandom } from '../lib/random-model.ts'

interface Size extends StepShape {
  layers: number
  width: number
  vocabulary: number
}

const base: Size = {
  attempts: 4,
  newTokens: 24,
  promptTokens: 40,
  teacherTokens: 100,
  layers: 4,
  width: 192,
  vocabulary: 4096,
}

/** Each size along its own row, all else as in the base. */
const series: Readonly<Record<string, readonly { at: number; size: Partial<Size> }[]>> = {
  'T, tokens of a row': [64, 128, 256, 512, 1024].map((at) => ({
    at,
    size: { promptTokens: at / 2, teacherTokens: at - 16, newTokens: 16 },
  })),
  'G, attempts': [1, 2, 4, 8, 16].map((at) => ({ at, size: { attempts: at } })),
  layers: [2, 4, 8, 16].map((at) => ({ at, size: { layers: at } })),
  width: [128, 256, 512].map((at) => ({ at, size: { width: at } })),
  vocabulary: [2048, 8192, 32768].map((at) => ({ at, size: { vocabulary: at } })),
}

/** What config.json would say. */
const shapeOf = ({ layers, width, vocabulary }: Size) => ({
  model_type: 'llama',
  hidden_size: width,
  num_hidden_layers: layers,
  num_attention_heads: width / 64,
  num_key_value_heads: width / 64,
  intermediate_size: 2 * width,
  vocab_size: vocabulary,
  rms_norm_eps: 1e-5,
  rope_theta: 10000,
  max_position_embeddings: 2048,
  tie_word_embeddings: true,
})

export const growth: Experiment = async ({ threads }) => {
  const rows: Row[] = []
  const points: Record<string, { at: number; seconds: Record<string, number>; multiplyAdds: number }[]> = {}
  for (const [name, sizes] of Object.entries(series)) {
    const own: (typeof points)[string] = []
    for (const { at, size } of sizes) {
      const whole = { ...base, ...size }
      const { steps, tallies } = await stepCost(
        headlessRuntime({ threads }),
        (runtime) => openRandom(runtime, shapeOf(whole), 'f32'),
        { steps: 4, shape: whole },
      )
      const least = (part: (typeof stepParts)[number] | 'whole') =>
        Math.min(...steps.slice(1).map((step) => step[part]))
      own.push({
        at,
        seconds: Object.fromEntries([...stepParts, 'whole' as const].map((part) => [part, least(part)])),
        multiplyAdds: stepParts.reduce((sum, part) => sum + tallies[part].multiplyAdds, 0),
      })
    }
    points[name] = own
    rows.push(
      {
        name: `${name}: exponent of a step's seconds`,
        value: exponent(own.map((p) => [p.at, p.seconds.whole!])),
      },
      {
        name: `${name}: exponent of its multiply-adds`,
        value: exponent(own.map((p) => [p.at, p.multiplyAdds])),
      },
    )
  }
  return { rows, points, base }
}

/** The slope of the least-squares line through the logarithms. */
function exponent(points: readonly (readonly [number, number])[]): number {
  const logs = points.map(([x, y]) => [Math.log(x), Math.log(y)] as const)
  const mean = (of: (p: readonly [number, number]) => number) =>
    logs.reduce((sum, p) => sum + of(p), 0) / logs.length
  const [mx, my] = [mean(([x]) => x), mean(([, y]) => y)]
  const [over, under] = [mean(([x, y]) => (x - mx) * (y - my)), mean(([x]) => (x - mx) ** 2)]
  return over / under
}
