/** Every sentence of the first four lessons and of their slides' titles, with what must be so. */
import { attemptSummary } from '../../lab/words/summary.ts'
import { decimal, signed } from '../../lab/text/format.ts'
import {
  attemptBy,
  inMode,
  isNumber,
  isShare,
  judgedAll,
  p,
  passedOf,
  rivalHolds,
  someToken,
  type Numbers,
} from './numbers.testing.ts'
import { template, type Template } from './template.testing.ts'

const t = template('lesson')
const size = ({ step }: Numbers) => step!.attempts.length
const allFailed = ({ step }: Numbers) => judgedAll(step) && passedOf(step) === 0
const allPassed = ({ step }: Numbers) => judgedAll(step) && passedOf(step) === step.attempts.length
const here = ({ attempt }: Numbers, k: string | undefined) => attempt!.attempt === Number(k)
const tokens = ({ attempt }: Numbers, k: string | undefined) => attempt!.tokens.length === Number(k)
const besides =
  '( The bars in the picture (?:are SDPO\u2019s|mix it with SDPO\u2019s): the next page tells of them\\.)?'
/** Where the strip shows another rule's numbers, that is said, and only there. */
const besidesHold = (n: Numbers, said: string | undefined) =>
  (said !== undefined) === (!inMode(n, 'grpo') && n.positions !== null && n.attempt!.reprompt?.mask === 1) &&
  (said === undefined || said.includes('are SDPO') === inMode(n, 'sdpo'))

const flat: readonly Template[] = [
  t('One number for a whole attempt says whether, never where'),
  t('A judge gives each attempt one number: 1 if it passes every test, else 0\\.'),
  t('That number says whether an attempt was good\\. It never says where\\.'),
  t(
    'GRPO \\(Group Relative Policy Optimization\\) compares the reward of each attempt with the mean of its group\\.',
  ),
  t(
    '<N> attempts? failed: one reward of zero, on every token',
    (n, [k]) => allFailed(n) && isNumber(k!, size(n)),
  ),
  t(
    `(?:The attempt|All <N> attempts) failed, so GRPO scores every token zero\\.${besides}`,
    (n, [k, said]) => allFailed(n) && isNumber(k ?? 'one', size(n)) && besidesHold(n, said),
  ),
  t(
    'The reward says that attempt <D> failed, never where: it has <D> tokens, and nothing tells one from another\\.',
    (n, [k, of]) => here(n, k) && n.attempt!.passed === false && tokens(n, of),
  ),
  t(
    'Until some attempt passes, GRPO has nothing to learn from\\. On a hard problem that can take forever\\.',
    allFailed,
  ),
  t(
    '<N> attempts? passed: nothing stands out, so GRPO learns nothing',
    (n, [k]) => allPassed(n) && isNumber(k!, size(n)),
  ),
  t(
    `(?:The attempt|All <N> attempts) passed, so GRPO scores every token zero again: nothing stands out from the group\\.${besides}`,
    (n, [k, said]) => allPassed(n) && isNumber(k ?? 'one', size(n)) && besidesHold(n, said),
  ),
  t('<SHARE> passed: one number for every token of an attempt', (n, [share]) =>
    isShare(share!, passedOf(n.step!), size(n)),
  ),
  t(
    `<SHARE> attempts passed, so GRPO gives (?:every token of a passed attempt <S> and every token of a failed one <S>|every token of an attempt its reward minus the group\u2019s mean)\\.${besides}`,
    (n, [share, good, bad, said]) => {
      const one = (passed: boolean) => n.step!.attempts.find((a) => a.passed === passed)!.advantage
      return (
        isShare(share!, passedOf(n.step!), size(n)) &&
        (good === undefined || (good === signed(one(true)!) && bad === signed(one(false)!))) &&
        besidesHold(n, said)
      )
    },
  ),
  t(
    'All <D> tokens of attempt <D> share one number, whether they helped or not\\.',
    (n, [k, of]) => tokens(n, k) && here(n, of),
  ),
]

const told =
  '(Shown a solution|Told your own words|Told what was said of .+?|Told what the judge said|Told what went wrong)'
const toldHolds = (n: Numbers, said: string) => {
  if (said.startsWith('Told what was said of '))
    return n.reads === 'lent' && said.endsWith(` ${n.state.hindsight.swapped[n.attempt!.attempt]}`)
  if (said === 'Shown a solution') return n.reads === 'solution'
  if (said === 'Told your own words') return n.reads === 'edited'
  return n.reads === 'feedback' && n.attempt!.passed === (said === 'Told what the judge said')
}
/** A token of that name is doubted, and the other would be written or leaned to. */
const doubted = (
  n: Numbers,
  name: string,
  verb: string | undefined,
  other: string | undefined,
  least = -0.1,
) =>
  someToken(
    n,
    name,
    (q) =>
      q.teacher[0]! - q.student[0]! <= least + 1e-9 && (verb === undefined || rivalHolds(n, q, verb, other!)),
  )
