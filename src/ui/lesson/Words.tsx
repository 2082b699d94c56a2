/** A lesson's sentence: prose in which every underlined phrase is a button that acts on the picture, pressed while its effect holds. */
import { Fragment } from 'react'
import { selectFocus, selectView } from '../../lab/state/selectors.ts'
import { selectAsking } from '../../lab/state/guess.ts'
import { selectWhatIfAttempt } from '../../lab/state/what-if.ts'
import { runSettings } from '../../lab/settings/run-settings.ts'
import type { LabState } from '../../lab/state/store.ts'
import type { Lab } from '../../lab/lab.ts'
import { currentStep } from '../../lab/run/view.ts'
import { useLab, useLabState } from '../lab.tsx'
import { withTerms } from './glossary.ts'
import { Term } from './Term.tsx'
import type { Effect, Sentence, Word } from './page.ts'

/**
 * @param explained terms that were explained before on the page, added to; absent where none is to be (a slide's title)
 * @param after what stands before it on the page
 */
export function Words(props: { sentence: Sentence; explained?: Set<string>; after?: string }) {
  let before = props.after ?? ''
  return props.sentence.map((word, i) => {
    // Text after other words is other text, not that before moved about; a button stays, with its focus.
    before += textOf(word)
    return (
      <Fragment key={typeof word === 'string' ? `${i} ${before}` : i}>
        <OneWord word={word} explained={props.explained} />
      </Fragment>
    )
  })
}

/** What a word puts on the page. */
function textOf(word: Word): string {
  return typeof word === 'string' ? word : 'say' in word ? word.say : word.code
}

/** What a sentence puts on the page. */
export const textOfSentence = (sentence: Sentence) => sentence.map(textOf).join('')

function OneWord({ word, explained }: { word: Word; explained: Set<string> | undefined }) {
  if (typeof word === 'string')
    return explained
      ? withTerms(word, explained).map(({ text, term }, i) =>
          term === null ? <Fragment key={i}>{text}</Fragment> : <Term key={i} word={term} />,
        )
      : word
  if ('code' in word && !('say' in word))
    return <code className={`lesson-code ${word.tone ?? ''}`}>{word.code}</code>
  return <ActOrWords word={word} />
}

/** Where there are no controls, what would open one of them is said and no more. */
function ActOrWords({ word }: { word: Extract<Word, { say: string }> }) {
  const controls = useLabState((s) => s.controls)
  const opens = ['live', 'panel', 'what-if'].includes(word.effect.kind)
  return controls || !opens ? <Act word={word} /> : word.say
}

function Act({ word }: { word: Extract<Word, { say: string }> }) {
  const lab = useLab()
  const held = useLabState((s) => holds(s, word.effect))
  const pointed = useLabState((s) => pointedAt(s, word.effect))
  const preview = (on: boolean) => {
    if (
      word.effect.kind === 'token' &&
      selectFocus(lab.store.getState()).attempt?.attempt === word.effect.attempt
    )
      lab.looking.hoverToken(on ? word.effect.token : null)
  }
  const press = () => (held ? undo(lab, word.effect) : perform(lab, word.effect))
  // A span, so that a phrase breaks over lines like the prose around it; a button element is one box.
  return (
    <span
      role="button"
      tabIndex={0}
      className={`lesson-act ${word.code ? 'token' : ''} ${word.tone ?? ''} ${pointed ? 'pointed' : ''}`}
      aria-pressed={held}
      onClick={press}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' && event.key !== ' ') return
        event.preventDefault()
        press()
      }}
      onPointerEnter={() => preview(true)}
      onPointerLeave={() => preview(false)}
      onFocus={() => preview(true)}
      onBlur={() => preview(false)}
    >
      {word.say}
    </span>
  )
}

/** The picture points back: its token under the pointer is the one that this phrase names. */
function pointedAt(state: LabState, effect: Effect): boolean {
  return (
    effect.kind === 'token' &&
    state.focus.hovered === effect.token &&
    selectFocus(state).attempt?.attempt === effect.attempt
  )
}

function holds(state: LabState, effect: Effect): boolean {
  switch (effect.kind) {
    case 'credit':
      return state.creditMode === effect.mode
    case 'hide-feedback':
      return !state.hindsight.feedback
    case 'what-if':
      return state.whatIf === effect.what && selectWhatIfAttempt(state) !== null
    case 'guess':
      return selectAsking(state)
    case 'token':
      return state.focus.attempt === effect.attempt && state.focus.token === effect.token
    case 'attempt':
      return (
        state.focus.attempt === effect.attempt &&
        currentStep(selectView(state))?.step === effect.step &&
        (effect.token === undefined || state.focus.token === effect.token)
      )
    case 'step': {
      const step = currentStep(selectView(state))
      return step?.step === effect.step && step.stage === 'update'
    }
    case 'recording':
      return state.source === 'recorded' && state.recorded.bundled === effect.name
    case 'live': {
      const setting = runSettings.find(({ id }) => id === effect.set?.setting)
      return (
        state.source === 'live' && (!setting || setting.read(state.settings.config) === effect.set!.value)
      )
    }
    case 'panel':
      return state.panel === effect.panel
    default:
      return effect satisfies never
  }
}

function perform(lab: Lab, effect: Effect): void {
  switch (effect.kind) {
    case 'credit':
      return lab.looking.setCreditMode(effect.mode)
    case 'hide-feedback':
      lab.looking.setCreditMode('sdpo')
      return lab.looking.setHindsight({ feedback: false })
    case 'what-if':
      return lab.looking.setWhatIf(effect.what)
    case 'guess':
      return lab.guessing.ask()
    case 'token':
      lab.looking.setCreditMode('sdpo')
      lab.looking.focusAttempt(effect.attempt)
      return lab.looking.pinToken(effect.token)
    case 'attempt':
      lab.time.seekStep(effect.step, effect.token === undefined ? undefined : 'score')
      lab.looking.focusAttempt(effect.attempt)
      return effect.token === undefined ? undefined : lab.looking.pinToken(effect.token)
    case 'step':
      return lab.time.seekStep(effect.step, 'update')
    case 'recording':
      lab.choices.setSource('recorded')
      return void lab.runs
        .openBundled(effect.name)
        .then(() => effect.step !== undefined && lab.time.seekStep(effect.step, 'score'))
    case 'live': {
      const setting = runSettings.find(({ id }) => id === effect.set?.setting)
      if (setting)
        lab.choices.changeConfig(setting.write(lab.store.getState().settings.config, effect.set!.value))
      return lab.choices.setSource('live')
    }
    case 'panel':
      return lab.choices.openPanel(effect.panel)
    default:
      return effect satisfies never
  }
}

/** Presses that can be taken back are; a place in time stays. */
function undo(lab: Lab, effect: Effect): void {
  switch (effect.kind) {
    case 'credit':
      return lab.looking.setCreditMode('sdpo')
    case 'hide-feedback':
      return lab.looking.setHindsight({ feedback: true })
    case 'what-if':
      return lab.looking.setWhatIf(null)
    case 'guess':
      return lab.guessing.show()
    case 'token':
      return lab.looking.pinToken(null)
    case 'live':
      return lab.choices.setSource('recorded')
    case 'panel':
      return lab.choices.openPanel(null)
    case 'attempt':
    case 'step':
    case 'recording':
      return
    default:
      return effect satisfies never
  }
}
