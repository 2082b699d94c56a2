/** Formulas and lists of values in other spellings: the same ones pass, near ones do not. */
import { describe, expect, it } from 'vitest'
import { isAccepted } from './exact.ts'
import { formulaForm } from './formula.ts'

const right = (accepted: string, given: string) => isAccepted(given, { type: 'exact', accepted: [accepted] })

describe('a formula', () => {
  it.each([
    ['2x + 3', '3 + 2x'],
    ['2x + 3', '2*x+3'],
    ['2x + 3', "f'(x) = 2x + 3"],
    ['\\frac{x}{2}', 'x/2'],
    ['x^2 - 1', 'x² - 1'],
    ['ab', 'b \\cdot a'],
    ['\\sin x', 'sin(x)'],
  ])('%s is %s', (accepted, given) => expect(right(accepted, given)).toBe(true))

  it.each([
    ['2x + 3', '2x - 3'],
    ['2x + 3', '2x + 3 + C'],
    ['(x - 1)(x + 1)', 'x^2 - 1'],
    ['x^2 - 1', '(x - 1)(x + 1)'],
    ['5x', '2x + 3x'],
    ['x - y', 'y - x'],
    ['x/y', 'y/x'],
    ['x^y', 'y^x'],
    ['y = 2x', 'x = 2x'],
  ])('%s is not %s', (accepted, given) => expect(right(accepted, given)).toBe(false))

  it('is no text in words, and no text without end', () => {
    expect(formulaForm('the answer')).toBeNull()
    expect(formulaForm('('.repeat(250) + 'x')).toBeNull()
    expect(formulaForm('x'.repeat(1000))).toBeNull()
  })
})

describe('a list of values', () => {
  it.each([
    ['x = 6, y = 4', 'y = 4 and x = 6'],
    ['x = 2 or x = 3', 'x = 3, 2'],
    ['{2, 3}', '3, 2'],
    ['\\{2, 3\\}', '\\{3, 2\\}'],
    ['x = \u00b13', 'x = -3 or x = 3'],
    ['\\pm 3', '\u00b13'],
    ['(-2, 2)', 'x \\in (-2, 2)'],
    ['(-2, 2)', '-2 < x < 2'],
    ['[0, \\infty)', '[0, \u221e)'],
    ['(3, \\frac{\\pi}{2})', '(3, \\pi/2)'],
    ['(4, 6)', '\\begin{pmatrix}4\\\\6\\end{pmatrix}'],
  ])('%s is %s', (accepted, given) => expect(right(accepted, given)).toBe(true))

  it.each([
    ['x = 6, y = 4', 'x = 4, y = 6'],
    ['2, 3', '3, 2'],
    ['2, 3', '2'],
    ['2, 3', '2, 3, 5'],
    ['{2, 3}', '2, 2'],
    ['(2, 3)', '(3, 2)'],
    ['(-2, 2)', '[-2, 2]'],
    ['(-2, 2)', '-2 \u2264 x < 2'],
    ['x = \u00b13', 'x = 3'],
    ['(2, 3)', '2, 3'],
  ])('%s is not %s', (accepted, given) => expect(right(accepted, given)).toBe(false))
})
