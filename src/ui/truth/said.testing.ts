/**
 * Every sentence that stands beside the picture of a state, as the screen says it, with where it stands: what the
 * property test holds against the numbers. A token is written between ⟦ and ⟧, so that its own signs are no prose.
 */
import { givenOf } from '../../lab/reading/given.ts'
import { attemptOf } from '../../lab/run/view.ts'
import { selectScene } from '../../lab/state/scene.ts'
import {
  selectChance,
  selectConfig,
  selectPiece,
  selectPlan,
  selectSession,
  selectView,
  selectWhole,
} from '../../lab/state/selectors.ts'
import { selectGuessScore, selectGuessScores } from '../../lab/state/guess.ts'
import { selectWhatIf } from '../../lab/state/what-if.ts'
import type { LabState } from '../../lab/state/store.ts'
import type { Phrase } from '../../lab/text/phrase.ts'
import { tokenText } from '../../lab/text/token.ts'
import { discoverySaid, sinceThen } from '../../lab/words/discovery-words.ts'
import { guessesSoFar, guessPhrase } from '../../lab/words/guess-words.ts'
import { headlineOf } from '../../lab/words/headline.ts'
import { gapShare, linePhrase, movementPhrases, sharePhrase } from '../../lab/words/movement-words.ts'
import { comingWords, noTeacherWords } from '../../lab/words/coming-words.ts'
import { oddsPhrases } from '../../lab/words/odds-words.ts'
import { statusOf } from '../../lab/words/status.ts'
import {
  feedbackLabel,
  givenWords,
  stripLegend,
  toldBefore,
  weightsWords,
} from '../../lab/words/strip-words.ts'
import { noBarsPhrase, tokenWords } from '../../lab/words/token-words.ts'
import { whatIfPhrases } from '../../lab/words/what-if-words.ts'
import type { Sentence } from '../lesson/page.ts'
import { lessonPages } from '../lesson/pages.ts'

export type Where =
  | 'headline'
  | 'bars'
  | 'odds'
  | 'strip'
  | 'reader'
  | 'next'
  | 'slide'
  | 'chart'
  | 'status'
  | 'guess'
  | 'what-if'
  | 'update'
  | 'lesson'

export interface Said {
  where: Where
  text: string
}

const mark = (name: string) => `\u27e6${name}\u27e7`

const markedPhrase = (phrase: Phrase): string =>
  phrase
    .map((part) =>
      typeof part === 'string' ? part : 'strong' in part ? part.strong : mark(tokenText(part.token).bare),
    )
    .join('')

const markedSentence = (sentence: Sentence): string =>
  sentence
    .map((word) =>
      typeof word === 'string'
        ? word
        : !('say' in word)
          ? mark(word.code)
          : word.code
            ? mark(word.say)
            : word.say,
    )
    .join('')

export function saidBeside(state: LabState): Said[] {
  const scene = selectScene(state)
  const [view, whole] = [selectView(state), selectWhole(state)]
  const config = selectConfig(state)
  const plan = selectPlan(state)
  const chance = selectChance(state)
  const pieceOf = selectPiece(state)
  const { step, attempt, pinned, mode, reading } = scene
  const said: Said[] = [
    { where: 'chart', text: discoverySaid(whole, Math.max(config.budget, whole.sampled), chance) },
    { where: 'chart', text: sinceThen(view).trim() },
    { where: 'status', text: statusOf(state).text },
  ]
  if (step && attempt && reading) {
    const { firstPass } = view
    const given = attempt.reprompt && givenOf(attempt, reading)
    said.push(
      {
        where: 'headline',
        text: markedPhrase(
          headlineOf({ step, attempt, token: pinned, mode, reading, firstPass, chance, pieceOf }),
        ),
      },
      { where: 'strip', text: stripLegend(scene)?.trim() ?? '' },
      { where: 'slide', text: feedbackLabel(given) },
      ...(attempt.read?.some(({ kind }) => kind === 'feedback')
        ? [{ where: 'reader' as const, text: toldBefore }]
        : []),
      ...(plan.teacher || reading.pieces.length > 0
        ? [weightsWords(config.teacher, state.hindsight.sameWeights, attempt.step), givenWords(given) ?? '']
        : [noTeacherWords]
      ).map((text) => ({ where: 'reader' as const, text })),
      ...(attempt.positions || scene.masked
        ? []
        : [{ where: 'next' as const, text: comingWords({ attempt, step, plan, config }) }]),
      ...(scene.position ? tokenWords(scene, config, pieceOf) : [noBarsPhrase(scene)]).map((phrase) => ({
        where: 'bars' as const,
        text: markedPhrase(phrase),
      })),
    )
    const solver = given?.kind === 'solution' ? attemptOf(whole, given.from) : null
    if (solver)
      said.push({ where: 'slide', text: `attempt ${solver.attempt}, which passed, read in hindsight` })
  }
  if (attempt && !attempt.verdict)
    for (const phrase of oddsPhrases(attempt)) said.push({ where: 'odds', text: markedPhrase(phrase) })
  if (step && attempt) {
    const gap = gapShare(step, attempt, scene.token)
    const piece = attempt.pieces[scene.token!]!
    const ofToken = gap ? [linePhrase(piece, gap), sharePhrase(piece, gap)] : []
    for (const phrase of [...movementPhrases(step), ...ofToken])
      said.push({ where: 'update', text: markedPhrase(phrase) })
  }
  const score = selectGuessScore(state)
  if (score && attempt) {
    said.push({ where: 'guess', text: markedPhrase(guessPhrase(score, attempt.pieces)) })
    said.push({ where: 'guess', text: guessesSoFar(selectGuessScores(state)) ?? '' })
  }
  const whatIf = selectWhatIf(state)
  if (whatIf)
    for (const phrase of whatIfPhrases(whatIf, pieceOf))
      said.push({ where: 'what-if', text: markedPhrase(phrase) })
  const { bundled } = selectSession(state)
  for (const page of lessonPages({ view, whole, step, attempt, reading, mode, bundled }))
    for (const sentence of [page.headline, ...page.sentences])
      said.push({ where: 'lesson', text: markedSentence(sentence) })
  return said.filter(({ text }) => text !== '')
}
