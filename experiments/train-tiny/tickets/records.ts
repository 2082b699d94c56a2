/**
 * The records family: reports over rows whose schema the ticket does not spell out. The ticket says
 * "good ones", "money", "names"; which field that is, which way to sort, how many to keep, is left open.
 * Rows are strict and feedback names what broke, so credit is crisp: the wrong field glows.
 */
import type { Rng } from '../../../src/rng.ts'
import type { Json, ReportChecks, ArgsTest } from '../../../src/problems/problem.ts'
import { sameJson, type Outcome } from '../../../src/problems/families/outcome.ts'
import type { Family, Reading, Ticket } from './family.ts'
import { compileStrictRows } from '../../../src/problems/families/strict-rows.ts'

/** What a field may be called, from usual to unusual; a schema has exactly one name per concept. */
export const concepts = {
  money: ['price', 'cost', 'amount', 'fee', 'total', 'pay'],
  name: ['name', 'title', 'label', 'tag', 'alias', 'handle'],
  flag: ['active', 'live', 'open', 'valid', 'ready', 'public'],
  time: ['year', 'day', 'week', 'month', 'hour', 'age'],
  place: ['city', 'town', 'area', 'zone', 'site', 'region'],
  score: ['score', 'rank', 'rating', 'points', 'level', 'grade'],
  count: ['size', 'stock', 'units', 'weight', 'volume', 'parts'],
} as const
type Concept = keyof typeof concepts
const conceptNames = Object.keys(concepts) as Concept[]

export const recordNames = [
  'ann',
  'bob',
  'cleo',
  'dan',
  'eve',
  'finn',
  'gus',
  'hal',
  'ida',
  'jo',
  'kim',
  'leo',
] as const
export const recordPlaces = [
  'oslo',
  'rome',
  'lima',
  'kyiv',
  'cairo',
  'delhi',
  'paris',
  'tokyo',
  'quito',
  'bern',
] as const

/** One meaning of a clause, over concepts rather than fields. */
type Meaning =
  | { kind: 'flag'; wanted: boolean }
  | { kind: 'limit'; by: Concept; test: '>' | '<'; value: number }
  | { kind: 'order'; by: Concept; descending: boolean }
  | { kind: 'slice'; from: number; to: number | null }
  | { kind: 'show'; what: Concept }
  | { kind: 'total'; what: Concept }
  | { kind: 'length' }

type Kind = 'filter' | 'order' | 'slice' | 'show'

interface Instruction {
  kind: Kind
  wordings: readonly string[]
  meanings: readonly Meaning[]
}

const flag = (wanted: boolean): Meaning => ({ kind: 'flag', wanted })
const over = (by: Concept, value: number): Meaning => ({ kind: 'limit', by, test: '>', value })
const under = (by: Concept, value: number): Meaning => ({ kind: 'limit', by, test: '<', value })
const upBy = (by: Concept): Meaning => ({ kind: 'order', by, descending: false })
const downBy = (by: Concept): Meaning => ({ kind: 'order', by, descending: true })
const first = (k: number): Meaning => ({ kind: 'slice', from: 0, to: k })
const skip = (k: number): Meaning => ({ kind: 'slice', from: k, to: null })
const last = (k: number): Meaning => ({ kind: 'slice', from: -k, to: null })
const show = (what: Concept): Meaning => ({ kind: 'show', what })
const total = (what: Concept): Meaning => ({ kind: 'total', what })

