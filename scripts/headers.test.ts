/** Who may frame the lab, and whom it may ask, are settings of the build. */
import { afterEach, expect, it, vi } from 'vitest'

afterEach(() => vi.unstubAllEnvs())

async function built(settings: Record<string, string>) {
  vi.resetModules()
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value)
  const { headers, policyOfPage, embedHeaders, policyOfEmbed } = await import('./headers.ts')
  const of = (policy: string) =>
    new Map(policy.split('; ').map((each) => each.split(/ (.*)/s) as [string, string]))
  return {
    header: of(headers['Content-Security-Policy']),
    page: of(policyOfPage),
    embedHeaders,
    embed: of(embedHeaders['Content-Security-Policy']),
    embedPage: of(policyOfEmbed),
  }
}

it('nobody else may frame the lab, and no code comes from elsewhere', async () => {
  const { header, page } = await built({})
  expect(header.get('frame-ancestors')).toBe("'self'")
  expect(header.get('script-src')).toBe("'self' 'wasm-unsafe-eval'")
  expect(header.get('object-src')).toBe("'none'")
  // A policy in a page cannot say who frames it; all else it says as the header does.
  header.delete('frame-ancestors')
  expect(page).toEqual(header)
})

it('a site that is named when the lab is built may frame it, and none beside', async () => {
  const { header } = await built({ SDPO_FRAME_ANCESTORS: "'self' https://course.example" })
  expect(header.get('frame-ancestors')).toBe("'self' https://course.example")
})

it('a build that names its hubs asks no others', async () => {
  const asks = (settings: Record<string, string>) =>
    built(settings).then(({ header, page }) => [
      header.get('connect-src')!.trim(),
      page.get('connect-src')!.trim(),
    ])
  expect(await asks({ SDPO_CONNECT_SRC: 'https://hub.example' })).toEqual(
    Array(2).fill("'self' data: blob: https://hub.example"),
  )
  expect(await asks({ SDPO_CONNECT_SRC: '' })).toEqual(Array(2).fill("'self' data: blob:"))
})

it('the embedded page alone may be framed by anyone, isolated or not, or by those that are named; it asks its own host and starts nothing', async () => {
  const { embed, embedPage, embedHeaders } = await built({})
  expect(embed.get('frame-ancestors')).toBe('*')
  expect(embed.get('connect-src')).toBe("'self'")
  expect(embed.get('worker-src')).toBe("'none'")
  expect(embedHeaders).toMatchObject({
    'Cross-Origin-Embedder-Policy': 'require-corp',
    'Cross-Origin-Resource-Policy': 'cross-origin',
  })
  embed.delete('frame-ancestors')
  expect(embedPage).toEqual(embed)
  const narrowed = await built({ SDPO_EMBED_ANCESTORS: 'https://course.example' })
  expect(narrowed.embed.get('frame-ancestors')).toBe('https://course.example')
  expect(narrowed.header.get('frame-ancestors')).toBe("'self'")
})
