/** Every sentence under the strip, over the words that were read, on the chart and in the status, with what must be so. */
import { masteryWindow } from '../../sdpo/stop.ts'
import { chanceOf } from '../../outlook/known.ts'
import {
  attemptBy,
  attemptsIn,
  gapsOf,
  inMode,
  judgedAll,
  passedOf,
  retold,
  widest,
  type Numbers,
} from './numbers.testing.ts'
import { comingTemplates } from './coming-templates.testing.ts'
import { template, type Template } from './template.testing.ts'

const [strip, reader, slide, chart, status] = (['strip', 'reader', 'slide', 'chart', 'status'] as const).map(
  template,
) as [T, T, T, T, T]
type T = ReturnType<typeof template>

const masked = ({ attempt }: Numbers) => attempt!.reprompt?.mask === 0
/** Of GRPO's number and of the gap of every token no hundredth is left when they are mixed. */
const comesToNothing = ({ attempt, config: { loss }, positions }: Numbers) =>
  gapsOf(positions).every(
    (gap) => Math.abs(loss.lambda * attempt!.advantage! + (1 - loss.lambda) * gap) < 0.005,
  )
const own = ({ reads }: Numbers) => reads === 'nothing'

const stripTemplates: readonly Template[] = [
  strip(
    'GRPO\u2019s number is known when the group is judged',
    (n) => inMode(n, 'grpo') && n.attempt!.advantage === null,
  ),
  strip(
    'the same number on all <D> tokens',
    ({ attempt }, [k]) => Number(k) === attempt!.tokens.length && attempt!.advantage !== 0,
  ),
  strip(
    '0 on all <D> tokens, because (every attempt failed|all attempts scored alike)',
    ({ attempt, step }, [k, why]) =>
      Number(k) === attempt!.tokens.length &&
      attempt!.advantage === 0 &&
      (why === 'every attempt failed') === (judgedAll(step) && passedOf(step) === 0),
  ),
  strip(
    'no feedback and no solution: (it teaches the others, not itself|this attempt teaches nothing)',
    (n, [end]) => masked(n) && n.attempt!.passed === (end !== 'this attempt teaches nothing'),
  ),
  strip('the teacher has not read this', (n) => n.status === 'failed'),
  strip('the teacher is re-reading', (n) => n.status === 'asked'),
  strip(
    'the mix is known when GRPO’s number is',
    (n) => inMode(n, 'mix') && n.positions !== null && n.attempt!.advantage === null,
  ),
  strip('no gap: both read the same words', (n) => own(n) && widest(n) < 0.005),
  strip('no gap: hindsight agrees with every token', (n) => !own(n) && widest(n) < 0.005),
  strip(
    'the credits of its tokens come to 0',
    (n) =>
      widest(n) >= 0.005 && (n.state.creditLevel === 'sequence' || (inMode(n, 'mix') && comesToNothing(n))),
  ),
]

const readTemplates: readonly Template[] = [
  reader(
    '(same weights|the first weights|slower weights|weights held back)',
    ({ config: { teacher }, attempt, state }, [which]) => {
      const same =
        state.hindsight.sameWeights || attempt!.step === 1 || (teacher.kind === 'ema' && teacher.rate === 1)
      if (same) return which === 'same weights'
      if (teacher.kind === 'trust-region') return which === 'weights held back'
      return which === (teacher.rate === 0 ? 'the first weights' : 'slower weights')
    },
  ),
  reader('with hindsight to come', (n) => n.reads === 'unknown' && retold(n)),
  reader('This method has none: nobody re-reads the attempt\\.', (n) => n.reads === 'unknown' && !retold(n)),
  reader(
    'with what was said of attempts before',
    ({ attempt }) => attempt!.read?.some(({ kind }) => kind === 'feedback') === true,
  ),
  reader('with hindsight', ({ reads }) => reads === 'feedback'),
  reader('with your words', ({ reads }) => reads === 'edited'),
  reader('with someone else\u2019s feedback', ({ reads }) => reads === 'lent'),
  reader('with nothing more to read', ({ reads }) => reads === 'nothing'),
  slide('your words, read in hindsight', ({ reads }) => reads === 'edited'),
  slide(
    'what was said of (.+), read in hindsight',
    (n, [from]) => n.reads === 'lent' && n.state.hindsight.swapped[n.attempt!.attempt] === from,
  ),
  slide('the feedback, read in hindsight', ({ reads }) => reads === 'feedback'),
  slide('the judge\u2019s feedback', ({ reads }) => ['unknown', 'nothing', 'solution'].includes(reads)),
  slide(
    'attempt <D>, which passed, read in hindsight',
    (n, [k]) =>
      n.reads === 'solution' &&
      n.attempt!.reprompt!.solutionFrom === Number(k) &&
      attemptBy(n.whole, k!)!.passed === true,
  ),
]

