/** Every sentence of the last three lessons and of their slides' titles, with what must be so. */
import { decimal } from '../../lab/text/format.ts'
import {
  attemptBy,
  attemptsIn,
  gapsOf,
  isNumber,
  isShare,
  p,
  passedOf,
  someToken,
  stepBy,
  tokenName,
  type Numbers,
} from './numbers.testing.ts'
import { template, type Template } from './template.testing.ts'

const t = template('lesson')

const firstPass = ({ whole }: Numbers) => attemptsIn(whole).find((a) => a.passed)?.attempt
const solver = (n: Numbers, k: string, from: string) =>
  attemptBy(n.whole, k)!.reprompt!.solutionFrom === Number(from)

const success: readonly Template[] = [
  t('The first attempt that passes becomes hindsight for all others'),
  t(
    '(?:No attempt has been judged yet|The one attempt judged so far has not passed|None of the <D> attempts judged so far has passed)\\.',
    ({ view }, [k]) => {
      const judged = attemptsIn(view).filter((a) => a.passed !== null)
      return (
        judged.every((a) => !a.passed) && (k === undefined ? judged.length < 2 : judged.length === Number(k))
      )
    },
  ),
  t('The first that does becomes hindsight for the others: the teacher is shown its text as a solution\\.'),
  t('Before that, a failure that is explained is all there is to learn from, and it is enough to begin\\.'),
  t(
    'Attempt <D> passed: attempt <D> is re-read with it in view',
    (n, [from, k]) => solver(n, k!, from!) && attemptBy(n.whole, from!)!.passed === true,
  ),
  t(
    'Attempt <D> passes(?:, after <D> that did not)?',
    (n, [k, failed]) => firstPass(n) === Number(k) && Number(failed ?? 0) === Number(k) - 1,
  ),
  t(
    'Attempt <D>(?: passed at once| is the first to pass every test(?:, after <D> that did not)?)\\.',
    (n, [k, failed]) => firstPass(n) === Number(k) && Number(failed ?? 0) === Number(k) - 1,
  ),
  t(
    'A passed attempt is hindsight too: from now on the teacher of the others can be shown its text as a solution\\.',
  ),
  t('So it was with attempt <D>, re-read with attempt <D> in view\\.', (n, [k, from]) =>
    solver(n, k!, from!),
  ),
  t(
    'This run stops at its first pass\\. Choose another stop in the settings to see what success teaches\\.',
    ({ whole }) => whole.finished === 'solved',
  ),
  t('No attempt of this run has been shown it yet\\.', ({ whole }) =>
    attemptsIn(whole).every((a) => (a.reprompt?.solutionFrom ?? null) === null),
  ),
]

const again: readonly Template[] = [
  t('Asking the same model again draws from the same odds\\. An update changes the odds\\.'),
  t(
    'At <T> the student gave <P>; after update <D> it gives <P>\\.',
    (n, [name, from, k, to]) =>
      n.attempt!.step === Number(k) &&
      someToken(n, name!, (q, i) => p(q.student[0]!) === from && p(n.attempt!.after![i]![0]!) === to),
  ),
  t('In update <D>, <SHARE> passed; in update <D>, <SHARE>\\.', (n, [a, shareA, b, shareB]) =>
    [
      [a, shareA],
      [b, shareB],
    ].every(([k, share]) => {
      const step = stepBy(n.whole, k!)!
      return isShare(share!, passedOf(step), step.attempts.length)
    }),
  ),
  t(
    'See the same model only asked again, with the same seed\\.',
    ({ state }) => state.recorded.bundled === 'first',
  ),
  t(
    'Asking again with the feedback in the question \\(multi-turn\\) can do as well or better, as long as it fits the window: the results have both\\. An update keeps it in the weights\\.',
  ),
  t('One update moves <T> from <P> to <P>', (n, [name, from, to]) =>
    someToken(n, name!, (q, i) => p(q.student[0]!) === from && p(n.attempt!.after![i]![0]!) === to),
  ),
  t('Asking again draws from the same odds; an update changes them'),
  t('<D> attempts from the same odds: <N> passed, <D> were different', (n, [k, passed, different]) =>
    counts(n, k!, passed!, different!),
  ),
  t(
    'Here the same model was asked <D> times and never updated: every draw is from the odds of the first\\.',
    ({ whole }, [k]) =>
      attemptsIn(whole).length === Number(k) && whole.steps.every((step) => step.signals === null),
  ),
  t('<D> of the <D> attempts were different, and <N> passed\\.', (n, [different, k, passed]) =>
    counts(n, k!, passed!, different!),
  ),
  t(
    '(Each time the judge said what went wrong, and nothing of that reached the model|Nothing of what was judged reached the model)\\. With updates the odds change\\.',
  ),
]

