/**
 * The lists family: JavaScript over short lists of small integers, one to four steps of filter, map,
 * order, slice and fold. The ticket says what to do, never by how much: "keep the large ones, then
 * rearrange them, then trim the list". Feedback is a failing test, so using it takes inference.
 */
import type { Rng } from '../../rng.ts'
import type { ArgsTest } from '../problem.ts'
import { sameJson, type Outcome } from '../families/outcome.ts'
import type { Family, Reading, Ticket } from './family.ts'
import { listInstructions, listOpenings, type Instruction, type Kind } from './list-instructions.ts'
import type { Step } from './list-steps.ts'

const byKind = (kind: Kind) => listInstructions.filter((instruction) => instruction.kind === kind)
const instructionsByKind: Record<Kind, Instruction[]> = {
  filter: byKind('filter'),
  map: byKind('map'),
  order: byKind('order'),
  slice: byKind('slice'),
  fold: byKind('fold'),
}
const usualOrder: readonly Kind[] = ['filter', 'map', 'order', 'slice']

export interface ListTicket extends Ticket {
  instructions: readonly Instruction[]
}

/** Cumulative probabilities of 1, 2, 3 and 4 steps. */
const stepCounts = [0.18, 0.54, 0.9, 1]

export const lists: Family<ListTicket> = {
  name: 'lists',

  drawTicket(rng) {
    const u = rng.uniform()
    const steps = 1 + stepCounts.findIndex((p) => u < p)
    const kinds = shuffled(rng, usualOrder).slice(0, steps)
    if (rng.uniform() < 0.6) kinds.sort((a, b) => usualOrder.indexOf(a) - usualOrder.indexOf(b))
    if (rng.uniform() < 0.25) kinds[steps - 1] = 'fold'
    const instructions = kinds.map((kind) => rng.pick(instructionsByKind[kind]))
    const clauses = instructions.map((instruction) => rng.pick(instruction.wordings))
    return {
      family: 'lists',
      text: `${rng.pick(listOpenings)}, ${clauses.join(', then ')}.`,
      sizes: instructions.map((instruction) => instruction.meanings.length),
      instructions,
    }
  },

  code(ticket, reading) {
    return (
      'xs' +
      stepsOf(ticket, reading)
        .map((step) => step.code)
        .join('')
    )
  },

  drawTests(rng, ticket, truth, count) {
    const steps = stepsOf(ticket, truth)
    const tests: ArgsTest[] = []
    for (let tries = 0; tests.length < count && tries < 4 * count; tries++) {
      const xs = drawInput(rng)
      const expected = runSteps(steps, xs)
      if (speakable(expected)) tests.push({ args: [xs], expected: expected as number[] | number })
    }
    if (tests.length < count) return null
    const empty = tests.filter((test) => Array.isArray(test.expected) && test.expected.length === 0).length
    if (empty * 4 > count) return null
    for (let skipped = 0; skipped < steps.length; skipped++) {
      const rest = steps.filter((_, i) => i !== skipped)
      if (tests.every((test) => sameJson(runSteps(rest, test.args[0] as number[]), test.expected)))
        return null
    }
    return tests
  },

  run(ticket, _truth, reading, test): Outcome {
    return { value: runSteps(stepsOf(ticket, reading), test.args[0] as number[]) }
  },

  judging: () => ({ program: { kind: 'expression', parameters: ['xs'] }, feedbackStyle: 'leetcode' }),
}

function stepsOf(ticket: ListTicket, reading: Reading): Step[] {
  return ticket.instructions.map((instruction, i) => instruction.meanings[reading[i]!]!)
}

function runSteps(steps: readonly Step[], xs: readonly number[]): unknown {
  let value: unknown = xs
  for (const step of steps) value = step.run(value as readonly number[])
  return value
}

/** Three to five digits; two in five lists repeat one of theirs. */
function drawInput(rng: Rng): number[] {
  const length = rng.uniform() < 0.2 ? 3 : 4 + rng.below(2)
  const xs = Array.from({ length }, () => rng.below(10))
  if (rng.uniform() < 0.4) xs[rng.below(length)] = xs[rng.below(length)]!
  return xs
}

/** Numbers that the bundled model has a word for. */
export const smallestNumber = -9
export const largestNumber = 99

function speakable(value: unknown): boolean {
  if (Array.isArray(value)) return value.every(speakable)
  return typeof value === 'number' && value >= smallestNumber && value <= largestNumber
}

function shuffled<T>(rng: Rng, items: readonly T[]): T[] {
  const out = [...items]
  for (let i = out.length - 1; i > 0; i--) {
    const j = rng.below(i + 1)
    ;[out[i], out[j]] = [out[j]!, out[i]!]
  }
  return out
}
