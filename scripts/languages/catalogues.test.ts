import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { cataloguesOf, plainOf } from './catalogues.ts'
import { faultsOf, textsOfPage, type TextsByFile } from './check.ts'
import { parse, textsOf, translated } from './texts.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const none = { missing: [], unused: [], holes: [] }

describe('the languages of the page', () => {
  const texts: TextsByFile = textsOfPage(root)
  const plain = plainOf(root)

  it('are read from thousands of texts', () => {
    expect([...texts.values()].flat().length).toBeGreaterThan(2500)
  })

  const folders = readdirSync(path.join(root, 'src/languages'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'plain')
    .map(({ name }) => name)

  for (const language of folders)
    it(`${language}: every text has its words, none has words in vain, and each keeps what stands in its holes`, () => {
      expect(faultsOf(texts, plain, cataloguesOf(root, language))).toEqual(none)
    })

  it('leave a file as it is where each text is its own word', () => {
    for (const file of texts.keys()) {
      const source = parse(`src/${file}`, readFileSync(path.join(root, 'src', file), 'utf8'))
      const keys = textsOf(source).map(({ key }) => key)
      const written = parse(
        `src/${file}`,
        translated(source, Object.fromEntries(keys.map((key) => [key, key]))),
      )
      expect(
        textsOf(written).map(({ key }) => key),
        file,
      ).toEqual(keys)
    }
  })

  it('are found wanting where a text is new, gone or loses a hole', () => {
    const page = new Map([['ui/A.tsx', ['One', 'Two of {0}']]])
    const catalogue = (words: Record<string, string>) => new Map([['ui/A.tsx', words]])
    expect(faultsOf(page, {}, catalogue({ One: 'Eins' }))).toEqual({
      ...none,
      missing: ['ui/A.tsx: Two of {0}'],
    })
    expect(faultsOf(page, { 'ui/A.tsx': ['One'] }, catalogue({ 'Two of {0}': 'Zwei' })).holes).toHaveLength(1)
    expect(faultsOf(page, { 'ui/A.tsx': '*' }, new Map())).toEqual(none)
    expect(
      faultsOf(
        page,
        { 'ui/B.tsx': ['x'] },
        catalogue({ One: 'Eins', 'Two of {0}': 'Zwei {0}', Three: 'Drei' }),
      ).unused,
    ).toEqual(['ui/A.tsx: Three', 'ui/B.tsx: x, in plain.json'])
  })
})
