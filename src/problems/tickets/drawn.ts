/** A ticket with its true reading, the program of that reading and tests of it; and the problem that they make. */
import type { ArgsTest, Problem } from '../problem.ts'
import type { Family, FamilyName, Reading, Ticket } from './family.ts'
import { lists } from './lists.ts'
import { records } from './records.ts'

export interface Drawn {
  family: Family
  ticket: Ticket
  truth: Reading
  code: string
  tests: ArgsTest[]
}

export const families: Record<FamilyName, Family> = {
  lists: lists as unknown as Family,
  records: records as unknown as Family,
}

/** The problem as data, for presets and judges. */
export function problemOf(drawn: Drawn, about: Pick<Problem, 'id' | 'title'> & { note?: string }): Problem {
  return {
    ...about,
    statement: drawn.ticket.text,
    family: drawn.family.name,
    ...drawn.family.judging(drawn.ticket, drawn.truth),
    tests: drawn.tests,
    solution: drawn.code,
  }
}
