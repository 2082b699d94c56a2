/**
 * The lists family: JavaScript over short lists of small integers, one to four steps of filter, map,
 * order, slice and fold. The ticket says what to do, never by how much: "keep the large ones, then
 * rearrange them, then trim the list". Feedback is a failing test, so using it takes inference.
 */
import type { Rng } from '../../../src/rng.ts'
import type { ArgsTest } from '../../../src/problems/problem.ts'
import { sameJson, type Outcome } from '../../../src/problems/families/outcome.ts'
import type { Family, Reading, Ticket } from './family.ts'

/** One step of a program: its text after `xs`, and what it does. */
interface Step {
  code: string
  run: (xs: readonly number[]) => unknown
}

type Kind = 'filter' | 'map' | 'order' | 'slice' | 'fold'

/** A vague instruction: its wordings, and what it may mean, from usual to unusual. */
interface Instruction {
  kind: Kind
  wordings: readonly string[]
  meanings: readonly Step[]
}

const keep = (test: string, k: number): Step => {
  const tests: Record<string, (x: number) => boolean> = {
    '>': (x) => x > k,
    '<': (x) => x < k,
    '!==': (x) => x !== k,
    '%2===': (x) => x % 2 === k,
    '%3===': (x) => x % 3 === k,
    '%3!==': (x) => x % 3 !== k,
  }
  const keeps = tests[test]!
  return { code: `.filter(x=>x${test}${k})`, run: (xs) => xs.filter((x) => keeps(x)) }
}
const keepAt = (test: string, k: number): Step => {
  const tests: Record<string, (i: number) => boolean> = {
    '>': (i) => i > k,
    '<': (i) => i < k,
    '!==': (i) => i !== k,
    '%2===': (i) => i % 2 === k,
    '%3===': (i) => i % 3 === k,
    '%3!==': (i) => i % 3 !== k,
  }
  const keeps = tests[test]!
  return { code: `.filter((x,i)=>i${test}${k})`, run: (xs) => xs.filter((_, i) => keeps(i)) }
}
const beside = (code: string, keeps: (x: number, i: number, a: readonly number[]) => boolean): Step => ({
  code: `.filter((x,i,a)=>${code})`,
  run: (xs) => xs.filter(keeps),
})
const rising = beside('x>a[i-1]', (x, i, a) => x > a[i - 1]!)
const falling = beside('x<a[i-1]', (x, i, a) => x < a[i - 1]!)
const changed = beside('x!==a[i-1]', (x, i, a) => x !== a[i - 1])
const distinct = beside('a.indexOf(x)===i', (x, i, a) => a.indexOf(x) === i)

const arithmetic: Record<string, (x: number, k: number) => number> = {
  '*': (x, k) => x * k,
  '+': (x, k) => x + k,
  '-': (x, k) => x - k,
  '%': (x, k) => x % k,
  '>>': (x, k) => x >> k,
  '**': (x, k) => x ** k,
}
const each = (op: string, k: number): Step => {
  const apply = arithmetic[op]!
  return { code: `.map(x=>x${op}${k})`, run: (xs) => xs.map((x) => apply(x, k)) }
}
const byPlace = (op: string): Step => {
  const apply = arithmetic[op]!
  return { code: `.map((x,i)=>x${op}i)`, run: (xs) => xs.map((x, i) => apply(x, i)) }
}
const from = (k: number): Step => ({ code: `.map(x=>${k}-x)`, run: (xs) => xs.map((x) => k - x) })

const order = (code: string, compare: (a: number, b: number) => number): Step => ({
  code: `.sort((a,b)=>${code})`,
  run: (xs) => [...xs].sort(compare),
})
const up = order('a-b', (a, b) => a - b)
const down = order('b-a', (a, b) => b - a)
const evenFirst = order('a%2-b%2', (a, b) => (a % 2) - (b % 2))
const oddFirst = order('b%2-a%2', (a, b) => (b % 2) - (a % 2))
const threesFirst = order('a%3-b%3', (a, b) => (a % 3) - (b % 3))
const threesLast = order('b%3-a%3', (a, b) => (b % 3) - (a % 3))
const reverse: Step = { code: '.reverse()', run: (xs) => [...xs].reverse() }

const first = (k: number): Step => ({ code: `.slice(0,${k})`, run: (xs) => xs.slice(0, k) })
const last = (k: number): Step => ({ code: `.slice(-${k})`, run: (xs) => xs.slice(-k) })
const skip = (k: number): Step => ({ code: `.slice(${k})`, run: (xs) => xs.slice(k) })
const dropLast = (k: number): Step => ({ code: `.slice(0,-${k})`, run: (xs) => xs.slice(0, -k) })

const fold = (code: string, start: number, combine: (s: number, x: number) => number): Step => ({
  code: `.reduce((s,x)=>${code},${start})`,
  run: (xs) => xs.reduce(combine, start),
})
const sum = fold('s+x', 0, (s, x) => s + x)
const alternating = fold('x-s', 0, (s, x) => x - s)
const largest = fold('Math.max(s,x)', 0, (s, x) => Math.max(s, x))
const smallest = fold('Math.min(s,x)', 9, (s, x) => Math.min(s, x))
const length: Step = { code: '.length', run: (xs) => xs.length }
const at = (k: number): Step => ({ code: `.at(${k})`, run: (xs) => xs.at(k) })

