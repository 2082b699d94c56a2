import { describe, expect, it, vi } from 'vitest'
import { sampleProblem, sampleRun } from './scripted-run.testing.ts'
import type { EngineEvent, EngineMessage, PromptPiece, RunEvent } from './protocol.ts'
import { RecordedEngine } from './recorded.ts'

const events = sampleRun({ steps: 2, attempts: 2 })
const recording = { format: 'sdpo-lab-run' as const, version: 1 as const, events }

function listen(options?: ConstructorParameters<typeof RecordedEngine>[1]) {
  const engine = new RecordedEngine(recording, options)
  const messages: EngineMessage[] = []
  const unsubscribe = engine.subscribe((message) => messages.push(message))
  const runs = (): RunEvent[] => messages.flatMap((m) => (m.kind === 'run' ? [m.event] : []))
  const said = (): EngineEvent[] => messages.flatMap((m) => (m.kind === 'engine' ? [m.event] : []))
  return { engine, runs, said, unsubscribe }
}

describe('a recorded engine', () => {
  it('played, says the whole run as it was', () => {
    const { engine, runs } = listen()
    engine.send({ type: 'play' })
    expect(runs()).toEqual(events)
  })

  it('advanced, says one act at a time and pauses', () => {
    const { engine, runs, said } = listen()
    for (let i = 0; i < 4; i++) engine.send({ type: 'advance' })
    expect(said()).toEqual(
      (['sampled', 'judged', 'reprompted', 'scored'] as const).map((stage) => ({
        type: 'paused',
        run: 0,
        step: 1,
        stage,
      })),
    )
    expect(runs()).toEqual(events.slice(0, runs().length))
    expect(runs().at(-1)!.type).toBe('advantages')
    engine.send({ type: 'advance' })
    expect(runs().at(-1)!.type).toBe('attempt-rescored')
    engine.send({ type: 'play' })
    expect(runs()).toEqual(events)
  })

  it('paced, can be paused and goes on', () => {
    vi.useFakeTimers()
    try {
      const { engine, runs, said } = listen({ pace: () => 10 })
      engine.send({ type: 'play' })
      vi.advanceTimersByTime(55)
      engine.send({ type: 'pause' })
      expect(runs()).toEqual(events.slice(0, 5))
      expect(said()).toEqual([{ type: 'paused', run: 0, step: 1, stage: 'sampled' }])
      vi.advanceTimersByTime(1000)
      expect(runs()).toHaveLength(5)
      engine.send({ type: 'play' })
      vi.advanceTimersByTime(10_000)
      expect(runs()).toEqual(events)
    } finally {
      vi.useRealTimers()
    }
  })

  it('rewound, says the later steps again', () => {
    const { engine, runs } = listen()
    engine.send({ type: 'play' })
    engine.send({ type: 'rewind', run: 2, step: 1 })
    engine.send({ type: 'play' })
    const second = events.findIndex((event) => event.type === 'step-started' && event.step === 2)
    expect(runs().slice(events.length)).toEqual(events.slice(second))
  })

  it('loaded, is ready with the model it was recorded with', () => {
    const { engine, said } = listen()
    engine.send({ type: 'load', requestId: 1, model: { kind: 'bundled', id: 'tiny' }, backend: 'auto' })
    expect(said()).toMatchObject([{ type: 'ready', model: { name: 'tiny-js' }, backend: { name: 'wasm' } }])
  })

  it('started, says its header and waits', () => {
    const { engine, runs } = listen()
    engine.send({
      type: 'start',
      run: 1,
      problem: sampleProblem,
      config: (events[0] as Extract<RunEvent, { type: 'run-started' }>).config,
    })
    expect(runs()).toEqual(events.slice(0, 2))
  })

  it('after its listener has gone, says nothing to it', () => {
    const { engine, runs, unsubscribe } = listen()
    unsubscribe()
    engine.send({ type: 'play' })
    expect(runs()).toEqual([])
  })
})

describe('re-reading a recording', () => {
  const pieces = events.flatMap((event) =>
    event.type === 'attempt-reprompted' && event.attempt === 1 ? [event.pieces] : [],
  )[0]!
  const positions = events.flatMap((event) =>
    event.type === 'attempt-scored' && event.attempt === 1 ? [event.positions] : [],
  )[0]!
  const ask = (given: PromptPiece[], attempt = 1) => {
    const { engine, said } = listen()
    engine.send({ type: 'reread', requestId: 5, attempt, pieces: given })
    return said()[0]!
  }

  it('with its own words gives its own reading', () => {
    expect(ask(pieces)).toEqual({
      type: 'reread-done',
      requestId: 5,
      attempt: 1,
      positions,
      unknownWords: [],
    })
  })

  it('without hindsight draws the teacher as the student: no gap anywhere', () => {
    const answer = ask(pieces.filter((piece) => piece.kind === 'question'))
    if (answer.type !== 'reread-done') throw new Error('refused')
    answer.positions.forEach((position, i) => {
      expect(position.student).toEqual(positions[i]!.student)
      expect(position.teacher).toEqual(position.student)
      expect(position).toMatchObject({ divergence: 0, teacherEntropy: position.studentEntropy })
    })
  })

  it('with new words refuses, with the way out', () => {
    expect(
      ask([
        { kind: 'question', text: 'q' },
        { kind: 'feedback', text: 'other words' },
      ]),
    ).toMatchObject({ type: 'fault', during: 'read', wayOut: expect.stringContaining('Go live') })
    expect(ask(pieces, 99)).toMatchObject({ type: 'fault', during: 'read' })
  })

  it('with the same weights is its own reading before the first update, and unknown after it', () => {
    const again = (attempt: number) => {
      const { engine, said } = listen()
      const own = events.flatMap((event) =>
        event.type === 'attempt-reprompted' && event.attempt === attempt ? [event.pieces] : [],
      )[0]!
      engine.send({ type: 'reread', requestId: 1, attempt, pieces: own, sameWeights: true })
      return said()[0]!.type
    }
    expect([again(1), again(3)]).toEqual(['reread-done', 'fault'])
  })

  it('changes no settings', () => {
    const { engine, said } = listen()
    engine.send({
      type: 'configure',
      config: (events[0] as Extract<RunEvent, { type: 'run-started' }>).config,
    })
    expect(said().map((event) => event.type === 'fault' && event.during)).toEqual(['run'])
  })
})