const budget = ({ config, whole }: Numbers) => Math.max(config.budget, attemptsIn(whole).length)
const firstPass = ({ whole }: Numbers) => attemptsIn(whole).find((a) => a.passed)?.attempt
const before = {
  'the next attempts': 'sample',
  'the verdicts': 'judge',
  'the re-reading': 'reprompt',
  'the credit': 'score',
  'the update': 'update',
} as const
const during = {
  'the attempts': 'sample',
  'the judging': 'judge',
  'the re-reading': 'reprompt',
  'the credit': 'score',
  'the update': 'update',
} as const
/** Events that belong to no act. */
const beside: ReadonlySet<string> = new Set([
  'run-started',
  'vocabulary',
  'attempt-branched',
  'attempt-valued',
  'attempt-reread',
  'probes-set',
  'probe-read',
  'run-finished',
])

const chartTemplates: readonly Template[] = [
  chart('Nothing attempted yet\\.', (n) => attemptsIn(n.whole).every((a) => a.finish === null)),
  chart(
    'Not solved in <D> attempts?\\.',
    (n, [k]) =>
      attemptsIn(n.whole).filter((a) => a.finish !== null).length === Number(k) && firstPass(n) === undefined,
  ),
  chart(
    'Solved at attempt <D> of <D>\\.',
    (n, [k, of]) => firstPass(n) === Number(k) && budget(n) === Number(of),
  ),
  chart(
    'Attempt <D> of <D> passes, as one blind guess in <D> does\\.',
    (n, [k, of, guesses]) =>
      firstPass(n) === Number(k) &&
      budget(n) === Number(of) &&
      Number(guesses) === Math.round(1 / chanceOf(n.whole.problem!)!),
  ),
  chart(
    'Since then <D> more (?:has|have) passed\\.',
    ({ view }, [k]) => attemptsIn(view).filter((a) => a.passed).length - 1 === Number(k),
  ),
  status(
    'Attempt <D> passes, as 1 blind guess in <D> does',
    (n, [k, guesses]) =>
      firstPass(n) === Number(k) && Number(guesses) === Math.round(1 / chanceOf(n.whole.problem!)!),
  ),
  status('Before the first attempt', ({ view }) => view.steps.length === 0),
  status('Update <D> was left out', ({ step }, [k]) => step!.step === Number(k) && step!.skipped !== null),
  status('The recording ends here', ({ view, whole }) => view.events === whole.events),
  status(
    'First pass: attempt <D>\\. Paused here',
    ({ view, step }, [k]) =>
      attemptsIn(view).find(({ passed }) => passed)?.attempt === Number(k) &&
      step!.attempts.some(({ attempt }) => attempt === Number(k)) &&
      judgedAll(step!) &&
      step!.stage === 'judge',
  ),
  status('Paused (before|in the middle of) (.+)', (n, [where, what]) => {
    const { log, playhead, stops } = n.state.recorded
    const next = stops.find((stop) => stop.at > playhead)!
    const done = stops.findLast((stop) => stop.at <= playhead)?.at ?? 0
    const begun = log.slice(done, playhead).some(({ type }) => !beside.has(type))
    const names: Readonly<Record<string, string>> = begun ? during : before
    return begun === (where !== 'before') && names[what!] === next.stage
  }),
  status(
    'Attempt <D> passed (?:its test|all (\\d+) tests)',
    (n, [k, of]) =>
      firstPass(n) === Number(k) &&
      (of === undefined || attemptBy(n.whole, k!)!.verdict!.totalTests === Number(of)),
  ),
  status('(?:All|<D>) of the last <D> attempts passed', ({ view }, [k, of]) => {
    const latest = attemptsIn(view)
      .filter((a) => a.passed !== null)
      .slice(-masteryWindow)
    const passed = latest.filter((a) => a.passed).length
    return latest.length === Number(of) && passed === Number(k ?? of)
  }),
  status('The budget is spent: (none|\\d+) of <D> attempts? passed', ({ view }, [k, of]) => {
    const passed = attemptsIn(view).filter((a) => a.passed).length
    return attemptsIn(view).length === Number(of) && (k === 'none' ? passed === 0 : passed === Number(k))
  }),
  status('A plateau: none of the last \\d+ attempts passed more tests than the best before'),
  status('Stopped', ({ view }) => view.finished === 'stopped'),
]

export const pictureTemplates: readonly Template[] = [
  ...stripTemplates,
  ...readTemplates,
  ...comingTemplates,
  ...chartTemplates,
]