export const recordInstructions: readonly Instruction[] = [
  {
    kind: 'filter',
    wordings: ['keep the good ones', 'keep the usable ones', 'keep the current ones', 'drop the bad ones'],
    meanings: [flag(true), flag(false)],
  },
  {
    kind: 'filter',
    wordings: ['keep the recent ones', 'keep the new ones', 'drop the old ones'],
    meanings: [
      over('time', 5),
      over('time', 4),
      over('time', 6),
      over('time', 3),
      under('time', 4),
      under('time', 5),
    ],
  },
  {
    kind: 'filter',
    wordings: ['keep the expensive ones', 'keep the dear ones', 'drop the cheap ones'],
    meanings: [over('money', 5), over('money', 4), over('money', 6), over('money', 3), over('money', 7)],
  },
  {
    kind: 'filter',
    wordings: ['keep the cheap ones', 'drop the expensive ones', 'drop the dear ones'],
    meanings: [under('money', 5), under('money', 4), under('money', 6), under('money', 7), under('money', 3)],
  },
  {
    kind: 'filter',
    wordings: ['keep the strong ones', 'drop the weak ones'],
    meanings: [
      over('score', 5),
      over('score', 4),
      over('score', 6),
      over('score', 3),
      under('score', 4),
      under('score', 5),
    ],
  },
  {
    kind: 'filter',
    wordings: ['keep the big ones', 'drop the small ones', 'keep the important ones'],
    meanings: [
      over('count', 5),
      over('count', 4),
      over('money', 5),
      over('score', 5),
      over('count', 6),
      over('count', 3),
      over('money', 4),
      over('score', 4),
    ],
  },
  {
    kind: 'order',
    wordings: ['order them by money', 'sort by money'],
    meanings: [upBy('money'), downBy('money')],
  },
  {
    kind: 'order',
    wordings: ['order them by time', 'sort by time'],
    meanings: [upBy('time'), downBy('time')],
  },
  {
    kind: 'order',
    wordings: ['order them by score', 'sort by score'],
    meanings: [downBy('score'), upBy('score')],
  },
  {
    kind: 'order',
    wordings: ['order them by size', 'sort by size'],
    meanings: [downBy('count'), upBy('count')],
  },
  {
    kind: 'order',
    wordings: ['put the best first', 'rank them', 'lead with the best'],
    meanings: [
      downBy('score'),
      upBy('money'),
      upBy('score'),
      downBy('time'),
      downBy('money'),
      downBy('count'),
    ],
  },
  {
    kind: 'slice',
    wordings: ['keep a few', 'take some', 'stop after a few', 'shorten the list'],
    meanings: [first(3), first(2), first(1), first(4), skip(1), last(2)],
  },
  {
    kind: 'slice',
    wordings: ['skip the start', 'take the end', 'take the rest'],
    meanings: [skip(1), skip(2), last(2), last(1), last(3), skip(3)],
  },
  { kind: 'show', wordings: ['show the names', 'list the names', 'say who it is'], meanings: [show('name')] },
  { kind: 'show', wordings: ['show where', 'list the places', 'say where it is'], meanings: [show('place')] },
  {
    kind: 'show',
    wordings: ['identify them', 'show which', 'list them'],
    meanings: [show('name'), show('place')],
  },
  { kind: 'show', wordings: ['show the money', 'list the money'], meanings: [show('money')] },
  { kind: 'show', wordings: ['show when', 'list the times'], meanings: [show('time')] },
  {
    kind: 'show',
    wordings: ['add it up', 'work out the sum', 'give one figure'],
    meanings: [total('money'), { kind: 'length' }, total('count'), total('score')],
  },
]

export const recordOpenings = ['Given rows', 'From the rows', 'For a report on rows'] as const

const byKind = (kind: Kind) => recordInstructions.filter((instruction) => instruction.kind === kind)
const instructionsByKind: Record<Kind, Instruction[]> = {
  filter: byKind('filter'),
  order: byKind('order'),
  slice: byKind('slice'),
  show: byKind('show'),
}

export interface RecordTicket extends Ticket {
  instructions: readonly Instruction[]
}

/** A reading in full: the schema (a field per concept) and what each clause means. */
interface Spec {
  fields: Record<Concept, string>
  meanings: Meaning[]
}

const conceptSizes = conceptNames.map((concept) => concepts[concept].length)

export const records: Family<RecordTicket> = {
  name: 'records',

  drawTicket(rng) {
    const kinds: Kind[] = []
    if (rng.uniform() < 0.75) kinds.push('filter')
    if (rng.uniform() < 0.7) kinds.push('order')
    if (rng.uniform() < (kinds.includes('order') ? 0.7 : 0.2)) kinds.push('slice')
    kinds.push('show')
    const instructions = kinds.map((kind) => rng.pick(instructionsByKind[kind]))
    const clauses = instructions.map((instruction) => rng.pick(instruction.wordings))
    return {
      family: 'records',
      text: `${rng.pick(recordOpenings)}, ${clauses.join(', then ')}.`,
      sizes: [...conceptSizes, ...instructions.map((instruction) => instruction.meanings.length)],
      instructions,
    }
  },

  code(ticket, reading) {
    const spec = specOf(ticket, reading)
    return 'rows' + spec.meanings.map((meaning) => codeOf(meaning, spec.fields)).join('')
  },

  drawTests(rng, ticket, truth, count) {
    const spec = specOf(ticket, truth)
    const tests: ArgsTest[] = []
    for (let tries = 0; tests.length < count && tries < 4 * count; tries++) {
      const rows = drawRows(rng, spec.fields)
      const expected = runSpec(spec, rows) as Json
      if (
        Array.isArray(expected)
          ? expected.length === 0
          : (expected as number) === 0 || (expected as number) > 99
      )
        continue
      tests.push({ args: [rows], expected })
    }
    if (tests.length < count) return null
    for (let skipped = 0; skipped < spec.meanings.length - 1; skipped++) {
      const rest = { fields: spec.fields, meanings: spec.meanings.filter((_, i) => i !== skipped) }
      if (tests.every((test) => sameJson(runSpec(rest, test.args[0] as Row[]), test.expected))) return null
    }
    return tests
  },

  run(ticket, truth, reading, test): Outcome {
    const rows = (strictRows ??= compileStrictRows())(
      test.args[0] as Row[],
      strictFieldsOf(specOf(ticket, truth).fields),
    )
    try {
      return { value: runSpec(specOf(ticket, reading), rows as Row[]) }
    } catch (error) {
      if (error instanceof Error) return { error: { name: error.name, message: error.message } }
      throw error
    }
  },

  judging(ticket, truth) {
    const spec = specOf(ticket, truth)
    return {
      program: { kind: 'expression', parameters: ['rows'] },
      feedbackStyle: 'report',
      strictFields: strictFieldsOf(spec.fields),
      report: checksOf(spec),
    }
  },
}

