/** Every sentence beside the bars, with what must be so. */
import { decimal, signed, times } from '../../lab/text/format.ts'
import { gapsOf, inMode, p, rivalHolds, widest, type Numbers } from './numbers.testing.ts'
import { template, type Template } from './template.testing.ts'

const bars = template('bars')

const position = (n: Numbers) => n.positions![n.pinned!]!
const credit = (n: Numbers) => gapsOf([position(n)])[0]!
const sure = (entropy: number) =>
  entropy < 0.35 ? 'nearly certain' : entropy < 1.05 ? 'fairly sure' : 'unsure'
const first = (values: readonly number[]) => values.indexOf(Math.max(...values))
const short = (x: number) => String(Number(x.toFixed(2)))

/** Which of all tokens is likelier, and who takes whose place. */
const likelier = (n: Numbers, much: string, end: string | undefined, name: string | undefined) => {
  const c = credit(n)
  const more = much.endsWith('more likely')
  const by = /^(.+) times/.exec(much)?.[1]
  return (
    more === c > 0 &&
    (by === undefined ? times(Math.exp(Math.abs(c))) === '1.0' : by === times(Math.exp(Math.abs(c)))) &&
    (end === undefined || rivalHolds(n, position(n), end, name!))
  )
}

const masked = ({ attempt }: Numbers) => attempt!.reprompt?.mask === 0
const own = ({ reads }: Numbers) => reads === 'nothing'

export const barTemplates: readonly Template[] = [
  bars(
    'GRPO has no number for this attempt yet\\.',
    (n) => inMode(n, 'grpo') && n.attempt!.advantage === null,
  ),
  bars(
    'Every token gets reward ([\\d.]+) \u2212 group mean ([\\d.]+) = <S>(: nothing to learn from|, whether it helped or not)\\.',
    ({ attempt, step }, [reward, mean, number, end]) =>
      reward === short(attempt!.verdict!.reward) &&
      mean === short(step!.groupMean!) &&
      number === signed(attempt!.advantage!) &&
      (end === ': nothing to learn from') === (attempt!.advantage === 0),
  ),
  bars('What the self-teacher thinks is not used\\.', (n) => inMode(n, 'grpo')),
  bars(
    'No feedback and no solution: hindsight has nothing to say here\\. (It teaches the others, not itself|This attempt teaches nothing)\\.',
    (n, [end]) => masked(n) && n.attempt!.passed === (end !== 'This attempt teaches nothing'),
  ),
  bars(
    'Only the ([\\d.]+) % of the tokens (where the student hesitates most|where both readers differ most) are distilled: this one is left out\\.',
    (n, [share, where]) =>
      n.attempt!.selected![n.pinned!] === 0 &&
      !masked(n) &&
      share === short(100 * n.config.loss.tokens!.share) &&
      (n.config.loss.tokens!.by === 'entropy') === (where === 'where the student hesitates most'),
  ),
  bars(
    'Both read the same words, with the same weights: their bars are one\\.',
    (n) => own(n) && widest(n) < 0.003,
  ),
  bars(
    'Both read the same words\\. The bars differ only by the self-teacher\u2019s weights, (an EMA of the student\u2019s that follows them slowly|held between the start and the student)\\.',
    (n, [how]) =>
      own(n) && widest(n) >= 0.003 && (n.config.teacher.kind === 'ema') === how!.startsWith('an EMA'),
  ),
  bars(
    'The same words, read with the same weights: both readers are one\\. No gap, no credit\\.',
    (n) => own(n) && n.state.hindsight.sameWeights,
  ),
  bars(
    "Without feedback there is nothing to add: the teacher's prompt is the student's\\. No gap, no credit\\.",
    (n) => own(n) && widest(n) < 0.03,
  ),
  bars(
    "Without feedback both read the same words\\. What is left is the difference of their weights: the teacher's follow the student's slowly\\.",
    (n) => own(n) && widest(n) >= 0.03,
  ),
  bars(
    'Both read with the student\u2019s weights: what differs is the effect of the words alone\\.',
    (n) => n.state.hindsight.sameWeights && !own(n),
  ),
  bars(
    'A control: the teacher read the feedback of (.+?)\\.(?: With the attempt\u2019s own this token\u2019s credit was <S>, now it is <S>\\.)?',
    (n, [from, before, now]) =>
      n.reads === 'lent' &&
      from === n.state.hindsight.swapped[n.attempt!.attempt] &&
      (before === undefined ||
        (before === signed(gapsOf(n.attempt!.positions)[n.pinned!]!) && now === signed(credit(n)))),
  ),
  bars("([\\d.]+) of GRPO's <S> and ([\\d.]+) of SDPO's <S>: <S>\\.", (n, [a, grpo, b, sdpo, sum]) => {
    const { lambda } = n.config.loss
    const adv = n.attempt!.advantage!
    return (
      inMode(n, 'mix') &&
      a === short(lambda) &&
      b === short(1 - lambda) &&
      grpo === signed(adv) &&
      sdpo === signed(credit(n)) &&
      sum === signed(lambda * adv + (1 - lambda) * credit(n))
    )
  }),
  bars(
    '(?:With hindsight|To the teacher) this token is just as likely\\.',
    (n) => Math.abs(credit(n)) < 0.03,
  ),
  bars(
    '(With hindsight|To the teacher) this token is (a little (?:more|less) likely|.+? times (?:more|less) likely)(?:; <T> (takes its place|gains most)|; it (takes the place of) <T>|, (at the expense of) <T>)?\\.',
    (n, [who, much, a, aVerb, bVerb, b, cVerb, c]) =>
      (who === 'With hindsight') === !own(n) && likelier(n, much!, aVerb ?? bVerb ?? cVerb, a ?? b ?? c),
  ),
  bars(
    '(?:Both readers are (nearly certain|fairly sure|unsure)|The student is (nearly certain|fairly sure|unsure), the self-teacher (nearly certain|fairly sure|unsure))(, of the same token|, of different tokens)?: entropy ([\\d.]+) and ([\\d.]+) nats\\. Divergence ([\\d.]+)(, the largest here)?\\.',
    (n, [both, one, two, what, a, b, divergence, largest]) => {
      const q = position(n)
      const same = first(q.student) === first(q.teacher)
      return (
        sure(q.studentEntropy) === (both ?? one) &&
        sure(q.teacherEntropy) === (both ?? two) &&
        (what === undefined || same === (what === ', of the same token')) &&
        a === decimal(q.studentEntropy) &&
        b === decimal(q.teacherEntropy) &&
        divergence === decimal(q.divergence) &&
        (largest === undefined || n.positions!.every((other) => other.divergence <= q.divergence))
      )
    },
  ),
  bars(
    'One update leaves it at <P>\\.',
    (n, [at]) => n.ownReading && p(n.attempt!.after![n.pinned!]![0]!) === at,
  ),
  bars(
    'One update moves it <P> \u2192 <P>\\.',
    (n, [from, to]) =>
      n.ownReading && p(position(n).student[0]!) === from && p(n.attempt!.after![n.pinned!]![0]!) === to,
  ),
  bars('No bars: the teacher has not read this attempt so\\.', (n) => n.status === 'failed'),
  bars('The teacher is re-reading\\.', (n) => n.status === 'asked'),
  bars('The bars appear when the self-teacher has re-read this attempt\\.', (n) => n.positions === null),
  bars(
    '(The small difference between the weights of teacher and student is not in the recording, so both are drawn alike\\.)',
    (n, [note]) => Object.values(n.state.rereads).some((r) => r.note === note),
  ),
]
