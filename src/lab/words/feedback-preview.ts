/** What the self-teacher would read of an attempt, before there is one: the judge's own words on an answer that returns nothing. */
import { languageOf, type Problem } from '../../problems/problem.ts'
import type { TestOutcome } from '../../verify/job.ts'
import { limitsOf } from '../../verify/limits.ts'
import { resultsOf } from '../../verify/results.ts'
import { tell } from '../../verify/tell.ts'

/** Null where no test is run, so that only an answer itself can be told about. */
export function previewFeedback(problem: Problem): string | null {
  const language = languageOf(problem.program)
  if (language === null || problem.tests.length === 0) return null
  const outcomes = problem.tests.map((test): TestOutcome =>
    'assert' in test
      ? { kind: 'unmet', saw: '', printed: '' }
      : { kind: 'returned', value: 'stdin' in test ? '""' : 'null', printed: '' },
  )
  const results = resultsOf(problem, { kind: 'ran', outcomes }, limitsOf(problem, language))
  return tell(problem, results, {
    pick: problem.family === undefined ? undefined : () => 0,
    truncated: false,
    hasCode: true,
  }).feedback
}