type Row = Record<string, Json>

let strictRows: ReturnType<typeof compileStrictRows> | undefined

function specOf(ticket: RecordTicket, reading: Reading): Spec {
  const fields = {} as Record<Concept, string>
  conceptNames.forEach((concept, i) => (fields[concept] = concepts[concept][reading[i]!]!))
  return {
    fields,
    meanings: ticket.instructions.map(
      (instruction, i) => instruction.meanings[reading[conceptNames.length + i]!]!,
    ),
  }
}

function strictFieldsOf(fields: Record<Concept, string>): Record<string, string[]> {
  return Object.fromEntries(
    conceptNames.map((concept) => [
      fields[concept],
      concepts[concept].filter((field) => field !== fields[concept]),
    ]),
  )
}

function codeOf(meaning: Meaning, fields: Record<Concept, string>): string {
  switch (meaning.kind) {
    case 'flag':
      return `.filter(r=>${meaning.wanted ? '' : '!'}r.${fields.flag})`
    case 'limit':
      return `.filter(r=>r.${fields[meaning.by]}${meaning.test}${meaning.value})`
    case 'order':
      return meaning.descending
        ? `.sort((a,b)=>b.${fields[meaning.by]}-a.${fields[meaning.by]})`
        : `.sort((a,b)=>a.${fields[meaning.by]}-b.${fields[meaning.by]})`
    case 'slice':
      return meaning.to === null ? `.slice(${meaning.from})` : `.slice(${meaning.from},${meaning.to})`
    case 'show':
      return `.map(r=>r.${fields[meaning.what]})`
    case 'total':
      return `.reduce((s,r)=>s+r.${fields[meaning.what]},0)`
    case 'length':
      return '.length'
    default:
      return meaning satisfies never
  }
}

function runSpec(spec: Spec, rows: readonly Row[]): unknown {
  let kept = rows as Row[]
  for (const meaning of spec.meanings) {
    switch (meaning.kind) {
      case 'flag':
        kept = kept.filter((r) => Boolean(r[spec.fields.flag]) === meaning.wanted)
        break
      case 'limit': {
        const field = spec.fields[meaning.by]
        kept = kept.filter((r) =>
          meaning.test === '>' ? (r[field] as number) > meaning.value : (r[field] as number) < meaning.value,
        )
        break
      }
      case 'order': {
        const field = spec.fields[meaning.by]
        // The program reads a's field first when ascending and b's first when descending; both are the same field.
        kept = [...kept].sort((a, b) =>
          meaning.descending
            ? (b[field] as number) - (a[field] as number)
            : (a[field] as number) - (b[field] as number),
        )
        break
      }
      case 'slice':
        kept = meaning.to === null ? kept.slice(meaning.from) : kept.slice(meaning.from, meaning.to)
        break
      case 'show':
        return kept.map((r) => r[spec.fields[meaning.what]])
      case 'total':
        return kept.reduce((s, r) => s + (r[spec.fields[meaning.what]] as number), 0)
      case 'length':
        return kept.length
      default:
        return meaning satisfies never
    }
  }
  return kept
}

function checksOf(spec: Spec): ReportChecks {
  const checks: ReportChecks = { filters: [] }
  for (const meaning of spec.meanings) {
    if (meaning.kind === 'flag')
      checks.filters.push({ field: spec.fields.flag, test: meaning.wanted ? 'is' : 'not' })
    if (meaning.kind === 'limit')
      checks.filters.push({ field: spec.fields[meaning.by], test: meaning.test, value: meaning.value })
    if (meaning.kind === 'order')
      checks.order = { field: spec.fields[meaning.by], descending: meaning.descending }
    if (meaning.kind === 'show') checks.show = spec.fields[meaning.what]
  }
  return checks
}

/** Five or six rows; no field but the flag repeats a value, so an order is one order and a shown value is one row. */
function drawRows(rng: Rng, fields: Record<Concept, string>): Row[] {
  const n = 5 + rng.below(2)
  const values: Record<Concept, Json[]> = {
    money: drawDistinct(rng, digits, n),
    time: drawDistinct(rng, digits, n),
    score: drawDistinct(rng, digits, n),
    count: drawDistinct(rng, digits, n),
    name: drawDistinct(rng, recordNames, n),
    place: drawDistinct(rng, recordPlaces, n),
    flag: Array.from({ length: n }, () => rng.uniform() < 0.55),
  }
  return Array.from({ length: n }, (_, i) => {
    const row: Row = {}
    for (const concept of conceptNames) row[fields[concept]] = values[concept][i]!
    return row
  })
}

const digits = [1, 2, 3, 4, 5, 6, 7, 8, 9] as const

function drawDistinct<T>(rng: Rng, items: readonly T[], n: number): T[] {
  const pool = [...items]
  for (let i = 0; i < n; i++) {
    const j = i + rng.below(pool.length - i)
    ;[pool[i], pool[j]] = [pool[j]!, pool[i]!]
  }
  return pool.slice(0, n)
}
