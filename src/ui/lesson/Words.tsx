/** A lesson's sentence: prose in which every underlined phrase is a button that acts on the picture, pressed while its effect holds. */
import { Fragment } from 'react'
import { selectFocus, selectView } from '../../lab/selectors.ts'
import type { LabState } from '../../lab/store.ts'
import type { Lab } from '../../lab/lab.ts'
import { currentStep } from '../../lab/view.ts'
import { useLab, useLabState } from '../lab.tsx'
import type { Effect, Sentence, Word } from './pages.ts'

export function Words({ sentence }: { sentence: Sentence }) {
  return sentence.map((word, i) => {
    // A button is one box to the line breaker: its punctuation stays with it.
    const before = sentence[i - 1]
    const tail = typeof before === 'object' && typeof word === 'string' ? /^[^\s\w]+/.exec(word)?.[0] : undefined
    const after = sentence[i + 1]
    const mine = typeof word === 'object' && typeof after === 'string' ? /^[^\s\w]+/.exec(after)?.[0] : undefined
    if (typeof word === 'string') return <Fragment key={i}>{word.slice(tail?.length ?? 0)}</Fragment>
    return <span key={i} className="lesson-whole"><OneWord word={word} />{mine}</span>
  })
}

function OneWord({ word }: { word: Exclude<Word, string> }) {
  if ('code' in word && !('say' in word)) return <code className={`lesson-code ${word.tone ?? ''}`}>{word.code}</code>
  return <Act word={word} />
}

function Act({ word }: { word: Extract<Word, { say: string }> }) {
  const lab = useLab()
  const held = useLabState((s) => holds(s, word.effect))
  const preview = (on: boolean) => {
    if (word.effect.kind === 'token' && selectFocus(lab.store.getState()).attempt?.attempt === word.effect.attempt) lab.hoverToken(on ? word.effect.token : null)
  }
  return (
    <button
      type="button"
      className={`lesson-act ${word.code ? 'token' : ''} ${word.tone ?? ''}`}
      aria-pressed={held}
      onClick={() => (held ? undo(lab, word.effect) : perform(lab, word.effect))}
      onPointerEnter={() => preview(true)}
      onPointerLeave={() => preview(false)}
      onFocus={() => preview(true)}
      onBlur={() => preview(false)}
    >
      {word.say}
    </button>
  )
}

function holds(state: LabState, effect: Effect): boolean {
  switch (effect.kind) {
    case 'credit':
      return state.creditMode === effect.mode
    case 'hide-feedback':
      return !state.hindsight.feedback
    case 'token':
      return state.focus.attempt === effect.attempt && state.focus.token === effect.token
    case 'attempt':
      return state.focus.attempt === effect.attempt && currentStep(selectView(state))?.step === effect.step
    case 'step': {
      const step = currentStep(selectView(state))
      return step?.step === effect.step && step.beat === 'update'
    }
    default:
      return effect satisfies never
  }
}

function perform(lab: Lab, effect: Effect): void {
  switch (effect.kind) {
    case 'credit':
      return lab.setCreditMode(effect.mode)
    case 'hide-feedback':
      lab.setCreditMode('sdpo')
      return lab.setHindsight({ feedback: false })
    case 'token':
      lab.setCreditMode('sdpo')
      lab.focusAttempt(effect.attempt)
      return lab.pinToken(effect.token)
    case 'attempt':
      lab.seekStep(effect.step)
      return lab.focusAttempt(effect.attempt)
    case 'step':
      return lab.seekStep(effect.step)
    default:
      return effect satisfies never
  }
}

/** Presses that can be taken back are; a place in time stays. */
function undo(lab: Lab, effect: Effect): void {
  switch (effect.kind) {
    case 'credit':
      return lab.setCreditMode('sdpo')
    case 'hide-feedback':
      return lab.setHindsight({ feedback: true })
    case 'token':
      return lab.pinToken(null)
    case 'attempt':
    case 'step':
      return
    default:
      return effect satisfies never
  }
}
