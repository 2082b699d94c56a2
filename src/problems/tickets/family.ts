/**
 * What the two families of the bundled model have in common: tickets that leave something out, readings of
 * a ticket, programs that can be run, and tests. Everything is drawn from a given generator, so the same
 * seed gives the same problems.
 */
import type { Outcome } from '../families/outcome.ts'
import type { ArgsTest, Problem } from '../problem.ts'
import type { Rng } from '../../rng.ts'

export type FamilyName = 'lists' | 'records'

/** One meaning for each open choice of a ticket, by its number. */
export type Reading = readonly number[]

export interface Ticket {
  family: FamilyName
  /** The question as the model reads it. */
  text: string
  /** Number of meanings of each open choice. */
  sizes: readonly number[]
}

export interface Family<T extends Ticket = Ticket> {
  name: FamilyName
  drawTicket(rng: Rng): T
  /** The program of a reading, as one JavaScript expression. */
  code(ticket: T, reading: Reading): string
  /** Tests of the true reading, or null where it is degenerate (nothing left, a step that never matters). */
  drawTests(rng: Rng, ticket: T, truth: Reading, count: number): ArgsTest[] | null
  /** Runs a reading on one test of a problem whose true reading is `truth`. */
  run(ticket: T, truth: Reading, reading: Reading, test: ArgsTest): Outcome
  /** The parts of the `Problem` that its judge needs beside the tests. */
  judging(ticket: T, truth: Reading): Pick<Problem, 'program' | 'feedbackStyle' | 'strictFields' | 'report'>
}
