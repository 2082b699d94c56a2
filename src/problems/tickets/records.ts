/**
 * The records family: reports over rows whose schema the ticket does not spell out. The ticket says
 * "good ones", "money", "names"; which field that is, which way to sort, how many to keep, is left open.
 * Rows are strict and feedback names what broke, so credit is crisp: the wrong field glows.
 */
import type { Rng } from '../../rng.ts'
import type { ArgsTest, Json } from '../problem.ts'
import { sameJson, type Outcome } from '../families/outcome.ts'
import type { Family, Reading, Ticket } from './family.ts'
import { compileStrictRows } from '../families/strict-rows.ts'
import {
  conceptNames,
  concepts,
  recordInstructions,
  recordNames,
  recordOpenings,
  recordPlaces,
  type Concept,
  type Instruction,
  type Kind,
} from './record-instructions.ts'
import { checksOf, codeOf, runSpec, type Row, type Spec } from './record-spec.ts'

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
    const own = specOf(ticket, truth).fields
    const spec = specOf(ticket, reading)
    const given = test.args[0] as Row[]
    // A reading with the rows' own fields never meets an unknown one; where scripts may not be compiled, only such are run.
    const strange = conceptNames.some((concept) => spec.fields[concept] !== own[concept])
    const rows = strange ? (strictRows ??= compileStrictRows())(given, strictFieldsOf(own)) : given
    try {
      return { value: runSpec(spec, rows as Row[]) }
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
