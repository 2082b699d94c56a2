/**
 * What is printed in place of the screen: the question, the attempts of the update, the attempt in view with its
 * credit, what was said of it, the bars of one token, and the lesson. While the token to blame is asked for, the
 * page has the tokens without their credit, to be marked by hand.
 */
import { givenOf } from '../../lab/reading/given.ts'
import { barsAt } from '../../lab/reading/credit.ts'
import { selectAsking } from '../../lab/state/guess.ts'
import { selectConfig, selectPiece, selectProblem, selectWhole } from '../../lab/state/selectors.ts'
import { guessQuestion } from '../../lab/words/guess-words.ts'
import { headlineOf } from '../../lab/words/headline.ts'
import { feedbackLabel, stripLegend } from '../../lab/words/strip-words.ts'
import { attemptSummary } from '../../lab/words/summary.ts'
import { selectChance, selectView } from '../../lab/state/selectors.ts'
import { openTests } from '../../problems/open-tests.ts'
import { BarLegend, PairedBars } from '../attempt/PairedBars.tsx'
import { Phrase } from '../attempt/Phrase.tsx'
import { Qr } from '../help/Qr.tsx'
import { useLab, useLabState } from '../lab.tsx'
import { useLesson } from '../lesson/useLesson.ts'
import { tokenText } from '../../lab/text/token.ts'
import { useScene, type Scene } from '../scene.ts'
import { OpenTests } from '../problem/OpenTests.tsx'
import { PrintedLesson } from './PrintedLesson.tsx'
import { PrintedStrip } from './PrintedStrip.tsx'
import './Handout.css'

export function Handout() {
  const lab = useLab()
  const scene = useScene()
  const lesson = useLesson()
  const link = lab.runs.shareLink()
  return (
    <article className="handout" aria-label="Handout">
      <header>
        <p>{`SDPO Lab, lesson ${lesson.number} of ${lesson.titles.length}`}</p>
        <Of />
      </header>
      <Question />
      <AttemptsOfUpdate scene={scene} />
      <InView scene={scene} />
      <PrintedLesson page={lesson.page} number={lesson.number} />
      <footer>
        <Qr link={link} />
        <p>This page in the lab: {link.length > 400 ? link.replace(/#.*/, '') : link}</p>
      </footer>
    </article>
  )
}

/** Whose run it is. */
function Of() {
  const model = useLabState((s) => selectWhole(s).model)
  const seed = useLabState((s) => selectConfig(s).seed)
  const live = useLabState((s) => s.source === 'live')
  return (
    <p>
      {live ? 'Live run' : 'Recorded run'}
      {model && ` of ${model.name}`}, seed {seed}. arXiv 2601.20802
    </p>
  )
}

function Question() {
  const problem = useLabState(selectProblem)
  const found = useLabState((s) => selectWhole(s).firstPass !== null)
  if (!problem) return null
  const tests = openTests(problem, found).slice(0, 8)
  return (
    <section aria-label="Question">
      <h1>{problem.statement}</h1>
      {tests.length > 0 && <OpenTests problem={problem} tests={tests} className="printed-tests" />}
    </section>
  )
}

function AttemptsOfUpdate({ scene: { step } }: { scene: Scene }) {
  if (!step || step.attempts.length === 0) return null
  return (
    <section aria-label="Attempts">
      <h2>{`Attempts of update ${step.step}`}</h2>
      <ol className="printed-attempts">
        {step.attempts.map((attempt) => (
          <li key={attempt.attempt} value={attempt.attempt}>
            <code>{attempt.text || attempt.pieces.join('')}</code>
            <span>
              {attempt.passed === null ? '' : attempt.passed ? 'passed' : attemptSummary(attempt) || 'failed'}
            </span>
          </li>
        ))}
      </ol>
    </section>
  )
}

function InView({ scene }: { scene: Scene }) {
  const asking = useLabState(selectAsking)
  const pieceOf = useLabState(selectPiece)
  const { attempt, reading, position, token, mode } = scene
  if (!attempt) return null
  const said = attempt.verdict?.feedback.trim() ?? ''
  const given = attempt.reprompt && reading && !asking ? givenOf(attempt, reading) : null
  return (
    <section aria-label={`Attempt ${attempt.attempt}`}>
      <h2>
        Attempt {attempt.attempt}
        {asking && `. ${guessQuestion} Draw a circle around it.`}
      </h2>
      {said !== '' && (
        <blockquote>
          {said}
          <cite>{feedbackLabel(given)}</cite>
        </blockquote>
      )}
      {!asking && <Sentence scene={scene} />}
      <PrintedStrip
        pieces={attempt.pieces}
        credit={asking ? null : scene.credit}
        peak={scene.peak}
        chosen={asking ? null : token}
      />
      {!asking && scene.credit && (
        <p className="printed-legend">
          {stripLegend(scene) ??
            'Hatched, up: hindsight likes the token more. Black, down: less. The number is log p of the self-teacher less log p of the student, in nats; the bars grow with its square root.'}
        </p>
      )}
      {!asking && position && token !== null && (
        <div className="printed-bars">
          <h3>
            How likely the next token is, at <code>{tokenText(attempt.pieces[token] ?? '').bare}</code>
          </h3>
          <BarLegend after={scene.after !== null} teacherUnused={mode === 'grpo'} />
          <PairedBars
            rows={barsAt(position, scene.after ?? undefined, 2)}
            pieceOf={pieceOf}
            showAfter={scene.after !== null}
            teacherUnused={mode === 'grpo'}
          />
        </div>
      )}
    </section>
  )
}

/** What the act in view has done, in its sentence. */
function Sentence({ scene }: { scene: Scene }) {
  const pieceOf = useLabState(selectPiece)
  const firstPass = useLabState((s) => selectView(s).firstPass)
  const chance = useLabState(selectChance)
  const { step, attempt, reading, pinned, mode } = scene
  if (!step || !attempt || !reading) return null
  return (
    <p className="printed-headline">
      <Phrase
        words={headlineOf({ step, attempt, token: pinned, mode, reading, firstPass, chance, pieceOf })}
      />
    </p>
  )
}
