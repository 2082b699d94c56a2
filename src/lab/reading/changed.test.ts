import { expect, test } from 'vitest'
import fc from 'fast-check'
import { plain } from '../text/phrase.ts'
import { shareDifference } from '../../statistics/shares.ts'
import { changedPhrase, changesOf, points } from './changed.ts'

const pieces = ['sort', '(', 'asc', ')']
const failed = { pieces, passed: false }
const percentOf = (n: number) => `${n}\u202f%`

test('a change a token: the chance after it less the chance before', () => {
  expect(changesOf({ samples: 50, passed: [10, 10, 10, 0, 0] })).toEqual([0, 0, -0.2, 0])
})

test('changes in points of a hundred, small ones as none', () => {
  expect([0.0004, -0.0004, 0.002, -0.364, 1].map(points)).toEqual([
    '0\u202f%',
    '0\u202f%',
    '+0.2\u202f%',
    '\u221236\u202f%',
    '+100\u202f%',
  ])
})

test('the sentence names the token that lost the attempt, and whether hindsight saw it', () => {
  const values = { samples: 50, passed: [20, 20, 20, 0, 0] }
  expect(plain(changedPhrase(failed, values, [0, -0.1, -2, 0.1]))).toBe(
    `By 50 continuations of each prefix: asc lowered the chance to pass most, from ${percentOf(40)} to ${percentOf(0)}. Hindsight\u2019s credit is lowest there too.`,
  )
  expect(plain(changedPhrase(failed, values, [-3, -0.1, -2, 0.1]))).toContain('credit is lowest at sort.')
  expect(plain(changedPhrase(failed, values, [1, 0, 2, 0.1]))).toContain(
    'points at no token in that direction',
  )
  expect(plain(changedPhrase(failed, values, null))).not.toContain('credit')
})

test('what cannot be told from chance is not told', () => {
  expect(plain(changedPhrase(failed, { samples: 8, passed: [1, 1, 0, 0, 0] }, null))).toContain(
    'no token\u2019s change is more than chance',
  )
  expect(plain(changedPhrase(failed, { samples: 64, passed: [0, 0, 0, 0, 0] }, null))).toContain('too rare')
})

test('no sentence names a change that is not there', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 4, max: 64 }).chain((samples) =>
        fc.record({
          samples: fc.constant(samples),
          passed: fc.array(fc.integer({ min: 0, max: samples }), { minLength: 5, maxLength: 5 }),
          won: fc.boolean(),
          credit: fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 4, maxLength: 4 }),
        }),
      ),
      ({ samples, passed, won, credit }) => {
        const values = { samples, passed: [...passed.slice(0, 4), won ? samples : 0] }
        const words = plain(changedPhrase({ pieces, passed: won }, values, credit))
        const named = /: (\S+) (raised|lowered) the chance/.exec(words)
        if (!named) return
        const t = pieces.indexOf(named[1]!)
        const { low, high } = shareDifference(values.passed[t]!, values.passed[t + 1]!, samples)
        expect(named[2] === 'raised' ? low > 0 : high < 0).toBe(true)
        const changes = changesOf(values)
        const sign = won ? 1 : -1
        // No token that is beyond chance changed more.
        changes.forEach((change, i) => {
          const other = shareDifference(values.passed[i]!, values.passed[i + 1]!, samples)
          if (won ? other.low > 0 : other.high < 0)
            expect(change * sign).toBeLessThanOrEqual(changes[t]! * sign)
        })
        if (words.includes('there too')) {
          const most = won ? Math.max(...credit) : Math.min(...credit)
          expect(credit[t]).toBe(most)
        }
      },
    ),
  )
})
