/** Over an attempt: whether it passed, and the rule of credit that it is drawn by. */
import type { CreditMode } from '../../lab/reading/credit.ts'
import type { AttemptView } from '../../lab/run/view.ts'
import { selectTaught } from '../../lab/state/selectors.ts'
import { useLab, useLabState } from '../lab.tsx'
import { Choice } from '../parts/Choice.tsx'
import { Icon } from '../parts/Icon.tsx'

export function VerdictChip({ attempt }: { attempt: AttemptView }) {
  if (attempt.passed === null)
    return (
      <span className="chip">
        {attempt.stage === 'sampling' || attempt.stage === 'waiting' ? 'writing' : 'unjudged'}
      </span>
    )
  return attempt.passed ? (
    <span className="chip passed">
      <Icon name="check" size={12} />
      passed
    </span>
  ) : (
    <span className="chip">
      <Icon name="cross" size={12} />
      failed
    </span>
  )
}

/** Where there is room, in full. */
function ModeWords({ mode }: { mode: 'SDPO' | 'GRPO' }) {
  return (
    <span>
      {mode}
      <span className="credit-choice-of"> credit</span>
    </span>
  )
}

/** Nothing where the arm has no self-teacher: there is no choice then. */
export function CreditChoice() {
  const lab = useLab()
  const mode = useLabState((s) => s.creditMode)
  const offered = useLabState(selectTaught)
  if (!offered) return null
  return (
    <Choice<CreditMode>
      label="Credit"
      className="credit-choice"
      value={mode}
      onChange={(next) => lab.looking.setCreditMode(next)}
      options={[
        { value: 'sdpo', name: 'SDPO credit', content: <ModeWords mode="SDPO" /> },
        { value: 'mix', name: 'SDPO + GRPO credit', content: '+' },
        { value: 'grpo', name: 'GRPO credit', content: <ModeWords mode="GRPO" /> },
      ]}
    />
  )
}
