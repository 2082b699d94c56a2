/** Every sentence of what came of the guesses, with what must be so. */
import { guessKey } from '../../lab/reading/guess.ts'
import type { Position } from '../../engine/protocol.ts'
import { signed } from '../../lab/text/format.ts'
import { attemptsIn, gapsOf, isNumber, isShare, tokenName, type Numbers } from './numbers.testing.ts'
import { template, type Template } from './template.testing.ts'

const guess = template('guess')

/** Tokens that were guessed of an attempt and that it has. */
const made = ({ state, whole }: Numbers, attempt: number, tokens: number) =>
  (state.guess.made[guessKey(whole.startedAt, attempt)] ?? []).filter((token) => token < tokens)
const here = (n: Numbers) => made(n, n.attempt!.attempt, n.attempt!.tokens.length)
const least = (positions: readonly Position[] | null) => {
  const gaps = gapsOf(positions)
  const gap = Math.min(...gaps)
  return { gap, token: gaps.indexOf(gap) }
}
const doubts = (positions: readonly Position[] | null) => least(positions).gap <= -0.03
/** The one guess: its token's name, its gap, and that another is doubted more, by this much. */
const one = (n: Numbers, name: string, rival: string, most: string, holds: (gap: number) => boolean) => {
  const [token, ...more] = here(n)
  const { gap, token: worst } = least(n.positions)
  return (
    token !== undefined &&
    more.length === 0 &&
    tokenName(n.attempt!, token) === name &&
    token !== worst &&
    gap <= -0.03 &&
    tokenName(n.attempt!, worst) === rival &&
    most === signed(gap) &&
    holds(gapsOf(n.positions)[token]!)
  )
}

export const guessTemplates: readonly Template[] = [
  guess('You blamed <T>, and so does hindsight, most of all: <S>.', (n, [name, most]) => {
    const { gap, token } = least(n.positions)
    const guesses = here(n)
    return (
      guesses.length === 1 &&
      guesses[0] === token &&
      tokenName(n.attempt!, token) === name &&
      most === signed(gap)
    )
  }),
  guess('You blamed <T>. Hindsight doubts none of the <D> tokens?.', (n, [name, all]) => {
    const guesses = here(n)
    return (
      guesses.length === 1 &&
      tokenName(n.attempt!, guesses[0]!) === name &&
      !doubts(n.positions) &&
      Number(all) === n.attempt!.tokens.length
    )
  }),
  guess(
    'You blamed <T>. Hindsight doubts it too, by <S>, but doubts most <T>: <S>.',
    (n, [name, by, rival, most]) => one(n, name!, rival!, most!, (gap) => gap <= -0.03 && by === signed(gap)),
  ),
  guess(
    'You blamed <T>. Hindsight finds it as likely as before, and doubts most <T>: <S>.',
    (n, [name, rival, most]) => one(n, name!, rival!, most!, (gap) => Math.abs(gap) < 0.03),
  ),
  guess(
    'You blamed <T>. Hindsight likes it more than before, by <S>, and doubts most <T>: <S>.',
    (n, [name, by, rival, most]) => one(n, name!, rival!, most!, (gap) => gap >= 0.03 && by === signed(gap)),
  ),
  guess(
    '<N> guesses. Hindsight doubts none of the <D> tokens?.',
    (n, [all, tokens]) =>
      isNumber(all!, here(n).length) && !doubts(n.positions) && Number(tokens) === n.attempt!.tokens.length,
  ),
  guess(
    '<SHARE> guesses falls? on <T>, which hindsight doubts most: <S>.( Most fall on <T>: <N>.)? A blind guess falls on it once in <N>.',
    (n, [share, name, most, rest, favourite, times, of]) => {
      const { gap, token } = least(n.positions)
      const guesses = here(n)
      const on = (t: number) => guesses.filter((g) => g === t).length
      const top = Math.max(...guesses.map(on))
      const leaders = [...new Set(guesses)].filter((t) => on(t) === top)
      const elsewhere = top > 1 && leaders.length === 1 && leaders[0] !== token
      return (
        guesses.length > 1 &&
        isShare(share!, on(token), guesses.length) &&
        tokenName(n.attempt!, token) === name &&
        doubts(n.positions) &&
        most === signed(gap) &&
        isNumber(of!, n.attempt!.tokens.length) &&
        (rest !== undefined) === elsewhere &&
        (!elsewhere || (tokenName(n.attempt!, leaders[0]!) === favourite && isNumber(times!, top)))
      )
    },
  ),
  guess('Over <N> attempts of this run, <SHARE> guesses met its strongest doubt.', (n, [all, share]) => {
    const guessed = attemptsIn(n.view)
      .filter((a) => a.positions && a.reprompt?.mask === 1)
      .map((a) => ({ guesses: made(n, a.attempt, a.tokens.length), ...least(a.positions) }))
      .filter(({ guesses }) => guesses.length > 0)
    const of = guessed.flatMap(({ guesses }) => guesses).length
    const met = guessed.flatMap(({ guesses, token, gap }) =>
      gap <= -0.03 ? guesses.filter((g) => g === token) : [],
    ).length
    return guessed.length > 1 && isNumber(all!, guessed.length) && isShare(share!, met, of)
  }),
]
