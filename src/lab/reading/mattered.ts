/** The tokens that mattered over a whole run of the lab. Attempts that teach nothing (mask 0) count for nothing. */
import { CreditSums, type MatteredToken } from '../../sdpo/credit-sums.ts'
import type { RunView } from '../run/view.ts'

/** By praise + blame, nats, largest first; the first written of equals. */
export function tokensThatMattered(run: RunView): MatteredToken[] {
  const sums = new CreditSums()
  for (const { attempts } of run.steps)
    for (const { attempt, step, tokens, pieces, credit, reprompt } of attempts)
      if (credit && reprompt?.mask === 1) sums.add({ attempt, step, tokens, pieces, credit })
  return sums.ranked()
}
