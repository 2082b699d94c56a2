/** The bundled tokenizer file, the training data's fast encoder and the method's prompt builders agree. */
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Tokenizer } from '../../src/lm/tokenizer.ts'
import { encode } from './tickets/encode.ts'
import { promptIds, userText } from './tickets/prompts.ts'
import { writtenSample } from './tickets/samples.ts'
import { headers, idOf, pieces, specialTokens, tokens } from './tickets/vocabulary.ts'
import { Rng } from '../../src/rng.ts'
import { multiTurnMessages } from '../../src/sdpo/multiturn.ts'
import { fillTemplate, templateSets } from '../../src/sdpo/templates.ts'

const read = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../models/tiny/${name}`, import.meta.url), 'utf8')) as Record<
    string,
    unknown
  >
const tokenizer = new Tokenizer({ tokenizer: read('tokenizer.json'), config: read('tokenizer_config.json') })

describe('the bundled tokenizer', () => {
  it('is the vocabulary of the families', () => {
    expect(tokens.map((_, id) => tokenizer.piece(id))).toEqual([...tokens])
    expect(tokenizer.endTokenId).toBe(idOf(specialTokens.eos))
  })

  it('agrees with the training data on text and ids, and decodes a response to its program', () => {
    const rng = Rng.of(41, 'agree')
    for (let i = 0; i < 1500; i++) {
      const { userText, code, prompt, response } = writtenSample(rng)
      expect(tokenizer.encodeChat([{ role: 'user', content: userText }])).toEqual(prompt)
      expect([...tokenizer.encode(code), tokenizer.endTokenId]).toEqual(response)
      expect(tokenizer.decode(response)).toBe(code)
    }
  })

  it('agrees with the fast encoder on any text', () => {
    const word = fc.constantFrom(
      ...pieces,
      ...Object.values(headers),
      ' ',
      ' ',
      '\n',
      '\n\n',
      ', ',
      '. ',
      'zebra',
      '120',
      '-12',
      'x',
      '_',
      '{',
      '“',
      '🦓',
      '.foo',
      '@',
    )
    fc.assert(
      fc.property(fc.array(word, { maxLength: 30 }), (words) => {
        const text = words.join('')
        expect(encode(text)).toEqual(tokenizer.encode(text))
      }),
      { numRuns: 2000 },
    )
    fc.assert(
      fc.property(fc.string({ maxLength: 60 }), (text) => {
        expect(encode(text)).toEqual(tokenizer.encode(text))
      }),
      { numRuns: 500 },
    )
  })

  it('names words that it does not know', () => {
    expect(tokenizer.unknownWords('keep the large zebras')).toEqual(['zebras'])
  })
})

describe('prompts', () => {
  const question = 'From xs, sort them.'
  const [one, two] = [
    'Wrong Answer: too high\nInput: [4,1,5]\nOutput: 7\nExpected: 3',
    'Time Limit Exceeded\nInput: [1]',
  ]

  it("have the words of the lab's reprompt", () => {
    for (const set of ['lab', 'yaml'] as const) {
      const { reprompt, solution, feedback } = templateSets[set]
      const solutionText = fillTemplate(solution, { successful_previous_attempt: 'xs.reverse()' })
      const feedbackText = fillTemplate(feedback, { feedback_raw: one })
      expect(userText(question, { feedback: [one] })).toBe(
        fillTemplate(reprompt, { prompt: question, solution: '', feedback: feedbackText }),
      )
      expect(userText(question, { solution: 'xs.reverse()' })).toBe(
        fillTemplate(reprompt, { prompt: question, solution: solutionText, feedback: '' }),
      )
      expect(userText(question, { solution: 'xs.reverse()', feedback: [one] })).toBe(
        fillTemplate(reprompt, { prompt: question, solution: solutionText, feedback: feedbackText }),
      )
    }
  })

  it('have the words of the multi-turn prompt; with one piece of feedback, its tokens', () => {
    const messages = (...feedback: string[]) =>
      multiTurnMessages(
        question,
        feedback.map((text) => ({ response: '', feedback: text })),
        'feedback_only',
      )
    expect(userText(question, { feedback: [one, two] })).toBe(messages(one, two)[0]!.content)
    expect(tokenizer.encodeChat(messages(one))).toEqual(promptIds(question, { feedback: [one] }))
  })

  it('give every section header one token', () => {
    const ids = promptIds(question, { solution: 'xs.reverse()', feedback: [one, two] })
    for (const header of Object.values(headers))
      expect(ids.filter((id) => id === idOf(header))).toHaveLength(1)
    expect(ids).not.toContain(idOf(specialTokens.unknown))
  })
})
