/** Beside the reference's own cases (experiments/conformance). */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { defaultRunConfig } from './config.ts'
import { buildReprompts, piecesText, removeThinking, repromptOptions } from './reprompt.ts'
import type { RepromptSample } from './reprompt.ts'

const sample = (over: Partial<RepromptSample> = {}): RepromptSample => ({
  group: 'q',
  prompt: 'Sum xs.',
  response: 'xs',
  score: 0,
  feedback: 'Wrong Answer',
  ...over,
})
const config = defaultRunConfig.reprompt

describe('the lab', () => {
  it('names what each piece carries', () => {
    const { reprompts } = buildReprompts(
      [sample(), sample({ response: 'sum(xs)', score: 1, feedback: null })],
      repromptOptions({ ...config, feedbackOnlyWithoutSolution: false }),
    )
    expect(reprompts[0]!.pieces.map((p) => p.kind)).toEqual(['question', 'solution', 'feedback', 'closing'])
    expect(reprompts[0]).toMatchObject({ mask: 1, solutionFrom: 1 })
    expect(reprompts[1]).toEqual({ mask: 0, pieces: [{ kind: 'question', text: 'Sum xs.' }] })
  })

  it('leaves out an attempt\u2019s own success alone', () => {
    const from = (change: object) =>
      buildReprompts(
        [
          sample({ response: 'A', score: 1, feedback: null }),
          sample({ response: 'B', score: 1, feedback: null }),
          sample({ response: 'C' }),
        ],
        repromptOptions({ ...config, ...change }),
      ).reprompts.map(({ solutionFrom }) => solutionFrom)
    expect(from({})).toEqual([1, 0, 0])
    expect(from({ dontRepromptOnSelfSuccess: false })).toEqual([0, 0, 0])
  })

  it('never quotes a part of the tests as a solution, where the reference does', () => {
    const mask = (templates: 'lab' | 'yaml' | 'dataclass') =>
      buildReprompts(
        [sample({ score: 0.5, feedback: null }), sample({ feedback: null })],
        repromptOptions({ ...config, templates, successThreshold: 0.5 }),
      ).reprompts.map(({ mask }) => mask)
    expect(mask('lab')).toEqual([0, 0])
    expect(mask('yaml')).toEqual([0, 1])
    expect(mask('dataclass')).toEqual([0, 1])
  })

  it('does not call a successful attempt unsuccessful, where the reference does', () => {
    const passed = [sample({ score: 1, feedback: 'Slow on long lists' })]
    const text = (templates: 'lab' | 'yaml' | 'dataclass') =>
      piecesText(buildReprompts(passed, repromptOptions({ ...config, templates })).reprompts[0]!.pieces)
    expect(text('lab')).toContain('feedback from your earlier attempt')
    expect(text('lab')).not.toContain('unsuccessful')
    expect(text('yaml')).toContain('unsuccessful')
    expect(text('dataclass')).toContain('unsuccessful')
  })

  it('is yaml to the letter on failed attempts', () => {
    const text = (templates: 'lab' | 'yaml') =>
      piecesText(buildReprompts([sample()], repromptOptions({ ...config, templates })).reprompts[0]!.pieces)
    expect(text('lab')).toBe(text('yaml'))
  })
})

describe('the window', () => {
  const closing = 'Correctly solve the original question.'
  const long = Array.from({ length: 200 }, (_, i) => `line${i}`).join('\n')
  const within = (limit: number, samples: RepromptSample[]) =>
    buildReprompts(
      samples,
      repromptOptions({ ...config, feedbackOnlyWithoutSolution: false }, (text) => text.length <= limit),
    ).reprompts.map((r) => piecesText(r.pieces))

  it('loses the middle of long feedback, never the closing line', () => {
    const [text] = within(300, [sample({ feedback: long })])
    expect(text!.length).toBeLessThanOrEqual(300)
    expect(text).toMatch(/^Sum xs\.\nThe following is feedback/)
    expect(text).toMatch(/line0\nline1\n[^]* \.\.\. [^]*line199\n\nCorrectly solve the original question\.$/)
  })

  it('shortens feedback before the solution and the solution before the question', () => {
    const samples = [sample({ feedback: long }), sample({ score: 1, feedback: null, response: long })]
    const [text] = within(400, samples)
    expect(text!.length).toBeLessThanOrEqual(400)
    expect(text).toContain('Sum xs.')
    expect(text).toContain('Correct solution:\n\nline0')
    expect(text).toMatch(/earlier attempt:\n\n(\.\.\.)?\n\n/)
    expect(text!.endsWith(closing)).toBe(true)
  })

  it('cuts one long line without spaces too', () => {
    const [text] = within(200, [sample({ feedback: `[${'1,'.repeat(500)}2]` })])
    expect(text!.length).toBeLessThanOrEqual(200)
    expect(text).toMatch(/\[1,1,[^]* \.\.\. [^]*,2\]\n\nCorrectly/)
  })

  it('keeps the closing line when nothing else fits', () => {
    const [text] = within(10, [sample({ feedback: long, prompt: long })])
    expect(text!.endsWith(closing)).toBe(true)
  })
})

describe('thinking', () => {
  it('goes with the space after it; unclosed tags stay', () => {
    expect(removeThinking('<think>a\nb</think>\n\n 42')).toBe('42')
    expect(removeThinking('<think>a')).toBe('<think>a')
    expect(removeThinking('a\n</think>\n\n42')).toBe('42')
    const begun = performance.now()
    for (const tag of ['<think>', '</think>', '</think>\n', '<think></think>'])
      removeThinking(tag.repeat(20_000))
    expect(performance.now() - begun).toBeLessThan(500)
    expect(removeThinking('x<think>a</think>\u0085<think>b</think>y')).toBe('xy')
  })
})

describe('text of a person or a program', () => {
  const wild = fc.string({
    unit: fc.oneof(
      fc.constantFrom(
        '{prompt}',
        '{solution}',
        '{feedback_raw}',
        '{{',
        '}}',
        '{',
        '}',
        '$&',
        '$1',
        '$`',
        '\n',
      ),
      fc.string({ maxLength: 3 }),
    ),
    minLength: 1,
    maxLength: 8,
  })

  it('is quoted as it is, whatever it holds', () => {
    fc.assert(
      fc.property(wild, wild, wild, (asked, response, feedback) => {
        const [prompt, quoted] = [`q${asked}`, `x${feedback}`]
        const samples = [
          sample({ prompt, feedback: quoted }),
          sample({ prompt, response, score: 1, feedback: null }),
        ]
        const options = repromptOptions({
          ...config,
          feedbackOnlyWithoutSolution: false,
          removeThinkingFromDemonstration: false,
        })
        const pieces = buildReprompts(samples, options).reprompts[0]!.pieces
        expect(pieces.map((p) => p.text)).toEqual([
          prompt,
          `\nCorrect solution:\n\n${response}`,
          `\nThe following is feedback from your unsuccessful earlier attempt:\n\n${quoted}`,
          '\n\nCorrectly solve the original question.',
        ])
      }),
    )
  })
})
