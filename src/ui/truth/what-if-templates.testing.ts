/** Every sentence of a what-if, with what must be so. */
import type { Position } from '../../engine/protocol.ts'
import { signed } from '../../lab/text/format.ts'
import { gapsOf, nameOf, tokenName, type Numbers } from './numbers.testing.ts'
import { template, type Template } from './template.testing.ts'

const whatIf = template('what-if')

/** What was asked, by how it is said. */
const asked =
  '(With nothing more to read|Told only that it is wrong|Told what was said of [^:]+|Told the wrong way round|Shown the solution)'
const kinds: Readonly<Record<string, string>> = {
  'With nothing more to read': 'nothing',
  'Told only that it is wrong': 'wrong',
  'Told the wrong way round': 'wrong-hint',
  'Shown the solution': 'solution',
}

const recorded = (n: Numbers) =>
  n.whole.whatIfs[n.attempt!.attempt]!.find(({ what }) => what === n.state.whatIf)!
const readInstead = (n: Numbers, said: string) => {
  const { what, from } = recorded(n)
  return kinds[said] === what || said === `Told what was said of ${from}`
}
const loudest = (gaps: readonly number[]) => {
  const size = gaps.map(Math.abs)
  return size.indexOf(Math.max(...size))
}
const readings = (n: Numbers) => {
  const [own, other] = [gapsOf(n.attempt!.positions), gapsOf(recorded(n).positions)]
  const [most, then] = [loudest(own), loudest(other)]
  return {
    own,
    other,
    most,
    then,
    ownMoves: Math.abs(own[most]!) >= 0.03,
    otherMoves: Math.abs(other[then]!) >= 0.03,
  }
}
const isFirst = (n: Numbers, { ids, teacher }: Position, name: string) =>
  ids.some((id, i) => nameOf(n, id) === name && teacher[i] === Math.max(...teacher))
const wouldWrite = (n: Numbers, name: string, instead: string) => {
  const { most } = readings(n)
  return isFirst(n, recorded(n).positions[most]!, name) && isFirst(n, n.attempt!.positions![most]!, instead)
}

const lesson = template('lesson')

/** Of lesson 3: the token that is doubted most, under “wrong” alone and under the judge's own words. */
const bare = (n: Numbers, other: string | undefined, by: string) => {
  const own = gapsOf(n.attempt!.positions)
  const at = own.indexOf(Math.min(...own))
  const read = n.whole.whatIfs[n.attempt!.attempt]!.find(({ what }) => what === 'wrong')!
  return (
    n.reads === 'feedback' &&
    n.ownReading &&
    signed(own[at]!) === by &&
    signed(gapsOf(read.positions)[at]!) === (other ?? '0')
  )
}

export const whatIfTemplates: readonly Template[] = [
  lesson(
    'Told only “wrong”, it moves that token by <T>; told what went wrong, by <T>\\.',
    (n, [other, by]) => other !== '0' && bare(n, other, by!),
  ),
  lesson(
    'Told only “wrong”, it leaves that token as it was; told what went wrong, it moves it by <T>\\.',
    (n, [by]) => bare(n, undefined, by!),
  ),
  whatIf('What it read moves no token\\.', (n) => !readings(n).ownMoves),
  whatIf('What it read moves <T> most: <S>\\.', (n, [name, by]) => {
    const { own, most, ownMoves } = readings(n)
    return ownMoves && tokenName(n.attempt!, most) === name && signed(own[most]!) === by
  }),
  whatIf(`${asked}, it moves <T> most: <S>\\.`, (n, [said, name, by]) => {
    const { other, then, ownMoves, otherMoves } = readings(n)
    return (
      !ownMoves &&
      otherMoves &&
      readInstead(n, said!) &&
      tokenName(n.attempt!, then) === name &&
      signed(other[then]!) === by
    )
  }),
  whatIf(`${asked}, it moves none either\\.`, (n, [said]) => {
    const { ownMoves, otherMoves } = readings(n)
    return !ownMoves && !otherMoves && readInstead(n, said!)
  }),
  whatIf(
    `${asked}: <S>(?:; either way it would write <T> there|; it would write <T> there and not <T>)?\\.`,
    (n, [said, by, both, instead, own]) => {
      const { other, most, ownMoves } = readings(n)
      return (
        ownMoves &&
        readInstead(n, said!) &&
        signed(other[most]!) === by &&
        (both === undefined || wouldWrite(n, both, both)) &&
        (instead === undefined || (instead !== own && wouldWrite(n, instead, own!)))
      )
    },
  ),
  whatIf('Then no token moves\\.', (n) => readings(n).ownMoves && !readings(n).otherMoves),
  whatIf('Then <T> moves most: <S>\\.', (n, [name, by]) => {
    const { other, then, most, otherMoves } = readings(n)
    return otherMoves && then !== most && tokenName(n.attempt!, then) === name && signed(other[then]!) === by
  }),
  whatIf('It moves most then too(, the other way)?\\.', (n, [turned]) => {
    const { own, other, then, most, otherMoves } = readings(n)
    return otherMoves && then === most && (turned !== undefined) === own[most]! * other[most]! < 0
  }),
]
