/**
 * A run is in hand whatever judges it. The model here settles without ever leaving the microtasks, as WebAssembly in a
 * worker does, and so do the judges that need no sandbox; only what is sent on a timer shows whether anybody listens.
 */
import { readFileSync } from 'node:fs'
import { setTimeout as after } from 'node:timers/promises'
import { afterAll, describe, expect, it } from 'vitest'
import { answerRuleSchema, programKinds, type Problem } from '../problems/problem.ts'
import { questionRuleSchema } from '../problems/question-rule.ts'
import { letterConfig } from '../sdpo/fake-model.testing.ts'
import type { Judge } from '../verify/judge.ts'
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
  ...(
    [
      { type: 'number', value: 7, unit: 'kg' },
      { type: 'form', form: 'iso-date' },
      { type: 'fields', fields: [{ name: 'a', is: 'number' }] },
    ] as const
  ).map((rule): [string, object] => [rule.type, { program: { kind: 'question', rule }, tests: [] }]),
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

function engine(by: Judge = judge) {
  const said: (RunEvent | EngineEvent)[] = []
  const live = new LiveEngine({
    ...letterHost(by),
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

/** The rules that there are. */
const typesOf = ({ options }: typeof answerRuleSchema | typeof questionRuleSchema): string[] =>
  options.map(({ shape }) => shape.type.value).sort()

describe('a run that plays', () => {
  it('is tried with every kind of judge', () => {
    const kinds = new Set(problems.map(({ program }) => program.kind))
    expect([...kinds].sort()).toEqual(programKinds.toSorted())
    const answers = problems.flatMap(({ program }) =>
      program.kind === 'answer' ? [program.answer.type] : [],
    )
    expect([...new Set(answers)].sort()).toEqual(typesOf(answerRuleSchema))
    const questions = problems.flatMap(({ program }) =>
      program.kind === 'question' ? [program.rule.type] : [],
    )
    expect([...new Set(questions)].sort()).toEqual(typesOf(questionRuleSchema))
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

describe('a judge that takes long', () => {
  const slow: Problem = { ...problems[0]!, id: 'slow', solution: 'any' }

  it('is left within a second, and its step goes on where it was', async () => {
    const asked: string[] = []
    const { send, said, until } = engine({
      ...judge,
      judge: async (problem, response, options) => {
        asked.push(response)
        if (response !== 'any') await after(150, null, options?.signal ? { signal: options.signal } : {})
        const judged = await judge.judge(problem, response, options)
        return {
          ...judged,
          verdict: { ...judged.verdict, status: response === 'any' ? 'passed' : judged.verdict.status },
        }
      },
    })
    send(load)
    send({ ...start(slow), config: letterConfig({ budget: 32, attemptsPerStep: 16 }) } as AnyCommand)
    send({ type: 'play' })
    await until('attempt-judged')
    const begun = performance.now()
    const from = said.length
    send({ type: 'pause' })
    await until('paused', from)
    expect(performance.now() - begun).toBeLessThan(1500)
    const judged = said.filter(({ type }) => type === 'attempt-judged').length
    expect(judged).toBeLessThan(16)
    expect(said.findLast(({ type }) => type === 'paused')).toMatchObject({ stage: 'sampled' })
    send({ type: 'advance' })
    await until('paused', said.length)
    const numbers = said.flatMap((event) => (event.type === 'attempt-judged' ? [event.attempt] : []))
    expect(numbers).toEqual(Array.from({ length: 16 }, (_, i) => i + 1))
    expect(said.filter(({ type }) => type === 'fault')).toEqual([])
  })

  it('holds nobody up who brings another problem, before its first verdict and before its own solution passes', async () => {
    let waits = 0
    const { send, said, until } = engine({
      ...judge,
      judge: (problem, response, options) => {
        if (problem.id !== 'slow') return judge.judge(problem, response, options)
        waits++
        return new Promise((_, reject) =>
          options?.signal?.addEventListener('abort', () => reject(options.signal!.reason as Error)),
        )
      },
    })
    send(load)
    send(start(slow))
    send({ type: 'play' })
    await until('attempt-sampled')
    let from = said.length
    let begun = performance.now()
    send({ type: 'pause' })
    await until('paused', from)
    expect(performance.now() - begun).toBeLessThan(1500)
    // Waits for its own solution still, and is called off for another's.
    expect(waits).toBe(1)
    from = said.length
    begun = performance.now()
    send(start({ ...slow, id: 'another', solution: undefined }))
    await until('run-started', from)
    expect(performance.now() - begun).toBeLessThan(1500)
    send({ type: 'play' })
    await until('step-updated', from)
    expect(said.filter(({ type }) => type === 'fault')).toEqual([])
  })

  it('that refuses the solution late says so where the first verdict was to be', async () => {
    const { send, said, until } = engine({
      ...judge,
      judge: async (problem, response, options) => {
        await after(response === 'any' ? 1000 : 0)
        return judge.judge(problem, response, options)
      },
    })
    send(load)
    send(start(slow))
    await until('run-started')
    send({ type: 'play' })
    await until('fault')
    expect(said.at(-1)).toMatchObject({
      type: 'fault',
      during: 'run',
      message: expect.stringContaining('own solution') as string,
    })
    expect(said.filter(({ type }) => type === 'attempt-judged')).toEqual([])
  })
})
