/** Attempts that follow each other in one interpreter, whose memory is put back between them: none learns anything of those before. */
import { describe, expect, it } from 'vitest'
import type { Job } from './job.ts'
import { hostile } from './hostile.testing.ts'
import { Sandbox } from './sandbox.ts'

const limits = { timeMs: 10_000, memoryBytes: 32 * 2 ** 20, outputChars: 65536 }

const job = (code: string, wrapArguments?: string): Job => ({
  program: {
    language: 'javascript',
    shape: { kind: 'function', name: 'f' },
    code,
    ...(wrapArguments !== undefined && { wrapArguments }),
  },
  steps: [
    { kind: 'args', args: [1] },
    { kind: 'args', args: [2] },
  ],
  limits,
})

const leaves = `
  globalThis.left = (globalThis.left ?? 0) + 1
  Array.prototype.left = Object.prototype.left = 'here'
  JSON.parse = JSON.stringify = Reflect.apply = Math.imul = () => 'ours'
  const then = Promise.resolve(); then.constructor.prototype.then = () => 'ours'
  Symbol.for('left').left = 1
  const f = (x) => x + Math.random()`
/** What a program can find of another's. */
const looks = `
  const before = [typeof left, typeof [].left, typeof {}.left, Object.keys(globalThis).join(), String(JSON.parse), String(Reflect.apply)]
  const f = (x) => [...before, x, Math.random(), new Date().getTime()]`

describe('an attempt', () => {
  it('finds an interpreter as new, whatever those before it did there', async () => {
    const expected = await new Sandbox().run(job(looks))
    expect(expected.kind).toBe('ran')
    const sandbox = new Sandbox()
    // What runs on without asking the interpreter is ended by the watchdog, with its whole thread.
    const attacks = hostile
      .filter(([, , ...statuses]) => !statuses.includes('time-out'))
      .filter((_, i) => i % 3 === 0)
    for (const [name, code] of [
      ['leaves', leaves],
      ['looks', looks],
      ['leaves', leaves],
      ...attacks,
    ] as const) {
      await sandbox.run(
        job(code.includes('f =') || code.includes('function f') ? code : `const f = () => (${code})`),
      )
      const { timeMs, ...next } = await sandbox.run(job(looks))
      expect(timeMs).toBeGreaterThan(0)
      expect({ after: name, ...next }).toEqual({
        after: name,
        kind: 'ran',
        outcomes: 'outcomes' in expected && expected.outcomes,
      })
    }
  }, 120_000)

  it('is not taken for another of other tools', async () => {
    const sandbox = new Sandbox()
    const [plain, doubled] = [
      job('const f = (x) => x'),
      job('const f = (x) => x', '(args) => args.map((x) => 2 * x)'),
    ]
    for (const [each, value] of [
      [plain, '1'],
      [plain, '1'],
      [doubled, '2'],
      [plain, '1'],
      [doubled, '2'],
      [doubled, '2'],
      [doubled, '2'],
      [plain, '1'],
      [plain, '1'],
      [plain, '1'],
    ] as const)
      // prettier-ignore
      expect(await sandbox.run(each)).toMatchObject({ kind: 'ran', outcomes: [{ kind: 'returned', value }, {}] })
  })

  it('has its own limits, and a problem that never ends ends at them', async () => {
    const sandbox = new Sandbox()
    const endless = {
      ...job('const f = (x) => x', '(() => { for (;;); })()'),
      limits: { ...limits, timeMs: 100 },
    }
    for (let i = 0; i < 3; i++)
      expect(await sandbox.run(endless)).toMatchObject({ outcomes: [{ kind: 'time-out' }] })
    const deep = job('const f = (x) => x', '(() => { const g = () => [1].map(g); g() })()')
    for (let i = 0; i < 3; i++) expect(await sandbox.run(deep)).toMatchObject({ kind: 'ran' })
    const large = job(`const f = () => 'x'.repeat(${8 * 2 ** 20}).length`)
    const small = { ...large, limits: { ...limits, memoryBytes: 4 * 2 ** 20 } }
    for (const [each, kind] of [
      [large, 'returned'],
      [large, 'returned'],
      [small, 'memory-limit'],
      [large, 'returned'],
    ] as const)
      // prettier-ignore
      expect(await sandbox.run(each)).toMatchObject({ outcomes: [{ kind }, { kind }] })
  })
})
