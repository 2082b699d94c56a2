import { describe, expect, it } from 'vitest'
import { opened, press, scripted, state } from '../lab.testing.ts'
import { recordingOf, snippetOf } from './embed.ts'

describe('an act of a recording in somebody\u2019s page', () => {
  it('is named by its link, and starts and opens nothing else that a link may name', () => {
    expect(recordingOf('#r=first&u=2&b=score&a=9&t=3&m=grpo&g=token&f=0&d=0')).toBe(
      'r=first&u=2&b=score&a=9&t=3&m=grpo&g=token&f=0&d=0',
    )
    expect(recordingOf('#p=lists-gaps&q=e30&h=x&s=4&c=e30&o=opened%2F1%2Fx&l=3&present=1')).toBe('')
  })

  it('is a frame that cannot be broken out of by a title', () => {
    const snippet = snippetOf('https://lab.example/at/?x=1#r=first&l=3', '"><script>alert(1)</script>')
    expect(snippet).toContain('src="https://lab.example/at/embed.html#r=first"')
    expect(snippet).toContain('title="&quot;>&lt;script>alert(1)&lt;/script>"')
    expect(snippet).toContain('"https://lab.example"')
  })

  it('is copied, of a recording that the lab brings along; of another run the way out is said', async () => {
    const lab = await opened()
    const { attempt } = state(lab).focus
    expect(lab.runs.embedSnippet()).toContain(`embed.html#r=first`)
    if (attempt !== null) expect(lab.runs.embedSnippet()).toContain(`a=${attempt}`)
    const { lab: live } = scripted()
    expect(live.runs.embedSnippet()).toBeNull()
    press(live, 'embed')
    expect(state(live).notices.at(-1)).toMatchObject({ tone: 'error', acts: ['export-player'] })
  })
})
