import { describe, expect, it } from 'vitest'
import { bigNumber, count, decimal, megabytes, percent, scientific, signed, times } from './format.ts'

describe('numbers', () => {
  it.each([
    [0.58, '+0.58'],
    [-1.634, '\u22121.63'],
    [0.001, '0'],
    [-0.001, '0'],
    [0, '0'],
  ])('signed %d', (value, text) => expect(signed(value)).toBe(text))
  it.each([
    [0.264, '0.26'],
    [-0.02, '\u22120.02'],
    [-0.001, '0.00'],
  ])('decimal %d', (value, text) => expect(decimal(value)).toBe(text))
  it.each([
    [0, '0\u202f%'],
    [0.0004, '< 0.1\u202f%'],
    [0.004, '0.4\u202f%'],
    [0.714, '71\u202f%'],
    [0.9931, '99.3\u202f%'],
    [0.9999, '> 99.9\u202f%'],
    [1, '100\u202f%'],
  ])('percent %d', (value, text) => expect(percent(value)).toBe(text))
  it.each([
    [1.64, '1.6'],
    [9.94, '9.9'],
    [9.96, '10'],
    [34.4, '34'],
    [1e6, 'more than 1000'],
  ])('times %d', (value, text) => expect(times(value)).toBe(text))
  it.each([
    [12e6, '12 MB'],
    [4.1e6, '4 MB'],
    [0.4e6, '0.4 MB'],
    [4e4, '40 kB'],
    [0, '0.0 MB'],
  ])('megabytes %d', (value, text) => expect(megabytes(value)).toBe(text))
  it('megabytes of a running count keep one decimal', () => expect(megabytes(4.12e6, true)).toBe('4.1 MB'))
  it.each([
    [1.1e6, '1.1 million'],
    [135e6, '135 million'],
    [860_000, '860 thousand'],
    [999, '999'],
    [7.2e9, '7.2 billion'],
  ])('bigNumber %d', (value, text) => expect(bigNumber(value)).toBe(text))
  it.each([
    [0.0003, '3e\u22124'],
    [0.01, '0.01'],
    [0, '0'],
    [1, '1'],
    [0.00125, '0.00125'],
  ])('scientific %d', (value, text) => expect(scientific(value)).toBe(text))
  it('counts', () =>
    expect([
      count(1, 'attempt', 'attempts'),
      count(8, 'attempt', 'attempts'),
      count(2, 'entry', 'entries'),
    ]).toEqual(['1 attempt', '8 attempts', '2 entries']))
})
