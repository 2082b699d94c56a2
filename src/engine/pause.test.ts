/**
 * A run is in hand whatever judges it. The model here settles without ever leaving the microtasks, as WebAssembly in a
 * worker does, and so do the judges that need no sandbox; only what is sent on a timer shows whether anybody listens.
 */
import { readFileSync } from 'node:fs'
import { setTimeout as after } from 'node:timers/promises'
import { afterAll, describe, expect, it } from 'vitest'
import type { Problem } from '../problems/problem.ts'
import { letterConfig } from '../sdpo/fake-model.testing.ts'
import { createLocalJudge } from '../verify/local.ts'
import { parseProblem } from '../verify/validate.ts'
import { letterHost } from './letters.testing.ts'
import { LiveEngine } from './live.ts'
import { numbered, type AnyCommand } from './numbered.testing.ts'
import type { EngineEvent, RunEvent } from './protocol.ts'

const judge = createLocalJudge()
afterAll(() => judge.dispose())

const own: [string, object][] = [
  ['function', { program: { kind: 'function', name: 'f' }, tests: [{ args: [1], expected: 2 }] }],
  ['stdin', { program: { kind: 'stdin', language: 'javascript' }, tests: [{ stdin: '1', stdout: '2' }] }],
  ['exact', { program: { kind: 'answer', answer: { type: 'exact', accepted: ['dad'] } }, tests: [] }],
  ['regex', { program: { kind: 'answer', answer: { type: 'regex', pattern: 'd+' } }, tests: [] }],
  [
    'choice',
    {
      program: {
        kind: 'answer',
        answer: {
          type: 'choice',
          options: ['a', 'b'].map((label) => ({ label, text: label.repeat(3) })),
          right: 'b',
        },
      },
      tests: [],
    },
  ],
]

/** The examples of docs/PROBLEM.md, but for Python, which takes ten seconds to start, and what they lack: asked in words that the letter model can read. */
const problems = [
  ...own.map(([id, rest]) => [null, JSON.stringify({ id, title: id, statement: '?', ...rest })] as const),
  ...readFileSync(new URL('../../docs/PROBLEM.md', import.meta.url), 'utf8').matchAll(
    /```json\n([\s\S]*?)```/g,
  ),
]
  .map((found): Problem => ({ ...parseProblem(found[1]!), statement: 'Which letter?' }))
  .filter(({ program }) => !('language' in program) || program.language !== 'python')

function engine() {
  const said: (RunEvent | EngineEvent)[] = []
  const live = new LiveEngine({
    ...letterHost(judge),
    onEngineEvent: (event) => said.push(event),
    onRunEvent: (_, event) => said.push(event),
  })
  const until = async (type: (RunEvent | EngineEvent)['type'], from = 0) => {
    const end = performance.now() + 5000
    while (!said.slice(from).some((event) => event.type === type)) {
      if (performance.now() > end) throw new Error(`No ${type} within 5 s.`)
      await after(1)
    }
  }
  const send = (command: AnyCommand) => live.send(numbered(command))
  return { send, said, until }
}

const load: AnyCommand = { type: 'load', model: { kind: 'bundled', id: 'tiny' }, backend: 'auto' }
/** So many attempts that nobody waits for the end. */
const start = (problem: Problem): AnyCommand => ({
  type: 'start',
  problem,
  config: letterConfig({ budget: 4000, attemptsPerStep: 2 }),
})

describe('a run that plays', () => {
  it('is tried with every kind of judge', () => {
    expect([...new Set(problems.map(({ program }) => program.kind))].sort()).toEqual([
      'answer',
      'custom',
      'expression',
      'function',
      'question',
      'stdin',
      'tool-call',
    ])
    const rules = problems.flatMap(({ program }) => (program.kind === 'answer' ? [program.answer.type] : []))
    expect([...new Set(rules)].sort()).toEqual(['choice', 'exact', 'number', 'regex'])
  })

  it.each(problems.map((problem) => [`${problem.program.kind}: ${problem.id}`, problem] as const))(
    'hears pause, rewind, a new problem and stop: %s',
    async (_, problem) => {
      const { send, said, until } = engine()
      send(load)
      send(start(problem))
      send({ type: 'play' })
      await until('step-updated')
      let from = said.length
      send({ type: 'pause' })
      await until('paused', from)
      // What was under way is finished, and no stage after it begins.
      const stages = said.slice(from).filter(({ type }) => type === 'step-started' || type === 'step-updated')
      expect(stages.length).toBeLessThanOrEqual(1)
      from = said.length
      await after(20)
      expect(said.slice(from)).toEqual([])

      send({ type: 'play' })
      await until('step-updated', from)
      from = said.length
      send({ type: 'rewind', step: 1 })
      send({ type: 'advance' })
      await until('paused', from)
      expect(said.slice(from).findLast((event) => event.type === 'step-started')).toMatchObject({ step: 2 })

      send({ type: 'play' })
      await until('step-updated', from)
      from = said.length
      send(start({ ...problem, id: 'another' }))
      await until('run-started', from)
      expect(said.findLast((event) => event.type === 'run-started')).toMatchObject({
        problem: { id: 'another' },
      })
      send({ type: 'play' })
      await until('step-updated', from)
      send({ type: 'stop' })
      await until('run-finished', from)
      expect(said.filter(({ type }) => type === 'fault')).toEqual([])
    },
  )
})