const trusted = (n: Numbers, name: string) =>
  someToken(n, name, (q) => q.teacher[0]! - q.student[0]! >= 0.1 - 1e-9)
const rival = '(?: and (would write|leans more to) <T>)?'

const opinion: readonly Template[] = [
  t(
    'All <N> attempts failed, so GRPO scores every token zero\\.',
    (n, [k]) => allFailed(n) && isNumber(k!, size(n)),
  ),
  t(
    'The self-teacher, the same model, has read (a solution that passed|your own words in place of the judge\u2019s|what was said of .+|the judge\u2019s words|what went wrong)\\.',
    ({ reads, attempt }, [what]) =>
      reads ===
        (what === 'a solution that passed'
          ? 'solution'
          : what!.startsWith('your own')
            ? 'edited'
            : what!.startsWith('what was said')
              ? 'lent'
              : 'feedback') &&
      (what !== 'what went wrong' || attempt!.passed === false) &&
      (what !== 'the judge\u2019s words' || attempt!.passed === true),
  ),
  t(
    `Re-reading its own attempt, it doubts <T>${rival}(?:, yet trusts <T> more than before)?\\.`,
    (n, [name, verb, other, likes]) =>
      n.reads !== 'nothing' && doubted(n, name!, verb, other) && (likes === undefined || trusted(n, likes)),
  ),
  t(
    'Re-reading its own attempt, it trusts <T> more than before\\.',
    (n, [name]) => n.reads !== 'nothing' && trusted(n, name!),
  ),
  t(`It doubts <T> too${rival}\\.`, (n, [name, verb, other]) => doubted(n, name!, verb, other, -0.3)),
  t(
    'The strip now shows GRPO\u2019s one number\\. Under SDPO each of the <D> tokens has its own\\.',
    (n, [k]) => inMode(n, 'grpo') && tokens(n, k),
  ),
  t(
    'A bar up: hindsight likes a token more\\. Down: less\\. Each of the <D> tokens has its own number\\.',
    (n, [k]) => !inMode(n, 'grpo') && tokens(n, k),
  ),
  t(
    `${told}, the same model doubts <T>${rival}`,
    (n, [what, name, verb, other]) => toldHolds(n, what!) && doubted(n, name!, verb, other),
  ),
  t(
    `${told}, the same model trusts <T> more than before`,
    (n, [what, name]) => toldHolds(n, what!) && trusted(n, name!),
  ),
  t('The same model, told what went wrong, reads its own attempt again'),
  t('The same model reads its own attempt twice: once as it wrote it, once knowing what went wrong\\.'),
  t(
    'What was said is hidden now, so both read the same words and hindsight has no credit to give\\.',
    (n) => n.reads === 'nothing' && n.hidden,
  ),
  t(
    'Nothing was said about this attempt, so hindsight has no credit to give here\\.',
    (n) => n.reads === 'nothing' && !n.hidden,
  ),
  t(
    'Here the two differ by little at every token, so there is little to learn\\.',
    (n) =>
      n.positions !== null &&
      n.positions.every(
        (q) => Math.abs(q.teacher[0]! - q.student[0]!) < 0.1 + 1e-9 || p(q.teacher[0]!) === p(q.student[0]!),
      ),
  ),
  t('These words have not been read: that takes the live model\\.', (n) => n.status === 'failed'),
  t(
    'Where the two disagree about a token, that token gets credit or blame\\.( Go on to the re-reading to see it\\.)?',
    (n, [go]) => (go !== undefined) === (n.reads === 'unknown'),
  ),
]

