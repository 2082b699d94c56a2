/** The same attempt under every rule of credit that its file has the numbers for; of the others, what is missing. */
import { divergenceOf, withTail } from '../lm/distributions.ts'
import { evidence } from '../sdpo/loss-terms.ts'
import { gapOf, type ForeignAttempt, type ForeignToken } from './foreign.ts'
import { mean } from './mean.ts'

export interface RuleRow {
  name: string
  /** One number a token; null where the file does not have what it is made of. */
  values: readonly (number | null)[] | null
  /** A divergence has a size and no direction. */
  directed: boolean
  said: string
}

const noSecond = 'The file has no second reader\u2019s numbers for it.'
const noAdvantages = 'The file has no advantages for it.'

/** In the order of the lab's own rows, finest first. */
export function ruleRows(attempt: ForeignAttempt): RuleRow[] {
  const { tokens } = attempt
  const gaps = tokens.map(gapOf)
  const average = mean(gaps)
  const advantages = tokens.map(({ advantage }) => advantage ?? attempt.advantage)
  const divergences = tokens.map(divergenceAt)
  const has = (values: readonly (number | null)[]) => values.some((value) => value !== null)
  const row = (
    name: string,
    values: readonly (number | null)[],
    said: string,
    lacks: string,
    directed = true,
  ): RuleRow =>
    has(values) ? { name, values, directed, said } : { name, values: null, directed, said: lacks }
  return [
    row(
      'SDPO, logit',
      divergences,
      'How far apart both readers are over the candidates that are written down, all others as one: the whole distributions are at least as far apart.',
      'The file has no candidates that both readers were asked of.',
      false,
    ),
    row(
      'SDPO, token',
      gaps,
      'The second reader\u2019s log-probability less the writer\u2019s, of the written token alone.',
      noSecond,
    ),
    row(
      'SDPO, sequence',
      average === null ? [] : tokens.map(() => average),
      'The mean of that, for every token alike.',
      noSecond,
    ),
    row('GRPO', advantages, 'The advantage that the run itself wrote down.', noAdvantages),
    row(
      'RLSD',
      tokens.map((_, i) => {
        const [gap, advantage] = [gaps[i]!, advantages[i]!]
        return gap === null || advantage === null ? null : advantage * evidence(gap, advantage)
      }),
      'The advantage, a fifth more or less where the second reader agrees or does not.',
      'The file has not both: a second reader and advantages.',
    ),
  ]
}

/** Jensen-Shannon divergence of both readers, nats, over what both were asked of; null where that is the token alone. */
function divergenceAt({ student, teacher, others }: ForeignToken): number | null {
  const both = [{ student, teacher }, ...others].filter(
    (each): each is { student: number; teacher: number } => each.student !== null && each.teacher !== null,
  )
  if (both.length < 2) return null
  const value = divergenceOf(
    withTail(both.map((each) => each.student)),
    withTail(both.map((each) => each.teacher)),
    0.5,
  )
  return Number.isFinite(value) ? value : null
}
