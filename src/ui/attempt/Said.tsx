/** What the judge said in a line, and whether the self-teacher has read it: where both readers' whole texts have no room. */
import { givenOf } from '../../lab/reading/given.ts'
import { feedbackLabel } from '../../lab/words/strip-words.ts'
import { selectAsking } from '../../lab/state/guess.ts'
import { useLab, useLabState } from '../lab.tsx'
import type { Scene } from '../scene.ts'
import './Said.css'

/** `still`: nothing to press. */
export function Said({ scene: { attempt, reading }, still }: { scene: Scene; still?: boolean }) {
  const lab = useLab()
  const shown = useLabState((s) => s.hindsight.feedback)
  const asking = useLabState(selectAsking)
  const words = attempt?.verdict?.feedback.trim() ?? ''
  if (!attempt || words === '') return null
  const label = feedbackLabel(attempt.reprompt && reading && !asking ? givenOf(attempt, reading) : null)
  return (
    <div className="said-line">
      <p className={shown ? '' : 'hidden'}>
        {shown ? words.replaceAll(/\s*\n\s*/g, '  ') : 'feedback hidden'}
      </p>
      {still ? (
        shown && <span>{label}</span>
      ) : (
        <button
          type="button"
          className="link-button"
          aria-pressed={!shown}
          onClick={() => lab.looking.setHindsight({ feedback: !shown })}
        >
          {shown ? label : 'show it'}
        </button>
      )}
    </div>
  )
}
