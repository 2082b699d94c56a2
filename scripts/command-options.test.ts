import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { headerOf } from './command-options.ts'

const ask = (...args: string[]) =>
  spawnSync('npx', ['tsx', 'experiments/commands/solved-on.ts', ...args], { encoding: 'utf8' })

describe('options of a command', () => {
  it('are told by --help, in the words its file begins with', () => {
    const { status, stdout } = ask('--help')
    expect(status).toBe(0)
    expect(stdout).toMatch(/^`npm run solved-on/)
    expect(stdout).not.toContain(' * ')
  })

  it.each([
    [['--nonsense'], "Unknown option '--nonsense'. With --help it says what it takes.\n"],
    [['--model'], "Option '--model <value>' argument missing. With --help it says what it takes.\n"],
  ])('are refused in one line: %j', (args, said) => {
    const { status, stderr } = ask(...args)
    expect(stderr).toBe(said)
    expect(status).toBe(2)
  })

  const commands = ['experiments/commands', 'experiments/lib', 'e2e']
    .flatMap((folder) => readdirSync(folder).map((name) => `${folder}/${name}`))
    .filter(
      (path) => path.endsWith('.ts') && readFileSync(path, 'utf8').includes('optionsOf(import.meta.url'),
    )

  it.each(commands)('%s begins with what --help prints', (file) => {
    expect(headerOf(readFileSync(file, 'utf8')).length).toBeGreaterThan(80)
  })
})