const wordings = (frames: readonly string[], words: readonly string[]): string[] =>
  frames.flatMap((frame) => words.map((word) => frame.replace('_', () => word)))

export const listInstructions: readonly Instruction[] = [
  {
    kind: 'filter',
    wordings: wordings(
      ['keep the _ ones', 'pick the _ ones', 'hold on to the _ ones'],
      ['large', 'big', 'high'],
    ),
    meanings: [keep('>', 5), keep('>', 4), keep('>', 6), keep('>', 3), rising, keep('>', 7), keep('>', 2)],
  },
  {
    kind: 'filter',
    wordings: wordings(
      ['keep the _ ones', 'pick the _ ones', 'hold on to the _ ones'],
      ['small', 'low', 'little'],
    ),
    meanings: [keep('<', 5), keep('<', 4), keep('<', 6), keep('<', 7), falling, keep('<', 3), keep('<', 8)],
  },
  {
    kind: 'filter',
    wordings: wordings(['keep the _ ones', 'pick the _ ones'], ['special', 'lucky', 'interesting']),
    meanings: [
      keep('%2===', 1),
      keep('%2===', 0),
      keep('%3===', 0),
      keep('>', 6),
      keep('%3!==', 0),
      keep('%3===', 1),
      keep('%3===', 2),
      keep('<', 3),
    ],
  },
  {
    kind: 'filter',
    wordings: [
      'clear out the noise',
      'clear out the clutter',
      'drop the noise',
      'drop the clutter',
      'drop what we do not need',
    ],
    meanings: [
      distinct,
      keep('!==', 0),
      keep('>', 1),
      changed,
      keep('%2===', 0),
      keep('>', 2),
      keepAt('>', 0),
    ],
  },
  {
    kind: 'filter',
    wordings: ['keep some of them', 'thin them out', 'leave gaps', 'keep every few'],
    meanings: [
      keepAt('%2===', 0),
      keepAt('%2===', 1),
      keepAt('%3===', 0),
      keepAt('>', 0),
      keepAt('%3!==', 0),
      keepAt('!==', 1),
      keepAt('%3!==', 1),
    ],
  },
  {
    kind: 'map',
    wordings: ['scale them up', 'boost them', 'raise them', 'make them bigger'],
    meanings: [
      each('*', 2),
      each('+', 1),
      each('*', 3),
      each('+', 2),
      each('+', 5),
      each('**', 2),
      each('+', 3),
      byPlace('+'),
    ],
  },
  {
    kind: 'map',
    wordings: ['bring them down', 'lower them', 'make them smaller', 'shrink them'],
    meanings: [
      each('-', 1),
      each('>>', 1),
      each('-', 2),
      each('%', 5),
      each('-', 3),
      byPlace('-'),
      each('%', 3),
    ],
  },
  {
    kind: 'map',
    wordings: ['wrap them around', 'take the remainders', 'roll them over'],
    meanings: [each('%', 5), each('%', 3), each('%', 2), each('%', 4), each('%', 6), each('%', 7)],
  },
  {
    kind: 'map',
    wordings: ['weigh them by place', 'adjust them by place', 'let the place count'],
    meanings: [byPlace('*'), byPlace('+'), byPlace('-'), keepAt('>', 0), each('*', 2), each('+', 1)],
  },
  {
    kind: 'map',
    wordings: ['flip them', 'turn them around', 'mirror them'],
    meanings: [reverse, from(9), from(10), down, from(5), from(0), from(1)],
  },
  {
    kind: 'order',
    wordings: ['rearrange them', 'sort them', 'put them in order', 'tidy them up'],
    meanings: [up, down, reverse, evenFirst, threesFirst, oddFirst, threesLast],
  },
  {
    kind: 'order',
    wordings: ['put the best first', 'rank them', 'lead with the best'],
    meanings: [down, up, oddFirst, threesLast, evenFirst, threesFirst],
  },
  {
    kind: 'slice',
    wordings: ['trim the list', 'cut it short', 'shorten the list', 'crop the list'],
    meanings: [first(3), first(2), skip(1), dropLast(1), last(2), skip(2), last(3), dropLast(2)],
  },
  {
    kind: 'slice',
    wordings: ['take the start', 'take the front', 'stay near the front'],
    meanings: [first(2), first(3), first(1), dropLast(1), first(4), dropLast(2)],
  },
  {
    kind: 'slice',
    wordings: ['take the end', 'take the back', 'stay near the end'],
    meanings: [last(2), last(3), skip(1), last(1), skip(2), skip(3)],
  },
  {
    kind: 'fold',
    wordings: ['boil it down to one number', 'sum it up', 'give one number'],
    meanings: [sum, length, largest, at(-1), alternating, smallest, at(0)],
  },
  {
    kind: 'fold',
    wordings: ['measure it', 'tell how much it is', 'size it up'],
    meanings: [length, sum, largest, alternating, smallest, at(-1)],
  },
  {
    kind: 'fold',
    wordings: ['pick one', 'choose a winner', 'name the winner'],
    meanings: [at(0), largest, at(-1), smallest, at(1), at(-2)],
  },
]

export const listOpenings = ['Given the numbers xs', 'For a list xs', 'From xs'] as const

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
