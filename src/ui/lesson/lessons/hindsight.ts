/** Lesson 3: hindsight is what was said of an attempt, read before it. */
import { logRatio } from '../../../lab/run/log-ratio.ts'
import { percent, signed } from '../../../lab/text/format.ts'
import { attemptSummary } from '../../../lab/words/summary.ts'
import { attemptsOf, filled, hide, type Facts } from '../facts.ts'
import type { Body, Lesson } from '../lesson.ts'
import type { Scenery, Sentence, Word } from '../page.ts'

export const hindsight: Lesson = {
  title: 'Hindsight is feedback, read again',
  formula: 'hindsight',
  body,
  scenery: feedbackCase,
  tryIt: [
    { say: 'Go live', effect: { kind: 'live' } },
    ', press Edit, and put words of your own in the judge\u2019s mouth.',
  ],
}

function body(facts: Facts): Body {
  const { attempt, doubt, given } = facts
  const said = attempt ? attemptSummary(attempt) : ''
  const sentences: Sentence[] = []
  if (attempt && said !== '')
    sentences.push(
      filled('The judge of attempt {0} said more than no: {1}.', `${attempt.attempt}`, { code: said }),
    )
  else if (attempt?.passed)
    sentences.push([`Attempt ${attempt.attempt} passed, so the judge had nothing to correct.`])
  else
    sentences.push(['A judge says more than yes or no: which test broke, what came out, what was expected.'])
  sentences.push(readAgain(facts))
  if (doubt)
    sentences.push(
      filled(
        given?.kind === 'solution'
          ? 'It was told nothing of {0} by itself. Its doubt comes from the comparison: {1} before, {2} with hindsight.'
          : 'Nobody told it which token was wrong. Its doubt falls on {0} because of what it was told: {1} before, {2} with hindsight.',
        doubt.word,
        percent(doubt.student),
        percent(doubt.teacher),
      ),
    )
  const bare = withoutInformation(facts)
  if (bare) sentences.push(bare)
  return { headline: headline(said, facts), sentences }
}

function headline(said: string, { given }: Facts): Sentence {
  switch (given?.kind) {
    case 'edited':
      return ['The judge\u2019s words are yours now, and the same model reads its attempt after them']
    case 'lent':
      return [`The same model reads its attempt after what was said of ${given.from}`]
    case 'solution':
      return [`The same model reads its attempt after attempt ${given.from}, which passed`]
    case 'nothing':
      return given.hidden
        ? ['With what was said hidden, both readers see the same words']
        : ['Where nothing was said, there is nothing to read in hindsight']
    default:
      return said !== ''
        ? ['The judge said more than no: ', { code: said, tone: 'teacher' }]
        : ['Feedback becomes hindsight when the model reads it before its own attempt']
  }
}

function readAgain({ attempt, given, view }: Facts): Sentence {
  const question = 'The self-teacher is given the question again, with '
  switch (given?.kind) {
    case undefined:
      return ['The self-teacher will be given the question again, with these words after it.']
    case 'nothing':
      return given.hidden
        ? ['What was said is hidden now: both readers see the same text.']
        : [
            'Nothing was said about this attempt, so the teacher would read the student\u2019s own prompt. Hindsight teaches it nothing.',
          ]
    case 'edited':
      return [question, 'your own words after it.']
    case 'lent':
      return [question, `what was said of ${given.from} after it.`]
    case 'solution':
      return [question, `attempt ${given.from}, which passed, after it in place of the judge\u2019s words.`]
    case 'feedback': {
      const own = view.config?.teacher.kind === 'ema' && view.config.teacher.rate === 1
      return [
        question,
        'these words after it. ',
        hide('Hide them'),
        attempt!.step === 1 || own
          ? ' and both readers see the same text: the gap closes.'
          : ' and both readers see the same text: only the difference of their weights is left.',
      ]
    }
    default:
      return given satisfies never
  }
}

/** The same token under feedback that says no more than “wrong”; null where that was not recorded. */
function withoutInformation({ whole, attempt, given, doubt, reading }: Facts): Sentence | null {
  if (!attempt || !doubt || given?.kind !== 'feedback' || reading?.status !== 'own') return null
  const other = whole.whatIfs[attempt.attempt]?.find(({ what }) => what === 'wrong')?.positions[doubt.token]
  if (!other) return null
  const [bare, own] = [signed(logRatio(other)), signed(doubt.credit)]
  const told: Word = { say: 'Told only “wrong”', effect: { kind: 'what-if', what: 'wrong' } }
  return bare === '0'
    ? filled('{0}, it leaves that token as it was; told what went wrong, it moves it by {1}.', told, {
        code: own,
      })
    : filled(
        '{0}, it moves that token by {1}; told what went wrong, by {2}.',
        told,
        { code: bare },
        { code: own },
      )
}

/** An attempt whose teacher read the judge's words: the one in view, else the run's most telling. */
function feedbackCase({ whole, attempt }: Facts): Partial<Scenery> {
  const told = (a: typeof attempt) => a?.reprompt?.mask === 1 && a.reprompt.solutionFrom === null && a.credit
  if (!attempt || told(attempt)) return {}
  const best = attemptsOf(whole)
    .filter(told)
    .sort((a, b) => b.creditPeak - a.creditPeak)[0]
  return best ? { look: { step: best.step, attempt: best.attempt } } : {}
}
