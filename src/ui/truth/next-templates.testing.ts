/** Every sentence on what comes next, below an attempt that nobody has re-read, with what must be so. */
import { retold } from './numbers.testing.ts'
import { template, type Template } from './template.testing.ts'

const next = template('next')

export const nextTemplates: readonly Template[] = [
  next(
    'The student writes (an attempt|<D> attempts at once), one token at a time\\.',
    ({ step }, [, k]) => step!.stage === null && step!.attempts.length === Number(k ?? 1),
  ),
  next(
    'Next, (it|each attempt) runs against the tests, in a sandbox that can be stopped\\.',
    ({ step }, [who]) => step!.stage === 'sample' && (who === 'it') === (step!.attempts.length === 1),
  ),
  next(
    'Next, what passed becomes hindsight for the others\\.',
    (n) => n.step!.stage === 'judge' && n.attempt!.passed === true && retold(n),
  ),
  next(
    'Next, the self-teacher is given the question again, with the judge\u2019s words after it\\.',
    (n) => n.step!.stage === 'judge' && n.attempt!.passed === false && retold(n),
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
    'Nothing is learned from it: the next attempt reads the judge\u2019s words\\.',
    ({ step, attempt, config: { arm } }) =>
      step!.stage === 'judge' && arm === 'multi-turn' && attempt!.passed === false,
  ),
  next(
    'Nothing is learned from it: the weights stay as they are\\.',
    ({ step, config: { arm } }) => step!.stage === 'judge' && ['best-of-k', 'multi-turn'].includes(arm),
  ),
  next(
    'This method has no self-teacher: there is nobody to re-read the attempt\\.',
    (n) => ['score', 'update'].includes(n.step!.stage!) && !retold(n),
  ),
]
