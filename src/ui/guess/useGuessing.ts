/** Guessing on a strip of tokens: a press is a guess while it is asked for one, and the guesses are marked. */
import { useMemo } from 'react'
import { tally } from '../../lab/reading/guess.ts'
import { selectAsking, selectGuesses } from '../../lab/state/guess.ts'
import { useLab, useLabState } from '../lab.tsx'

export function useGuessing(): {
  asking: boolean
  press: ((token: number) => void) | undefined
  /** Guesses on a token; null where they are not shown: a class should not follow the first. */
  on: (token: number) => number | null
} {
  const lab = useLab()
  const asking = useLabState(selectAsking)
  const guesses = useLabState(selectGuesses)
  const many = useLabState((s) => s.guess.many)
  const counts = useMemo(() => tally(guesses), [guesses])
  const hidden = asking && (many || guesses.length > 1)
  return {
    asking,
    press: asking ? (token) => lab.guessing.guess(token) : undefined,
    on: (token) => (hidden ? null : (counts.get(token) ?? null)),
  }
}
