/** How an answer is judged and how much of that is told; the judge itself, where the person writes one. */
import { useMemo } from 'react'
import { previewFeedback } from '../../../lab/words/feedback-preview.ts'
import type { ProblemDraft } from '../../../authoring/problem-draft.ts'
import { readDraft } from '../../../authoring/read-draft.ts'
import type { FeedbackDetail } from '../../../problems/problem.ts'
import { kindOf } from '../../../verify/kinds/index.ts'
import { Choice } from '../../parts/Choice.tsx'
import { Switch } from '../../parts/Switch.tsx'
import { CompareFields } from './CompareFields.tsx'
import { GivenFields } from './GivenFields.tsx'
import { editorKinds } from './kinds/index.ts'
import type { MarkedProps } from './kinds/kind.ts'

const details: Record<FeedbackDetail, { name: string; sentence: string }> = {
  nothing: {
    name: 'Nothing',
    sentence:
      'The self-teacher learns nothing of what went wrong: it can only learn from attempts that passed.',
  },
  verdict: {
    name: 'The verdict',
    sentence: 'Wrong answer or error, and how many tests passed: a word more than the reward.',
  },
  'first-failure': {
    name: 'First failure',
    sentence:
      'One failing test with its input, its output and what was expected, as the paper\u2019s environments tell it.',
  },
  'all-failures': {
    name: 'All failures',
    sentence: 'Every failing test that is not hidden: the richest feedback, and the longest to read.',
  },
}

const creditInParts = 'Partial credit'

export function JudgeTab({ draft, marks, onChange }: MarkedProps) {
  const kind = editorKinds[draft.kind]
  const tested = kindOf(draft.kind).tests.length > 0
  return (
    <div className="stack">
      {kind.judge?.({ draft, marks, onChange })}
      {!kind.ownDetail && (
        <div className="judge-choice">
          <h3>How much the feedback tells</h3>
          <Choice
            label="How much the feedback tells"
            value={draft.feedbackDetail}
            options={(Object.keys(details) as FeedbackDetail[]).map((value) => ({
              value,
              name: details[value].name,
              content: details[value].name,
            }))}
            onChange={(feedbackDetail) => onChange({ ...draft, feedbackDetail })}
          />
          <p className="problem-form-note">{details[draft.feedbackDetail].sentence}</p>
        </div>
      )}
      {tested && (
        <div className="judge-choice">
          <Switch
            name={creditInParts}
            words={creditInParts}
            on={draft.partialCredit}
            onChange={(partialCredit) => onChange({ ...draft, partialCredit })}
          />
          <p className="problem-form-note">
            {draft.partialCredit
              ? 'The reward is the share of tests that pass; an attempt still passes only when all do.'
              : 'The reward is 1 when every test passes, else 0, as in the paper.'}
          </p>
        </div>
      )}
      {tested && <CompareFields draft={draft} onChange={onChange} />}
      {tested && <GivenFields draft={draft} onChange={onChange} />}
      {tested && <Preview draft={draft} />}
    </div>
  )
}

function Preview({ draft }: { draft: ProblemDraft }) {
  const { problem } = useMemo(
    () => readDraft({ ...draft, statement: draft.statement.trim() || 'none yet' }, 'own'),
    [draft],
  )
  const feedback = useMemo(() => problem && previewFeedback(problem), [problem])
  return (
    <section className="judge-preview" aria-label="What the self-teacher would read">
      <h3>What the self-teacher would read</h3>
      {feedback === null ? (
        <p className="problem-form-note">Write a test first: the feedback is made from it.</p>
      ) : feedback === '' ? (
        <p className="problem-form-note">Of an attempt that fails, nothing.</p>
      ) : (
        <>
          <p className="problem-form-note">
            Of an attempt that returns nothing, after the question. Under Try you see it for an answer of your
            own.
          </p>
          <pre className="trial-feedback" tabIndex={0}>
            {feedback}
          </pre>
        </>
      )}
    </section>
  )
}
