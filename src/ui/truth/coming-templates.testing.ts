/** Every sentence on what comes next, below an attempt that nobody has re-read, with what must be so. */
import { retold, type Numbers } from './numbers.testing.ts'
import { template, type Template } from './template.testing.ts'

const next = template('next')

const spoken = ({ attempt }: Numbers) => attempt!.verdict!.feedback.trim() !== ''
const passedBeside = ({ step, attempt }: Numbers) =>
  step!.attempts.some((other) => other.passed && other.attempt !== attempt!.attempt)
/** Judged, to be re-read, and no example for the others. */
const judgedAlone = (n: Numbers) =>
  n.step!.stage === 'judge' && retold(n) && !(n.attempt!.passed && n.step!.attempts.length > 1)

export const comingTemplates: readonly Template[] = [
  next(
    'The student writes (an attempt|<D> attempts at once), one token at a time\\.',
    ({ step }, [, k]) => step!.stage === null && step!.attempts.length === Number(k ?? 1),
  ),
  next(
    'Next, (it|each attempt) runs against the tests, in a sandbox that can be stopped\\.',
    ({ step, attempt }, [who]) =>
      (step!.stage === 'sample' || attempt!.verdict === null) &&
      (who === 'it') === (step!.attempts.length === 1),
  ),
  next(
    'Next, what passed becomes hindsight for the others\\.',
    (n) =>
      n.step!.stage === 'judge' && n.attempt!.passed === true && n.step!.attempts.length > 1 && retold(n),
  ),
  next(
    'Next, the self-teacher is given the question again, with (the judge\u2019s words|an attempt that passed) after it\\.',
    (n, [with_]) =>
      judgedAlone(n) &&
      (with_ === 'an attempt that passed') === passedBeside(n) &&
      (passedBeside(n) || spoken(n)),
  ),
  next(
    'Next, the self-teacher is given neither feedback nor an attempt that passed: there is nothing to read in hindsight\\.',
    (n) => judgedAlone(n) && !passedBeside(n) && !spoken(n),
  ),
  next(
    'Next, it re-reads the student\u2019s own tokens and says of each how likely it finds it\\. It writes nothing\\.',
    (n) => n.step!.stage === 'reprompt' && retold(n),
  ),
  next(
    'Next, its reward is held against the mean of its group\\.',
    ({ step, config: { arm } }) => step!.stage === 'judge' && arm === 'grpo',
  ),
  next(
    'Nothing is learned from it: attempts after it read the judge\u2019s words\\.',
    (n) => n.step!.stage === 'judge' && n.config.arm === 'multi-turn' && spoken(n),
  ),
  next(
    'Nothing is learned from it: the weights stay as they are\\.',
    (n) =>
      n.step!.stage === 'judge' &&
      (n.config.arm === 'best-of-k' || (n.config.arm === 'multi-turn' && !spoken(n))),
  ),
  next(
    'This method has no self-teacher: there is nobody to re-read the attempt\\.',
    (n) => ['score', 'update'].includes(n.step!.stage!) && !retold(n),
  ),
]
