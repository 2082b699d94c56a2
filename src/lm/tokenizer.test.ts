import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { Tokenizer } from './tokenizer.ts'

const read = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../models/tiny/${name}`, import.meta.url), 'utf8')) as Record<
    string,
    unknown
  >
const tokenizer = new Tokenizer({ tokenizer: read('tokenizer.json'), config: read('tokenizer_config.json') })

describe('words a vocabulary lacks', () => {
  it('are named once each', () => {
    expect(tokenizer.unknownWords('sort them lexicographically, lexicographically')).toEqual([
      'lexicographically,',
      'lexicographically',
    ])
  })

  it('do not include phrases that are one token', () => {
    const heading = 'The following is feedback from your unsuccessful earlier attempt:'
    expect(tokenizer.encode(heading)).toHaveLength(1)
    expect(tokenizer.unknownWords(`sort them\n${heading}`)).toEqual([])
    expect(tokenizer.unknownWords(`${heading}\n\nWrong Answer: wrong numbers`)).toEqual([])
    expect(tokenizer.unknownWords('Wrong Answer: wrong numbers of zebras')).toContain('zebras')
  })
})

describe('the bundled tokenizer', () => {
  it('writes a program back as it was', () => {
    const program = 'xs.filter(x=>x>3).map(x=>x*2)'
    expect(tokenizer.decode(tokenizer.encode(program))).toBe(program)
    expect(
      tokenizer
        .encode(program)
        .map((id) => tokenizer.piece(id))
        .join(''),
    ).toBe(program)
  })

  it('ends a chat with the prompt of an answer', () => {
    const ids = tokenizer.encodeChat([{ role: 'user', content: 'sort them' }])
    expect(tokenizer.piece(ids.at(-1)!)).toBe('<answer>')
  })
})
