/** A stock model against transformers on the native runtime, by the command that a person runs. In Chromium: e2e/conformance.spec.ts. */
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { smollm2Missing, smollm2Path } from '../../src/lm/smollm2.testing.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))

describe.skipIf(!smollm2Path)(`SmolLM2 against transformers${smollm2Missing}`, () => {
  it('tokenises, chats, writes and reads as the reference does', { timeout: 240_000 }, () => {
    const stdout = execFileSync(
      'npm',
      ['run', '-s', 'conformance', '--', 'reference/smollm2.json', '--model', smollm2Path!],
      { cwd: root, encoding: 'utf8' },
    )
    expect(JSON.parse(stdout)).toMatchObject({
      tokenize: { cases: 4, failed: 0 },
      chat: { cases: 2, failed: 0 },
      sdpo: { cases: 2, failed: 0 },
    })
  })
})
