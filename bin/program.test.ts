/** Calls as people make them, in this process: what is said, and with which exit code. */
import { spawnSync } from 'node:child_process'
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
  [['export', 'public/recordings/first.json', '--to', 'csv'], 0, 'log_p_teacher'],
  [['export', 'public/recordings/first.json', '--to', 'verl'], 2, '--to verl needs --out'],
  [['export', 'public/recordings/first.json', '--to', 'x'], 2, 'one of lines, csv, html, trl, verl'],
  [['import', 'reference/interchange/3.jsonl'], 0, '"feedback":"It is not Sydney."'],
  [['import', 'package.json'], 1, 'no run that can be read here'],
  [['import'], 2, 'One file is needed'],
  [['completion', 'csh'], 2, 'One of bash, zsh, fish'],
  [['completion', 'fish'], 0, '-l tokenizer'],
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

it('completes commands, options, their words and presets in bash', async () => {
  const { out } = await called('completion', 'bash')
  const asked = (...words: readonly string[]) =>
    spawnSync(
      'bash',
      [
        '-c',
        `${out}\nCOMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _sdpo_lab; echo "\${COMPREPLY[@]}"`,
        'x',
        ...words,
      ],
      { encoding: 'utf8' },
    ).stdout.trim()
  expect(asked('sdpo-lab', 'ex')).toBe('export')
  expect(asked('sdpo-lab', 'export', 'run.json', '--to', 'v')).toBe('verl')
  expect(asked('sdpo-lab', 'run', 'lists-ga')).toBe('lists-gaps')
  expect(asked('sdpo-lab', 'run', 'x', '--arm', 'multi-turn+')).toBe('multi-turn+sdpo')
  expect(asked('sdpo-lab', 'view', '--po')).toBe('--port')
})

it('imports what it exported, and says in JSON what was lacking', async () => {
  const [lines, again] = ['lines.jsonl', 'again.jsonl'].map((name) => path.join(folder, name))
  await called('export', 'public/recordings/first.json', '--out', lines!)
  const { out } = await called('import', lines!, '--out', again!, '--json')
  expect(JSON.parse(out)).toMatchObject({
    attempts: readFileSync(lines!, 'utf8').trim().split('\n').length,
    skipped: 0,
    lacks: [],
  })
  const tokens = (file: string) =>
    readFileSync(file, 'utf8')
      .trim()
      .split('\n')
      .map((line) =>
        (JSON.parse(line) as { tokens: { student?: number; teacher?: number }[] }).tokens.map(
          ({ student, teacher }) => [student, teacher],
        ),
      )
  expect(tokens(again!)).toEqual(tokens(lines!))
})
