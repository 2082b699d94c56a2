/** How sure the student was as it wrote an attempt, in sentences, from the log-probs of its own tokens: known before anybody has judged or re-read it. */
import type { AttemptView } from '../run/view.ts'
import { bigNumber, percent } from '../text/format.ts'
import type { Phrase } from '../text/phrase.ts'

/** At most as many tokens are shown. */
const shown = 5

/** The tokens that the student was least sure of, in the order of the text (0-based); those that it was certain of are left out. */
export function leastSure(attempt: AttemptView): number[] {
  const logProbs: readonly number[] = attempt.logProbs
  return [...logProbs.keys()]
    .filter((token) => percent(Math.exp(logProbs[token]!)) !== percent(1))
    .sort((a, b) => logProbs[a]! - logProbs[b]!)
    .slice(0, shown)
    .sort((a, b) => a - b)
}

/** Empty before the attempt is written. */
export function oddsPhrases(attempt: AttemptView): readonly Phrase[] {
  const { pieces } = attempt
  const logProbs: readonly number[] = attempt.logProbs
  if (logProbs.length === 0) return []
  const least = logProbs.indexOf(Math.min(...logProbs))
  const draws = Math.exp(-logProbs.reduce((sum, logProb) => sum + logProb, 0))
  return [
    [
      'It was least sure of ',
      { token: pieces[least]! },
      ': ',
      { strong: percent(Math.exp(logProbs[least]!)) },
      '.',
    ],
    draws < 1.5
      ? ['It would hardly have written anything but this text.']
      : ['It gave this very text one chance in ', { strong: drawsText(draws) }, '.'],
  ]
}

/** Two digits, which is more than a chance of sampling is worth. */
function drawsText(draws: number): string {
  return draws > 1e12 ? 'more than 1000 billion' : bigNumber(Number(draws.toPrecision(2)))
}