const hindsight: readonly Template[] = [
  t(
    'The judge of attempt <D> said more than no: <T>\\.',
    (n, [k, said]) => here(n, k) && said === attemptSummary(n.attempt!) && n.attempt!.passed === false,
  ),
  t(
    'Attempt <D> passed, so the judge had nothing to correct\\.',
    (n, [k]) => here(n, k) && n.attempt!.passed === true,
  ),
  t('A judge says more than yes or no: which test broke, what came out, what was expected\\.'),
  t(
    'The self-teacher will be given the question again, with these words after it\\.',
    (n) => n.reads === 'unknown',
  ),
  t(
    'What was said is hidden now: both readers see the same text\\.',
    (n) => n.reads === 'nothing' && n.hidden,
  ),
  t(
    'Nothing was said about this attempt, so the teacher would read the student\u2019s own prompt\\. Hindsight teaches it nothing\\.',
    (n) => n.reads === 'nothing' && !n.hidden,
  ),
  t(
    'The self-teacher is given the question again, with (your own words|what was said of .+) after it\\.',
    ({ reads }, [what]) => reads === (what === 'your own words' ? 'edited' : 'lent'),
  ),
  t(
    'The self-teacher is given the question again, with attempt <D>, which passed, after it in place of the judge\u2019s words\\.',
    (n, [k]) =>
      n.reads === 'solution' &&
      n.attempt!.reprompt!.solutionFrom === Number(k) &&
      attemptBy(n.whole, k!)!.passed === true,
  ),
  t(
    'The self-teacher is given the question again, with these words after it\\. Hide them and both readers see the same text: (the gap closes|only the difference of their weights is left)\\.',
    (n, [end]) => {
      const { teacher } = n.config
      const same = n.attempt!.step === 1 || (teacher.kind === 'ema' && teacher.rate === 1)
      return n.reads === 'feedback' && same === (end === 'the gap closes')
    },
  ),
  t(
    '(?:Nobody told it which token was wrong\\. Its doubt falls on <T> because of what it was told|It was told nothing of <T> by itself\\. Its doubt comes from the comparison): <P> before, <P> with hindsight\\.',
    (n, [nobody, compared, from, to]) =>
      (nobody === undefined ? n.reads === 'solution' : n.reads !== 'solution' && n.reads !== 'nothing') &&
      someToken(
        n,
        (nobody ?? compared)!,
        (q) => p(q.student[0]!) === from && p(q.teacher[0]!) === to && q.teacher[0]! < q.student[0]!,
      ),
  ),
  t(
    'The judge\u2019s words are yours now, and the same model reads its attempt after them',
    (n) => n.reads === 'edited',
  ),
  t('The same model reads its attempt after what was said of (.+)', (n) => n.reads === 'lent'),
  t(
    'The same model reads its attempt after attempt <D>, which passed',
    (n, [k]) => n.reads === 'solution' && n.attempt!.reprompt!.solutionFrom === Number(k),
  ),
  t('With what was said hidden, both readers see the same words', (n) => n.reads === 'nothing' && n.hidden),
  t(
    'Where nothing was said, there is nothing to read in hindsight',
    (n) => n.reads === 'nothing' && !n.hidden,
  ),
  t('The judge said more than no: <T>', (n, [said]) => said === attemptSummary(n.attempt!)),
  t('Feedback becomes hindsight when the model reads it before its own attempt'),
]

const teacher: readonly Template[] = [
  t('Student and self-teacher are one model\\. What differs is what they read\\.'),
  t('The teacher writes nothing\\. At every token it is asked one thing: how likely is this\\?'),
  t(
    'The teacher writes nothing\\. At <T> it is asked one thing: how likely is this token\\? It says <P>(?:; the student had said <P>\\.|, as the student did: both have read the same words\\.)( Both have read the same words: their weights differ\\.)?',
    (n, [name, says, had, both]) =>
      someToken(n, name!, (q) => p(q.teacher[0]!) === says && p(q.student[0]!) === (had ?? says)) &&
      (had === undefined || both !== undefined) === (n.reads === 'nothing'),
  ),
  t(
    'At <T> the student says <P>; the same model with hindsight, <P>',
    (n, [name, from, to]) =>
      n.reads !== 'nothing' &&
      someToken(n, name!, (q) => p(q.student[0]!) === from && p(q.teacher[0]!) === to),
  ),
  t(
    'Having read the same words, both say <P> at <T>',
    (n, [at, name]) =>
      n.reads === 'nothing' && someToken(n, name!, (q) => p(q.student[0]!) === at && p(q.teacher[0]!) === at),
  ),
  t(
    'Having read the same words, the teacher says <P> at <T>, the student <P>',
    (n, [to, name, from]) =>
      n.reads === 'nothing' &&
      someToken(n, name!, (q) => p(q.student[0]!) === from && p(q.teacher[0]!) === to),
  ),
  t('Student and teacher are one model that has read different words'),
  t(
    'It is held near the first model: a mix, <S> of it the student\u2019s opinion\\.',
    ({ config: { teacher } }, [mix]) => teacher.kind === 'trust-region' && mix === decimal(teacher.mix),
  ),
  t(
    'Its weights stay those of the first model\\.',
    ({ config: { teacher } }) => teacher.kind === 'ema' && teacher.rate === 0,
  ),
  t(
    'Its weights are the student\u2019s own, always\\.',
    ({ config: { teacher } }) => teacher.kind === 'ema' && teacher.rate === 1,
  ),
  t(
    'After each update its weights follow the student\u2019s by ([\\d.]+) % \\(EMA, an exponential moving average\\)\\.( Hide the feedback and only that difference of weights is left\\.)?',
    (n, [rate, hide]) =>
      n.config.teacher.kind === 'ema' &&
      rate === String(Number((100 * n.config.teacher.rate).toFixed(2))) &&
      (hide === undefined || (n.reads === 'feedback' && n.attempt!.step > 1)),
  ),
  t(
    'The small model of this page was trained beforehand to read such words; a large one can from its pretraining\\.',
    ({ whole }) => whole.model!.id.startsWith('tiny'),
  ),
]
export const earlyLessons: readonly Template[] = [...flat, ...opinion, ...hindsight, ...teacher]
