/** The foot of the presentation: where the run is, the slides, and the keys. */
import { selectKnown, selectView, selectWhole } from '../../lab/state/selectors.ts'
import type { ActionId } from '../../lab/state/action-ids.ts'
import { useAction } from '../actions.ts'
import { useLab, useLabState } from '../lab.tsx'
import { PageDots } from '../lesson/Lesson.tsx'
import type { Lesson } from '../lesson/useLesson.ts'
import { useScene } from '../scene.ts'

export function PresentFoot({ lesson }: { lesson: Lesson }) {
  const lab = useLab()
  const { step: here, attempt, mode } = useScene()
  const view = useLabState(selectView)
  const whole = useLabState(selectWhole)
  const known = useLabState(selectKnown)
  const hidden = useLabState((s) => !s.hindsight.feedback)
  const side = useLabState((s) => s.side)
  return (
    <footer className="present-foot">
      <div className="present-run">
        <span className="present-steps" aria-hidden="true">
          {whole.steps.slice(-40).map((step) => (
            <i
              key={step.step}
              className={`${step.step === here?.step ? 'now' : step.step > view.steps.length ? 'ahead' : ''} ${(known.steps[step.step - 1]?.passed ?? 0) > 0 ? 'passed' : ''}`}
            />
          ))}
        </span>
        {attempt && (
          <span>
            Update <b>{attempt.step}</b>, attempt <b>{attempt.attempt}</b>
          </span>
        )}
      </div>
      <PageDots
        pages={lesson.titles}
        number={side === null ? lesson.number : side === 'measured' ? lesson.titles.length + 1 : 0}
        open={lesson.open}
      />
      <div className="present-keys">
        <button type="button" aria-label="Previous page" onClick={() => lab.choices.turnSlide(-1)}>
          <kbd className="key">←</kbd>
        </button>
        <button type="button" aria-label="Next page" onClick={() => lab.choices.turnSlide(1)}>
          <kbd className="key">→</kbd> page
        </button>
        <button type="button" className="wide" aria-label="Next act" onClick={() => lab.time.nextAct()}>
          <kbd className="key">↓</kbd> act
        </button>
        <button
          type="button"
          className="wide"
          aria-pressed={hidden}
          onClick={() => lab.looking.setHindsight({ feedback: hidden })}
        >
          <kbd className="key">F</kbd> feedback
        </button>
        <ActionKey id="what-if" letter="I">
          what if
        </ActionKey>
        <button
          type="button"
          className="wide"
          aria-pressed={mode === 'grpo'}
          onClick={() => lab.looking.setCreditMode(mode === 'grpo' ? 'sdpo' : 'grpo')}
        >
          <kbd className="key">G</kbd> GRPO
        </button>
        <ActionKey id="guess" letter="Q">
          guess
        </ActionKey>
        <ActionKey id="pointer" letter="L">
          pointer
        </ActionKey>
        <button
          type="button"
          className="vast"
          aria-label="Show nothing"
          onClick={() => lab.choices.setBlank(true)}
        >
          <kbd className="key">B</kbd> blank
        </button>
        <button
          type="button"
          aria-label="Leave the presentation"
          onClick={() => lab.choices.setPresent(false)}
        >
          <kbd className="key">Esc</kbd> leave
        </button>
      </div>
    </footer>
  )
}

/** A named act by its key: the first ones to go where there is little room. */
function ActionKey({ id, letter, children }: { id: ActionId; letter: string; children: string }) {
  const { label, pressed, enabled, perform } = useAction(id)
  return (
    <button
      type="button"
      className="widest"
      aria-label={label}
      aria-pressed={pressed}
      disabled={!enabled}
      onClick={perform}
    >
      <kbd className="key">{letter}</kbd> {children}
    </button>
  )
}
