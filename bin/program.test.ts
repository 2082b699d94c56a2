/** Calls as people make them, in this process: what is said, and with which exit code. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, it, vi } from 'vitest'
import { main } from './program.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'sdpo-lab-'))
afterAll(() => rmSync(folder, { recursive: true }))

async function called(...args: readonly string[]): Promise<{ code: number; out: string; said: string }> {
  const heard = { out: '', said: '' }
  const spies = [
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => ((heard.out += String(text)), true)),
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => ((heard.said += String(text)), true)),
  ]
  try {
    return { code: await main(args), ...heard }
  } finally {
    spies.forEach((spy) => spy.mockRestore())
  }
}

it.each([
  [[], 2, 'COMMANDS'],
  [['--help'], 0, 'SYNOPSIS'],
  [['--version'], 0, '0.'],
  [['run', '--help'], 0, 'EXIT STATUS'],
  [['nothing'], 2, 'There is no command nothing'],
  [['run'], 2, 'One problem is needed'],
  [['run', 'lists-gaps', '--seed', 'x'], 2, '--seed x: not a whole number'],
  [['run', 'lists-gaps', '--arm', 'x'], 2, 'it is one of best-of-k'],
  [['run', 'lists-gaps', '--set', 'loss.lambda=7'], 2, 'loss.lambda'],
  [['run', 'lists-gaps', '--model', 'no-such.gguf'], 1, 'There is no model no-such.gguf'],
  [['run', 'lists-gapz'], 1, 'There is no problem lists-gapz'],
  [['run', 'lists-gapz', '--json'], 1, '"wayOut"'],
  [['judge', 'lists-gaps', 'not a program', '--json'], 0, '"reward": 0'],
  [['inspect', 'no-such-file'], 1, '"code": "no-file"'],
  [['view', 'no-such-run.json'], 1, ''],
  [['export', 'public/recordings/first.json'], 0, '"format":"sdpo-lab-trace"'],
  [['export', 'models/catalogue.json'], 1, 'not a run of SDPO Lab'],
  [['problems'], 0, 'lists-gaps'],
  [['problems', 'lists-gapz'], 2, 'There is no preset lists-gapz'],
] as const)('%j ends with %i and says %s', async (args, code, words) => {
  const { code: ended, out, said } = await called(...args)
  expect(ended, said).toBe(code)
  expect(out + said).toContain(words)
  expect(said).not.toContain('    at ')
})

it('leaves alone what stands there, and what it cannot take up', async () => {
  const file = path.join(folder, 'mine.json')
  const run = () => called('run', 'lists-gaps', '--out', file)
  writeFileSync(file, 'mine')
  expect(await run()).toMatchObject({ code: 1, said: expect.stringContaining('--force') as string })
  writeFileSync(`${file}.resume`, 'nothing of the kind')
  expect(await run()).toMatchObject({ code: 1, said: expect.stringContaining('cannot go on') as string })
  expect(readFileSync(file, 'utf8')).toBe('mine')
})
