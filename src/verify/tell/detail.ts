/** How much is told: of one failing test or of all of them, how many pass, or the verdict alone. */
import { truncationNote } from '../../problems/families/errors.ts'
import { feedbackDetailOf, type FeedbackDetail, type Problem } from '../../problems/problem.ts'
import type { TestResult } from '../results.ts'
import { verdictNames } from '../verdict.ts'
import type { VerdictStatus } from '../verdict.ts'
import type { TellOptions } from './options.ts'
import { isAboutAll } from './which.ts'
import { familyText, hasFamilyWords, referenceText } from './words.ts'

/** Longest text where all failures are told; one failure is held to the reference's own 2000. */
const MOST_CHARS = 6000

/** The failing tests, as many of them as the problem tells; `told` is the one that the verdict is about. */
export function visibleText(
  problem: Problem,
  results: readonly TestResult[],
  failing: readonly TestResult[],
  told: TestResult,
  { pick, truncated, hasCode }: TellOptions,
): string {
  const inFamily = hasFamilyWords(problem)
  const one = (result: TestResult) =>
    inFamily ? familyText(problem, result) : referenceText(problem, [result], truncated, hasCode)
  if (feedbackDetailOf(problem) !== 'all-failures' || isAboutAll(told))
    return pick || inFamily ? one(told) : referenceText(problem, failing, truncated, hasCode)
  const texts: string[] = []
  let chars = 0
  for (const [i, result] of failing.entries()) {
    const text = one(result)
    chars += text.length
    if (chars > MOST_CHARS) {
      texts.push(`... (${failing.length - i} more failing tests)`)
      break
    }
    texts.push(text)
  }
  const unrun = results.filter((result) => result.status === 'not-run').length
  return [
    ...texts,
    ...(unrun > 0 ? [`${unrun} ${unrun === 1 ? 'test was' : 'tests were'} not run.`] : []),
  ].join('\n\n')
}

/** What is told where only hidden tests fail. */
export function hiddenText(status: VerdictStatus): string {
  return `${verdictNames[status]}\nEvery test that is shown passes; a hidden test does not.`
}

/** The text on the failing tests cut down to, or completed by, what the problem tells. */
export function withDetail(
  detail: FeedbackDetail,
  text: string,
  status: VerdictStatus,
  results: readonly TestResult[],
  truncated: boolean,
  partial: boolean,
): string {
  const passed = results.filter((result) => result.record.passed).length
  const count = `${passed} of ${results.length} ${results.length === 1 ? 'test passes' : passed === 1 ? 'tests passes' : 'tests pass'}.`
  switch (detail) {
    case 'nothing':
      return ''
    case 'verdict':
      return status === 'format-error' ? text : `${verdictNames[status]}\n${count}`
    case 'first-failure':
    case 'all-failures': {
      const counted =
        (partial || detail === 'all-failures') && status !== 'format-error' && status !== 'syntax-error'
          ? `${text}\n\n${count}`
          : text
      const saysSo = truncated && !counted.startsWith('Truncated Attempt')
      return saysSo ? `${counted}\n${truncationNote}` : counted
    }
    default:
      return detail satisfies never
  }
}
