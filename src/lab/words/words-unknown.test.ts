import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { Tokenizer } from '../../lm/tokenizer.ts'
import { markUnknown, nearWords } from './words-unknown.ts'

const read = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../../models/tiny/${name}`, import.meta.url), 'utf8')) as Record<
    string,
    unknown
  >
const tokenizer = new Tokenizer({ tokenizer: read('tokenizer.json'), config: read('tokenizer_config.json') })
const known = Object.keys(
  (read('tokenizer.json') as { model: { vocab: Record<string, number> } }).model.vocab,
).filter((word) => /^\p{L}{2,}$/u.test(word))

describe('words that a model cannot read', () => {
  it('are marked wherever they stand as words', () => {
    const unknown = (text: string) => text.split(/\s+/).filter((word) => word.startsWith('z'))
    expect(markUnknown('zap the zapper and zap', unknown)).toEqual([
      {
        word: 'zap',
        places: [
          [0, 3],
          [19, 22],
        ],
      },
      { word: 'zapper', places: [[8, 14]] },
    ])
  })

  it('are found without the punctuation around them', () => {
    const text = 'Given the numbers xs, filter the largest, then sort them.'
    const marked = markUnknown(text, (part) => tokenizer.unknownWords(part))
    expect(marked.map(({ word }) => word)).toEqual(['filter', 'largest'])
    for (const { word, places } of marked)
      for (const [start, end] of places) expect(text.slice(start, end)).toBe(word)
  })

  it('are none in what the families say', () => {
    expect(
      markUnknown('From xs, thin them out, then make them bigger, then sort them.', (part) =>
        tokenizer.unknownWords(part),
      ),
    ).toEqual([])
  })

  it.each([
    ['remove', 'drop'],
    ['sorting', 'sort'],
    ['larg', 'large'],
    ['frnot', 'front'],
    ['integers', 'numbers'],
    ['Largest', 'large'],
    ['Keep', 'keep'],
    ['numbrs', 'numbers'],
    ['dropp', 'drop'],
  ])('%s is near %s', (word, near) => {
    expect(nearWords(word, known)).toContain(near)
  })

  it.each(['photosynthesis', 'thrown', 'please', 'left', 'string', 'odd'])(
    'have no near word where there is none: %s is no other word misspelt',
    (word) => {
      expect(nearWords(word, known)).toEqual([])
    },
  )
})
