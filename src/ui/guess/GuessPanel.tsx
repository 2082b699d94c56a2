/** Before hindsight speaks: which token would you blame? A press on the strip is the guess; the act after it shows the credit. */
import { selectAsking, selectGuesses } from '../../lab/state/guess.ts'
import { selectFocus } from '../../lab/state/selectors.ts'
import { guessQuestion } from '../../lab/words/guess-words.ts'
import { tokenText } from '../../lab/text/token.ts'
import { useLab, useLabState } from '../lab.tsx'
import { Switch } from '../parts/Switch.tsx'
import './guess.css'

export function GuessPanel() {
  const lab = useLab()
  const asking = useLabState(selectAsking)
  const many = useLabState((s) => s.guess.many)
  const guesses = useLabState(selectGuesses)
  if (!asking) return null
  return (
    <section className="guess" aria-label={guessQuestion}>
      <p>
        The attempt failed, and the judge has said how. Press the token that went wrong, before hindsight
        speaks.
      </p>
      <div className="guess-acts">
        <ShowButton />
        <p className="guess-made" role="status">
          <Made />
        </p>
        {guesses.length > 0 && (
          <button type="button" className="link-button" onClick={() => lab.guessing.takeBack()}>
            Take back
          </button>
        )}
        <Switch
          name="A class guesses: every press counts"
          words="A class guesses"
          on={many}
          onChange={(on) => lab.guessing.setMany(on)}
        />
      </div>
    </section>
  )
}

/** The act that ends the asking. */
export function ShowButton() {
  const lab = useLab()
  const none = useLabState((s) => selectGuesses(s).length === 0)
  return (
    <button
      type="button"
      className={`button ${none ? '' : 'primary'}`}
      title="Q"
      onClick={() => lab.guessing.show()}
    >
      {none ? 'Show without a guess' : 'Show what hindsight says'}
    </button>
  )
}

/** How many guesses there are; on which tokens, only where it is one's own: a class should not follow the first. */
export function Made() {
  const guesses = useLabState(selectGuesses)
  const pieces = useLabState((s) => selectFocus(s).attempt?.pieces)
  const many = useLabState((s) => s.guess.many)
  if (guesses.length === 0) return 'No guess yet.'
  if (guesses.length > 1) return `${guesses.length} guesses.`
  if (many) return '1 guess.'
  return (
    <>
      You blame <code>{tokenText(pieces?.[guesses[0]!] ?? '').bare}</code>.
    </>
  )
}
