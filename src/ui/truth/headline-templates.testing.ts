/** Every sentence that the headline can say, with what must be so. */
import { toldRecord } from '../../lab/words/summary.ts'
import { chanceOf } from '../../outlook/known.ts'
import {
  attemptsIn,
  gapsOf,
  isNumber,
  isShare,
  judgedAll,
  p,
  passedOf,
  rivalHolds,
  tokenName,
  nameOf,
  widest,
  type Numbers,
} from './numbers.testing.ts'
import { template, type Template } from './template.testing.ts'
import { signed } from '../../lab/text/format.ts'

const t = template('headline')

/** What the self-teacher had read, as the sentence before "the same model" says it. */
const told =
  '(Told nothing more|Told what was said of .+?|Told your own words|Shown attempt \\d+, which passed|Told that it gave \u27e6[^\u27e7]*\u27e7 and not \u27e6[^\u27e7]*\u27e7|Told what the judge said|Told what went wrong)'

function toldHolds(n: Numbers, said: string): boolean {
  const { attempt, reads, state } = n
  if (said === 'Told nothing more') return reads === 'nothing'
  if (said === 'Told your own words') return reads === 'edited'
  if (said.startsWith('Told what was said of '))
    return reads === 'lent' && said.endsWith(` ${state.hindsight.swapped[attempt!.attempt]}`)
  if (said.startsWith('Shown attempt '))
    return (
      reads === 'solution' &&
      attempt!.reprompt!.solutionFrom === Number(/\d+/.exec(said)![0]) &&
      attemptsIn(n.whole).some((a) => a.passed && said.startsWith(`Shown attempt ${a.attempt},`))
    )
  if (reads !== 'feedback') return false
  const gave = /gave \u27e6(.*)\u27e7 and not \u27e6(.*)\u27e7/s.exec(said)
  if (gave) {
    const record = toldRecord(attempt!.verdict!, attempt!.records)!
    return !record.passed && gave[1] === record.actual.trim() && gave[2] === record.expected.trim()
  }
  return said === 'Told what the judge said' ? attempt!.passed === true : attempt!.passed === false
}

const position = (n: Numbers) => n.positions![n.pinned!]!
/** The pinned token by its name, and both its probabilities. */
const pinnedHolds = (n: Numbers, name: string, from: string, to: string) =>
  tokenName(n.attempt!, n.pinned!) === name &&
  p(position(n).student[0]!) === from &&
  p(position(n).teacher[0]!) === to
const ratio = (n: Numbers) => Math.exp(gapsOf([position(n)])[0]!)

const tests = '(its test|all (\\d+) tests)'
const testsHold = (n: Numbers, number: string, words: string, of: string | undefined) => {
  const { attempt } = n
  return (
    attempt!.passed === true &&
    attempt!.attempt === Number(number) &&
    (words === 'its test' ? attempt!.verdict!.totalTests === 1 : attempt!.verdict!.totalTests === Number(of))
  )
}
const allFailed = ({ step }: Numbers) => judgedAll(step) && passedOf(step) === 0
const judgeSays = ({ attempt }: Numbers) => attempt!.verdict!.feedback.trim() !== ''

