/** The README's example is the file that is run here, on wasm in Node. */
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'

const file = (name: string) => readFileSync(new URL(`../${name}`, import.meta.url), 'utf8')

it('the example of the README trains a network on wasm', async () => {
  expect(file('README.md')).toContain('```ts\n' + file('examples/sine.ts') + '```')
  const { losses } = await import('../examples/sine.ts')
  expect(losses).toHaveLength(500)
  expect(losses[0]).toBeGreaterThan(0.3)
  expect(losses.at(-1)).toBeLessThan(0.005)
})