function counts({ whole }: Numbers, k: string, passed: string, different: string): boolean {
  const all = attemptsIn(whole)
  const right = all.filter((a) => a.passed).length
  return (
    all.length === Number(k) &&
    (passed === 'none' ? right === 0 : isNumber(passed, right)) &&
    new Set(all.map((a) => a.text)).size === Number(different)
  )
}

/** A doubt of half a nat on a token that an attempt which passed begins with too. */
const wrongly = (n: Numbers, name: string, from: string, to: string, solution?: string, attempt?: string) =>
  attemptsIn(n.whole).some(
    (a) =>
      (attempt === undefined || a.attempt === Number(attempt)) &&
      (a.positions ?? []).some(
        (q, i) =>
          tokenName(a, i) === name &&
          q.teacher[0]! - q.student[0]! <= -0.5 &&
          p(q.student[0]!) === from &&
          p(q.teacher[0]!) === to &&
          attemptsIn(n.whole).some(
            (b) =>
              b.passed === true &&
              (solution === undefined || b.attempt === Number(solution)) &&
              a.tokens.slice(0, i + 1).every((id, j) => b.tokens[j] === id),
          ),
      ),
  )
const mean = (values: readonly number[]) => values.reduce((sum, v) => sum + v, 0) / Math.max(1, values.length)
const moved = ({ step }: Numbers) =>
  step!.attempts
    .filter((a) => a.reprompt?.mask === 1)
    .flatMap((a) => gapsOf(a.positions))
    .map(Math.abs)
const signals = (n: Numbers, k: string) => stepBy(n.whole, k)!.signals!

const fails: readonly Template[] = [
  t('Blame can fall on a right token: <T> goes from <P> to <P>', (n, [name, from, to]) =>
    wrongly(n, name!, from!, to!),
  ),
  t(
    'Attempt <D> passed, and yet its teacher doubts <T>: <P> before, <P> with hindsight\\. Not every doubt is right\\.',
    (n, [k, name, from, to]) => wrongly(n, name!, from!, to!, k, k),
  ),
  t(
    'Attempt <D>, which passed, begins like attempt <D> up to <T>, and yet hindsight doubts that token: <P> before, <P> with hindsight\\. Not every doubt is right\\.',
    (n, [solution, k, name, from, to]) => wrongly(n, name!, from!, to!, solution, k),
  ),
  t(
    'Hindsight is uneven: in update <D> it moved a token by <S> nats on average, one by <S>\\.',
    (n, [k, average, most]) =>
      n.step!.step === Number(k) &&
      average === decimal(mean(moved(n))) &&
      most === decimal(Math.max(...moved(n))),
  ),
  t(
    'Hindsight is uneven: <S> nats a token on average in update <D>, <S> at one',
    (n, [average, k, most]) =>
      n.step!.step === Number(k) &&
      average === decimal(mean(moved(n))) &&
      most === decimal(Math.max(...moved(n))),
  ),
  t(
    'A small model is a weak teacher: told what went wrong, it often does not know what would have been right\\.',
    (n) => n.step === null || moved(n).length === 0,
  ),
  t('A small model is a weak teacher', (n) => n.step === null || moved(n).length === 0),
  t(
    'Steps that are too large ruin a model\\. At update <D> the gradient norm was <S> and the KL to the start <S>; if they run away, go back to an earlier update and on from there\\.',
    (n, [k, norm, kl]) =>
      norm === decimal(signals(n, k!).gradNorm) && kl === decimal(signals(n, k!).klToStart),
  ),
  t('What holds beyond this run, and what does not, was measured: the results\\.'),
  t(
    'See a run that collapses: the same problem and seed, with larger steps\\.',
    ({ state }) => state.recorded.bundled === 'first',
  ),
  t('<N> updates? (?:was|were) left out in this run\\. <ANY>', ({ view }, [k, why]) => {
    const skipped = view.steps.filter((s) => s.skipped !== null)
    return isNumber(k!, skipped.length) && skipped[0]!.skipped === why
  }),
  t(
    'Steps that are too large ruin a model: at update <D> its KL to the start is <S>',
    (n, [k, kl]) => kl === decimal(signals(n, k!).klToStart, 1) && signals(n, k!).klToStart >= 4,
  ),
  t(
    'The learning rate here is <S>\\. (?:In update <D> the gradient norm was still <S>; )?in update <D> it is <S>\\.',
    (n, [rate, a, before, b, norm]) =>
      rate === decimal(n.config.optimiser.learningRate) &&
      (a === undefined || before === decimal(signals(n, a).gradNorm)) &&
      norm === decimal(signals(n, b!).gradNorm, 1),
  ),
  t('From then on the student writes <T>\\.', ({ whole }, [text]) =>
    attemptsIn(whole).some((a) => a.text.startsWith(text!.replace(/\u2026$/, ''))),
  ),
  t(
    'The teacher is the same model, a little behind: it cannot pull it back\\. (?:Go back to an earlier update and on from there|Back to the run that went well)\\.',
  ),
]

export const lateLessons: readonly Template[] = [...success, ...again, ...fails]
