/** The command as people start it: a run that is interrupted, or ended by force, comes to the end of one that was not. */
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { readRecording } from '../src/lab/run/recording.ts'
import type { RunEvent } from '../src/sdpo/events.ts'

const root = new URL('../', import.meta.url).pathname
const folder = mkdtempSync(path.join(tmpdir(), 'sdpo-lab-'))
afterAll(() => rmSync(folder, { recursive: true }))
const file = (name: string) => path.join(folder, name)

interface Ran {
  code: number | null
  out: string
  said: string
}

/** Runs the command; a signal is sent when what it says matches. */
function sdpoLab(args: readonly string[], kill?: { signal: NodeJS.Signals; at: RegExp }): Promise<Ran> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [path.join(root, 'bin/sdpo-lab.mjs'), ...args], { cwd: folder })
    const ran: Ran = { code: null, out: '', said: '' }
    let sent = false
    child.stdout.on('data', (data: Buffer) => (ran.out += data.toString()))
    child.stderr.on('data', (data: Buffer) => {
      ran.said += data.toString()
      if (!kill || sent || !kill.at.test(ran.said)) return
      sent = true
      child.kill(kill.signal)
    })
    child.on('close', (code) => resolve({ ...ran, code }))
  })
}

/** What differs between two runs of one seed: clocks, and the note that a step was taken up. */
function withoutClocks(event: RunEvent): unknown {
  switch (event.type) {
    case 'run-started':
      return { ...event, at: 0 }
    case 'step-started':
      return { ...event, resumed: undefined }
    case 'attempt-judged':
      return { ...event, verdict: { ...event.verdict, timeMs: 0 } }
    case 'step-updated':
      return { ...event, timings: null }
    default:
      return event
  }
}

async function eventsOf(name: string) {
  const { recording, notice } = await readRecording(readFileSync(file(name), 'utf8'))
  return { events: recording.events, notice }
}

/** Two dozen updates, of a tenth of a second or so: long enough for a signal to come in the middle. */
const run = (out: string) => ['run', 'records-latest', '--budget', '48', '--attempts', '2', '--out', out]

describe('sdpo-lab run', () => {
  it('is interrupted, ended by force and resumed to the same end', async () => {
    const [whole, cut] = await Promise.all([
      sdpoLab(run('whole.json')),
      sdpoLab(run('cut.json'), { signal: 'SIGINT', at: /step +1 / }),
    ])
    expect(whole).toMatchObject({
      code: 3,
      out: expect.stringContaining('Not solved in 48 attempts') as string,
    })
    expect(cut).toMatchObject({
      code: 130,
      out: expect.stringContaining('The same command goes on') as string,
    })
    // What there is of it plays.
    expect((await eventsOf('cut.json')).notice).toContain('cut short')
    // Other settings are another run, which this file does not become.
    expect(await sdpoLab([...run('cut.json'), '--seed', '7'])).toMatchObject({
      code: 1,
      said: expect.stringContaining('another one') as string,
    })
    const killed = await sdpoLab(run('cut.json'), { signal: 'SIGKILL', at: /step +\d/ })
    expect(killed).toMatchObject({
      code: null,
      said: expect.stringContaining('goes on after update') as string,
    })
    expect((await sdpoLab(run('cut.json'))).code).toBe(3)
    expect(existsSync(file('cut.json.resume'))).toBe(false)

    const [a, b] = [await eventsOf('whole.json'), await eventsOf('cut.json')]
    expect(b.notice).toBeNull()
    expect(b.events.some((event) => event.type === 'step-started' && event.resumed)).toBe(true)
    expect(b.events.map(withoutClocks)).toEqual(a.events.map(withoutClocks))
    expect(a.events.filter(({ type }) => type === 'step-updated')).toHaveLength(24)
  }, 180_000)
})
