/** What the packed folder measured on a card, from the steps as they were taken. */
import { median } from '../../bench/row.ts'
import type { Row } from '../report.ts'

/** Seconds. */
type CardStep = Record<'sample' | 'score' | 'update' | 'rescore', number>

export interface CardTables {
  /** By model and runtime, the first step of each, which makes its programs, included. */
  steps: Readonly<Record<string, readonly CardStep[]>>
}

const parts = ['sample', 'score', 'update', 'rescore'] as const

/** Names of the pack's parts, and the seconds that a step may take. */
export const cardModels: Readonly<Record<string, { name: string; bar?: number; peer?: string }>> = {
  'smollm2-f32': { name: 'SmolLM2-135M, floats', bar: 1.5, peer: 'SmolLM2-135M, PyTorch eager' },
  'smollm2-packed': { name: 'SmolLM2-135M, packed', bar: 1.5 },
  'smollm2-pytorch': { name: 'SmolLM2-135M, PyTorch eager' },
  'qwen2.5-0.5b-packed': { name: 'Qwen2.5-0.5B, packed', bar: 3, peer: 'Qwen2.5-0.5B, PyTorch eager' },
  'qwen2.5-0.5b-pytorch': { name: 'Qwen2.5-0.5B, PyTorch eager' },
  'qwen3-1.7b-packed': { name: 'Qwen3-1.7B, packed', bar: 8 },
}

const whole = (step: CardStep) => parts.reduce((sum, part) => sum + step[part], 0)
const usual = (steps: readonly CardStep[], of: (step: CardStep) => number) => median(steps.slice(1).map(of))

export function cardRows({ steps }: CardTables): Row[] {
  return Object.values(cardModels).flatMap(({ name, bar, peer }): Row[] => {
    const own = steps[name]
    if (!own || own.length < 2) return []
    const step = usual(own, whole)
    const theirs = peer === undefined ? undefined : steps[peer]
    return [
      { name: `${name}: the first step, s`, value: whole(own[0]!) },
      {
        name: `${name}: a step, s`,
        value: step,
        ...(bar !== undefined && { bar: `at most ${bar}`, holds: step <= bar }),
      },
      ...parts.map((part) => ({ name: `${name}: ${part}, s`, value: usual(own, (each) => each[part]) })),
      ...(theirs && theirs.length > 1
        ? [
            {
              name: `${name}: PyTorch's step over the lab's`,
              value: usual(theirs, whole) / step,
              bar: 'at least 1',
              holds: usual(theirs, whole) >= step,
            },
          ]
        : []),
    ]
  })
}
