/**
 * What the two families have in common: tickets that leave something out, readings of a ticket,
 * programs that can be run, tests, and the feedback of a failing test. Everything is drawn from a
 * given generator, so the same seed gives the same problems.
 */
import type { Rng } from '../../rng.ts'
import type { Problem, ArgsTest } from '../problem.ts'
import type { Limit } from './errors.ts'

export type FamilyName = 'lists' | 'records'

/** How one run of a program ended. */
export type Outcome = { value: unknown } | { error: { name: string; message: string } } | { limit: Limit }

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

/** Structural equality of JSON values (what the judge means by a passing test). */
export function sameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((x, i) => sameJson(x, b[i]))
  if (a && b && typeof a === 'object' && typeof b === 'object' && !Array.isArray(a) && !Array.isArray(b)) {
    const [x, y] = [a as Record<string, unknown>, b as Record<string, unknown>]
    const keys = Object.keys(x)
    return keys.length === Object.keys(y).length && keys.every((key) => key in y && sameJson(x[key], y[key]))
  }
  return false
}
