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

describe('a chat template of a stranger', () => {
  const withTemplate = (template: string) =>
    new Tokenizer({
      tokenizer: read('tokenizer.json'),
      config: { ...read('tokenizer_config.json'), chat_template: template },
    })
  const rendered = (template: string) =>
    withTemplate(template).renderChat([{ role: 'user', content: 'sort' }])

  it('counts as templates do', () => {
    expect(rendered('{% for i in range(3) %}{{ i }}{% endfor %}')).toBe('012')
    expect(rendered('{% for i in range(2, 8, 3) %}{{ i }}{% endfor %}')).toBe('25')
    expect(rendered('{% for i in range(3, 0, -1) %}{{ i }}{% endfor %}')).toBe('321')
  })

  it.each([
    [
      'that doubles its text',
      "{% set ns = namespace(s='ab') %}{% for i in range(26) %}{% set ns.s = ns.s + ns.s %}{% endfor %}{{ ns.s }}",
      'characters of 4',
    ],
    ['that counts without end', '{% for i in range(100000000) %}{% endfor %}', 'counts without end'],
    [
      'that counts within counting',
      '{% for i in range(5000) %}{% for j in range(5000) %}{% endfor %}{% endfor %}',
      'counts without end',
    ],
    [
      'that doubles a list',
      '{% set ns = namespace(s=[1]) %}{% for i in range(40) %}{% set ns.s = ns.s + ns.s %}{% endfor %}',
      'goes on without end',
    ],
    [
      'that doubles a list within a list, and writes it',
      '{% set ns = namespace(s=[1]) %}{% for i in range(40) %}{% set ns.s = [ns.s, ns.s] %}{% endfor %}{{ ns.s | tojson }}',
      'goes on without end',
    ],
    [
      'that counts through lists within lists',
      `{% set l = [${'1,'.repeat(200)}] %}{% for a in l %}{% for b in l %}{% for c in l %}{% for d in l %}{% endfor %}{% endfor %}{% endfor %}{% endfor %}`,
      'goes on without end',
    ],
    [
      'that replaces text by more of it',
      "{% set ns = namespace(s='a') %}{% for i in range(40) %}{% set ns.s = ns.s | replace('a', 'aa') %}{% endfor %}",
      'characters of 4',
    ],
    ['whose step is none', '{% for i in range(0, 5, 0) %}{% endfor %}', 'counts without end'],
  ])('%s is refused in little time and memory', (_, template, words) => {
    const [cpu, memory] = [process.cpuUsage(), process.memoryUsage().heapUsed]
    expect(() => rendered(template)).toThrow(words)
    const { user, system } = process.cpuUsage(cpu)
    expect((user + system) / 1000).toBeLessThan(1000)
    expect(process.memoryUsage().heapUsed - memory).toBeLessThan(100e6)
  })
})

describe('the tokens that end a turn', () => {
  it('are those of every file that names some', () => {
    const idsWith = (more: { model?: object; generation?: object }) =>
      new Tokenizer({
        tokenizer: read('tokenizer.json'),
        config: read('tokenizer_config.json'),
        ...(more as { model?: Record<string, unknown> }),
      }).endTokenIds
    const own = tokenizer.endTokenId
    expect(idsWith({})).toEqual(new Set([own]))
    expect(idsWith({ model: { eos_token_id: 3 } })).toEqual(new Set([own, 3]))
    expect(idsWith({ model: { eos_token_id: [3, 5] } })).toEqual(new Set([own, 3, 5]))
    expect(idsWith({ generation: { eos_token_id: [7] }, model: { eos_token_id: 3 } })).toEqual(
      new Set([own, 7, 3]),
    )
  })
})
