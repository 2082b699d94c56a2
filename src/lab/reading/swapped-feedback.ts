/**
 * Someone else's feedback: the control that shows whether credit comes from what the judge said of
 * THIS attempt. Lenders are the other attempts of the same update, in order, and then another problem
 * whose first test stands in the judge's own words in place of this one's.
 */
import { isArgsTest, type Problem } from '../../problems/problem.ts'
import type { AttemptView, StepView } from '../run/view.ts'

export interface Lender {
  of: 'attempt' | 'problem'
  /** Whose it is: `attempt 27`, `the problem "Turned around"`. */
  from: string
  text: string
}

export function lendersOf(
  step: StepView,
  attempt: AttemptView,
  problems: readonly Problem[],
  problem: Problem | null,
): Lender[] {
  const own = attempt.verdict?.feedback.trim() ?? ''
  const told = new Set([own, ''])
  const others = [...step.attempts.slice(attempt.row + 1), ...step.attempts.slice(0, attempt.row)]
  const lenders: Lender[] = []
  for (const other of others) {
    const text = other.passed ? '' : (other.verdict?.feedback.trim() ?? '')
    if (told.has(text)) continue
    told.add(text)
    lenders.push({ of: 'attempt', from: `attempt ${other.attempt}`, text })
  }
  const stranger = problems.find((p) => p.id !== problem?.id && wordsOf(p) === wordsOf(problem))
  const text = stranger && ofAnotherProblem(attempt, stranger)
  return text && !told.has(text)
    ? [...lenders, { of: 'problem', from: `the problem \u201c${stranger.title}\u201d`, text }]
    : lenders
}

/** A lender's name as a recording has it, in the page's language. */
export function lenderName(recorded: string): string {
  const [, attempt] = /^attempt (\d+)$/.exec(recorded) ?? []
  if (attempt !== undefined) return `attempt ${attempt}`
  const [, title] = /^the problem \u201c(.*)\u201d$/.exec(recorded) ?? []
  return title === undefined ? recorded : `the problem \u201c${title}\u201d`
}

/** In whose words a failing test is told: one's own about lists are told of as the family is. */
function wordsOf(problem: Problem | null): string | undefined {
  return problem?.feedbackStyle === 'brief' ? 'lists' : (problem?.family ?? problem?.program.kind)
}

/** The judge's words with another problem's first test in them; null where they name no test. */
function ofAnotherProblem(attempt: AttemptView, stranger: Problem): string | null {
  const feedback = attempt.verdict?.feedback.trim() ?? ''
  const told = attempt.verdict?.told ?? null
  const record = attempt.records.find((r) => r.testIndex === told)
  const test = stranger.tests[0]
  if (!record || !test || !isArgsTest(test)) return null
  const input = test.args.map((arg) => JSON.stringify(arg)).join('\n')
  const expected = JSON.stringify(test.expected)
  // By place, not by pattern: the output between them stays the attempt's own.
  const given = [record.input, withoutNames(record.input)].find(
    (text) => text !== '' && feedback.includes(text),
  )
  if (given === undefined) return null
  const at = feedback.indexOf(given)
  const end = feedback.lastIndexOf(record.expected)
  if (end < at + given.length) return null
  return (
    feedback.slice(0, at) +
    input +
    feedback.slice(at + given.length, end) +
    expected +
    feedback.slice(end + record.expected.length)
  )
}

/** Judges name an input's parameters or leave them out. */
const withoutNames = (input: string) => input.replaceAll(/^\w+ = /gm, '')