export const headlineTemplates: readonly Template[] = [
  t('The student writes one attempt, token by token\\.', ({ step }) => step!.attempts.length === 1),
  t(
    'The student writes <N> attempts at once, token by token\\.',
    ({ step }, [k]) => step!.stage === null && isNumber(k!, step!.attempts.length),
  ),
  t(
    '<N> attempts? (?:is|are) written\\. Nobody has said yet whether any is right\\.',
    ({ step }, [k]) => isNumber(k!, step!.attempts.length) && step!.stage === 'sample',
  ),
  t(
    `Attempt <D> passes ${tests}, as one blind guess in <N> does\\.`,
    (n, [number, words, of, guesses]) =>
      testsHold(n, number!, words!, of) && isNumber(guesses!, Math.round(1 / chanceOf(n.whole.problem!)!)),
  ),
  t(
    `Solved: attempt <D> passes ${tests}(?:, the first of <D> to do so)?\\.`,
    (n, [number, words, of, tried]) =>
      testsHold(n, number!, words!, of) &&
      attemptsIn(n.view).find((a) => a.passed)?.attempt === Number(number) &&
      (tried ?? '1') === number,
  ),
  t(
    `Attempt <D> passes ${tests}\\.`,
    (n, [number, words, of]) => testsHold(n, number!, words!, of) && chanceOf(n.whole.problem!) === null,
  ),
  t(
    '(?:It|All <N>) failed(?:\\. A reward says no more than that; the judge also says (how)|, and the judge says no more than that)\\.',
    (n, [k, how]) =>
      allFailed(n) && isNumber(k ?? 'one', n.step!.attempts.length) && judgeSays(n) === (how !== undefined),
  ),
  t(
    '<SHARE> passed; this one failed(, and the judge says how)?\\.',
    (n, [share, how]) =>
      judgedAll(n.step) &&
      n.attempt!.passed === false &&
      isShare(share!, passedOf(n.step), n.step.attempts.length) &&
      judgeSays(n) === (how !== undefined),
  ),
  t(
    'With what was said hidden, the same model gets the question alone, as the student did\\.',
    (n) => n.reads === 'nothing' && n.hidden,
  ),
  t(
    'Nothing was said about this attempt, so there is nothing to read in hindsight\\.',
    (n) => n.reads === 'nothing' && !n.hidden,
  ),
  t(
    'The same model gets the question again, now with (what the judge said|your own words|what was said of .+|an attempt that passed) after it\\.',
    ({ reads }, [what]) =>
      reads ===
      (what === 'what the judge said'
        ? 'feedback'
        : what === 'your own words'
          ? 'edited'
          : what === 'an attempt that passed'
            ? 'solution'
            : 'lent'),
  ),
  t('GRPO waits until the whole group is judged\\.', ({ attempt }) => attempt!.advantage === null),
  t(
    'GRPO gives all <D> tokens one number: <S>(\\. There is nothing to learn from|, whichever of them (?:was to blame|earned it))\\.',
    ({ attempt }, [k, number, end]) =>
      Number(k) === attempt!.tokens.length &&
      number === signed(attempt!.advantage!) &&
      (attempt!.advantage === 0
        ? end!.endsWith('learn from')
        : end!.endsWith(attempt!.advantage! < 0 ? 'to blame' : 'earned it')),
  ),
  t(
    'Nothing was said about this attempt, so it teaches nothing\\.',
    ({ attempt }) => attempt!.reprompt?.mask === 0 && attempt!.passed === false,
  ),
  t('The self-teacher has not read this\\.', ({ status }) => status === 'failed'),
  t('The self-teacher is re-reading\\.', (n) => n.positions === null),
  t(
    'Without feedback both readers see the same words: no gap, no credit\\.',
    (n) => n.reads === 'nothing' && (n.positions !== null || n.attempt!.step === 1) && widest(n) < 0.03,
  ),
  t(
    'Without feedback both readers see the same words\\. What is left is the difference of their weights\\.',
    (n) => n.reads === 'nothing' && n.positions !== null && widest(n) >= 0.03,
  ),
  t(
    `${told}, the same model finds <T> as likely as before: <P>\\.`,
    (n, [what, name, prob]) =>
      toldHolds(n, what!) &&
      tokenName(n.attempt!, n.pinned!) === name &&
      p(position(n).teacher[0]!) === prob &&
      (p(position(n).student[0]!) === prob || Math.abs(Math.log(ratio(n))) < 0.03),
  ),
  t(
    `${told}, the same model trusts its <T> more: <P> \u2192 <P>(?:, at the expense of <T>)?\\.`,
    (n, [what, name, from, to, other]) =>
      toldHolds(n, what!) &&
      pinnedHolds(n, name!, from!, to!) &&
      ratio(n) > 1 &&
      (other === undefined || rivalHolds(n, position(n), 'at the expense of', other)),
  ),
  t(
    `${told}, the same model (takes back|doubts) its <T> \\(<P> \u2192 <P>\\)(?: and (would write|leans more to) <T>)?\\.`,
    (n, [what, verb, name, from, to, leans, other]) =>
      toldHolds(n, what!) &&
      pinnedHolds(n, name!, from!, to!) &&
      ratio(n) < (verb === 'takes back' ? 0.2 : 1) &&
      (other === undefined || rivalHolds(n, position(n), leans!, other)),
  ),
  t('No update\\. <ANY>', ({ step }, [why]) => step!.skipped === why),
  t(
    'One update later (the student has moved: )?<T> (stays at|falls|rises) <P>(?: \u2192 <P>)?(?:, <T> (stays at|falls|rises) <P>(?: \u2192 <P>)?)?\\.',
    (n, [moved, name, verb, from, to, other, otherVerb, otherFrom, otherTo]) => {
      const q = n.attempt!.positions![n.pinned!]!
      const after = n.attempt!.after![n.pinned!]!
      const holds = (i: number, how: string, a: string, b: string | undefined) =>
        p(q.student[i]!) === a &&
        p(after[i]!) === (b ?? a) &&
        (how === 'stays at'
          ? b === undefined
          : b !== undefined && (how === 'falls' ? after[i]! < q.student[i]! : after[i]! > q.student[i]!))
      return (
        n.ownReading &&
        (moved === undefined) === (verb === 'stays at') &&
        tokenName(n.attempt!, n.pinned!) === name &&
        holds(0, verb!, from!, to) &&
        (other === undefined ||
          q.ids.some(
            (id, i) => i > 0 && nameOf(n, id) === other && holds(i, otherVerb!, otherFrom!, otherTo),
          ))
      )
    },
  ),
]
