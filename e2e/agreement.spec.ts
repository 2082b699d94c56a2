/** The browser's backends against the native runtime: the same tokens, log-probs and updates, whatever the loss. */
import { BrowserHost } from '../scripts/in-browser.ts'
import { outcomeOn, variants, type Outcome } from '../src/engine/agreement.testing.ts'
import { nativeRuntime } from '../scripts/native-runtime.ts'
import { expect, test } from './test.ts'

test('sampling, scoring and every kind of update agree with the native runtime', async ({ backend }) => {
  const native = await outcomeOn(nativeRuntime({ threads: 1 }))
  const host = await BrowserHost.open(backend)
  let here: Outcome
  try {
    here = await host.call<Outcome>('e2e/agreement.page.ts', 'run', backend)
  } finally {
    await host.close()
  }
  expect(here.tokens).toEqual(native.tokens)
  close('log p as sampled', here.sampled.flat(), native.sampled.flat(), 1e-4)
  close('log p as scored', here.scored.flat(), native.scored.flat(), 1e-4)
  for (const name of Object.keys(variants)) {
    const [a, b] = [here.updates[name]!, native.updates[name]!]
    if ('error' in a || 'error' in b)
      throw new Error(`${name}: ${'error' in a ? a.error : 'error' in b ? b.error : ''}`)
    close(`${name}: loss`, a.losses, b.losses, 1e-4)
    close(`${name}: gradient norm`, a.gradNorms, b.gradNorms, 1e-3)
    close(`${name}: divergence`, a.divergence, b.divergence, 1e-4)
    // Adam's first steps divide a gradient by its own size: where it is almost nothing, its rounding decides.
    close(`${name}: student`, a.student, b.student, 2e-4)
    close(`${name}: teacher`, a.teacher, b.teacher, 2e-4)
  }
})

function close(
  what: string,
  actual: readonly number[],
  expected: readonly number[],
  tolerance: number,
): void {
  expect(actual, what).toHaveLength(expected.length)
  expected.forEach((e, i) =>
    expect(Math.abs(actual[i]! - e), `${what} [${i}]: ${actual[i]} against ${e}`).toBeLessThan(
      tolerance * (1 + Math.abs(e)),
    ),
  )
}
