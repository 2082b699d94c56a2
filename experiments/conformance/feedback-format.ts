/** Section `feedback_format`: the words that a set of test records becomes. */
import { formatTestFeedback } from '../../src/verify/feedback.ts'
import type { FeedbackOptions, ReferenceRecord } from '../../src/verify/feedback.ts'
import type { Section } from './report.ts'

interface FeedbackCase {
  id: string
  records: ReferenceRecord[]
  kwargs: FeedbackOptions
  expect: { feedback: string }
}

export async function feedbackFormat(cases: FeedbackCase[], section: Section): Promise<void> {
  for (const { id, records, kwargs, expect } of cases) {
    await section.case(id, (check) =>
      check.equal('feedback', formatTestFeedback(records, kwargs), expect.feedback),
    )
  }
}
