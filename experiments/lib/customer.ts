/**
 * Questions of one customer: a vague phrase means the same in all their tickets, mostly something unusual, and their rows
 * have one schema. So what is learned on some of their questions can help with others, which is what training on a set of
 * questions is about. True programs are of a held-out split, and no two questions share one.
 */
import type { Family, FamilyName, Ticket } from '../../src/problems/tickets/family.ts'
import { listInstructions } from '../../src/problems/tickets/list-instructions.ts'
import { lists } from '../../src/problems/tickets/lists.ts'
import { recordInstructions } from '../../src/problems/tickets/record-instructions.ts'
import { records } from '../../src/problems/tickets/records.ts'
import { problemOf } from '../../src/problems/tickets/drawn.ts'
import { splitOf } from '../../src/problems/tickets/split.ts'
import type { Problem } from '../../src/problems/problem.ts'
import { Rng } from '../../src/rng.ts'
import type { HeldOut } from './drawn-problems.ts'

/** Tickets of both families have an instruction a clause, and before these choices that no clause speaks of (a schema), or none. */
interface Source {
  family: Family<Ticket & { instructions: readonly object[] }>
  /** All that a clause may be. */
  instructions: readonly object[]
  /** Clauses of a hard ticket, at least. */
  clauses: number
}

const sources = {
  lists: { family: lists, instructions: listInstructions, clauses: 2 },
  records: { family: records, instructions: recordInstructions, clauses: 3 },
} as unknown as Record<FamilyName, Source>

const testCount = 8
const mostTickets = 20_000

/** `count` questions of customer `seed`. Throws where their phrases make fewer programs of this split. */
export function customerQuestions(name: FamilyName, split: HeldOut, seed: number, count: number): Problem[] {
  const { family, instructions, clauses } = sources[name]
  const habit = (choice: string, size: number) => Rng.of(seed, 'customer', name, choice).below(size)
  const rng = Rng.of(seed, 'tickets', name, split)
  const seen = new Set<string>()
  const questions: Problem[] = []
  for (let drawn = 0; questions.length < count; drawn++) {
    if (drawn === mostTickets)
      throw new Error(
        `Customer ${seed} has ${questions.length} ${name} questions of the ${split} split, not ${count}. Ask for fewer --problems.`,
      )
    const ticket = family.drawTicket(rng)
    if (ticket.instructions.length < clauses) continue
    const unspoken = ticket.sizes.length - ticket.instructions.length
    const truth = ticket.sizes.map((size, i) =>
      habit(
        i < unspoken ? `field ${i}` : `phrase ${instructions.indexOf(ticket.instructions[i - unspoken]!)}`,
        size,
      ),
    )
    const code = family.code(ticket, truth)
    if (splitOf(code) !== split || seen.has(code)) continue
    const tests = family.drawTests(rng, ticket, truth, testCount)
    if (!tests) continue
    seen.add(code)
    const id = `${name}-${split}-customer-${seed}-${questions.length + 1}`
    questions.push(problemOf({ family, ticket, truth, code, tests }, { id, title: id }))
  }
  return questions
}
