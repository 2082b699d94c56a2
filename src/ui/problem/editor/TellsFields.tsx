/** How much the feedback of a question tells, and what that would be of a wrong answer. */
import { useMemo, useState } from 'react'
import { readQuestion } from '../../../authoring/problem-draft-question.ts'
import type { ProblemDraft } from '../../../authoring/problem-draft.ts'
import type { Tells } from '../../../problems/question-rule.ts'
import { findAnswer } from '../../../verify/question/find.ts'
import { tellingOf } from '../../../verify/question/found.ts'
import { readDraft } from '../../../authoring/read-draft.ts'
import { WorthBars } from './WorthBars.tsx'
import { Choice } from '../../parts/Choice.tsx'

const measures: Record<Tells, { name: string; sentence: string }> = {
  nothing: { name: 'Nothing', sentence: 'The self-teacher is told nothing, and can only learn from a pass.' },
  wrong: { name: 'Wrong', sentence: 'That it is wrong: no more than the reward says.' },
  hint: {
    name: 'A hint',
    sentence: 'What kind of thing it is, too high or too low, the form, or that a field is off.',
  },
  left: {
    name: 'What is left',
    sentence:
      'The options that the attempt did not name, or the fields by their names: small models learn from this.',
  },
}

const names = Object.fromEntries(
  (Object.keys(measures) as Tells[]).map((tells) => [tells, measures[tells].name]),
) as Record<Tells, string>

export function TellsFields({ draft, onTells }: { draft: ProblemDraft; onTells: (tells: Tells) => void }) {
  const { question } = draft
  const read = readQuestion(question)
  const [tried, setTried] = useState('')
  const { problem } = useMemo(() => readDraft(draft, 'own'), [draft])
  const found = 'program' in read ? findAnswer(tried, read.program.rule) : null
  return (
    <div className="judge-choice">
      <h3>How much the feedback tells</h3>
      <Choice
        label="How much the feedback tells"
        value={question.tells}
        options={(Object.keys(measures) as Tells[]).map((value) => ({
          value,
          name: measures[value].name,
          content: measures[value].name,
        }))}
        onChange={onTells}
      />
      <p className="problem-form-note">{measures[question.tells].sentence}</p>
      {found ? (
        <>
          <label className="field wide">
            <span>
              Of this answer <small>try one</small>
            </span>
            <input
              className="textbox"
              dir="auto"
              value={tried}
              onChange={(event) => setTried(event.target.value)}
            />
          </label>
          <p className="trial-feedback" role="status" aria-label="What the self-teacher would read">
            {found.right ? 'Right.' : tellingOf(found, question.tells) || 'Nothing.'}
          </p>
          {problem && <WorthBars problem={problem} names={names} />}
        </>
      ) : (
        <p className="problem-form-note">Write the right answer first: the feedback is made from it.</p>
      )}
    </div>
  )
}
