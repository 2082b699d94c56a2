/**
 * A player without any knowledge who reads the last feedback: the control of every discovery whose feedback names the
 * answer among others. Its first attempt fails, since nothing was said yet; each later one takes one of the options that
 * the last feedback named, evenly, and the feedback drops the wrong one that was just taken.
 */
import { Rng } from '../../src/rng.ts'
import { namedOptions } from './short-problems.ts'

const games = 1000

/** Number of the first right attempt in each of 1,000 games; null: none within the budget, and always where no options are named. */
export function guessedFirsts(id: string, budget: number): (number | null)[] {
  const options = namedOptions(id)
  const rng = Rng.of(0, 'guesser', id)
  return Array.from({ length: games }, () => {
    if (options.length === 0) return null
    let left = options
    for (let attempt = 2; attempt <= budget; attempt++) {
      const taken = rng.pick(left)
      if (taken === options[0]) return attempt
      left = options.filter((option) => option !== taken)
    }
    return null
  })
}
