import { describe, expect, it } from 'vitest'
import { holesOf, parse, shownText, textsOf, translated } from './texts.ts'

const keysOf = (code: string) => textsOf(parse('x.tsx', code)).map(({ key }) => key)
const inGerman = (code: string, catalogue: Record<string, string>) =>
  translated(parse('x.tsx', code), catalogue)

describe('the texts of a file', () => {
  it('stand between tags, in labels and in sentences', () => {
    expect(
      keysOf(`
        const a = <p className="big bold" title="More of it">
          Solved within
          {n} attempts
        </p>
        const said = \`\${n} of \${all} failed\`
      `),
    ).toEqual(['More of it', 'Solved within', ' attempts', '{0} of {1} failed'])
  })

  it('are not what programs ask for by name', () => {
    expect(
      keysOf(`
        import x from './some file.ts'
        type T = 'a b' | 'c d'
        const found = stage === 'in view' ? map['a key'] : document.querySelector('main p')
        switch (stage) { case 'not this': }
        const icon = <Icon name="more" kind="a b" style={{ width: 'calc(1px + 2px)' }} />
        const sum = \`\${a}/\${b}\`
      `),
    ).toEqual([])
  })

  it('between tags have the white space that the page shows', () => {
    expect(shownText('\n    one\n      two ')).toBe('one two ')
    expect(shownText(' of ')).toBe(' of ')
    expect(shownText('\n   ')).toBe('')
  })
})

describe('a file in another language', () => {
  it('keeps its code, and says its texts in the other words', () => {
    expect(inGerman(`const a = <p title="More">of {n}</p>`, { More: 'Mehr', 'of ': 'von ' })).toBe(
      `const a = <p title={"Mehr"}>{"von "}{n}</p>`,
    )
    expect(inGerman(`say('One')`, { Two: 'Zwei' })).toBe(`say('One')`)
  })

  it('puts the holes of a sentence where its words want them, with what is said in them', () => {
    expect(
      inGerman('say(`${first} after ${n === 1 ? "one step" : `${n} steps`}`)', {
        '{0} after {1}': 'nach {1}: {0}',
        'one step': 'einem Schritt',
        '{0} steps': '{0} Schritten',
      }),
    ).toBe('say(`nach ${n === 1 ? "einem Schritt" : `${n} Schritten`}: ${first}`)')
  })

  it('cannot break out of its quotes', () => {
    const words = 'a "b" `c` ${d} \\ e'
    const said: string[] = []
    for (const code of [
      inGerman('f("one")', { one: words }),
      inGerman('f(`one ${1}`)', { 'one {0}': `${words}{0}` }),
    ])
      new Function('f', code)((text: string) => said.push(text))
    expect(said).toEqual([words, `${words}1`])
  })

  it('has holes that can be counted', () => expect(holesOf('{1} of {0}')).toEqual(['{0}', '{1}']))
})
