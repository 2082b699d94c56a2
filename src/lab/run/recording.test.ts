import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { RunLog } from './run-log.ts'
import { compactEvents, readRecording, RecordingError, writeRecording } from './recording.ts'
import { sampleRun } from '../../engine/scripted-run.testing.ts'
import { attemptOf } from './view.ts'

const events = sampleRun({ steps: 3, attempts: 2 })

describe('a recording', () => {
  it('reads back what was written', async () => {
    expect(await readRecording(writeRecording(events))).toEqual({
      recording: { format: 'sdpo-lab-run', version: 1, events },
      notice: null,
    })
  })

  it('is plain JSON, and is read however it is laid out', async () => {
    const value = JSON.parse(writeRecording(events)) as object
    for (const text of [JSON.stringify(value), JSON.stringify(value, null, 2)])
      expect((await readRecording(text)).recording.events).toEqual(events)
  })

  it('cut anywhere, plays as far as it goes and says so, or says that it cannot', async () => {
    const text = writeRecording(events)
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: text.trimEnd().length - 2 }), async (cut) => {
        try {
          const { recording, notice } = await readRecording(text.slice(0, cut))
          expect(recording.events).toEqual(events.slice(0, recording.events.length))
          expect(recording.events.length).toBeGreaterThan(0)
          expect(notice).toContain('cut short')
        } catch (error) {
          expect(error).toBeInstanceOf(RecordingError)
          expect(cut).toBeLessThan(text.indexOf('\n', text.indexOf('run-started')) + 1)
        }
      }),
      { numRuns: 200 },
    )
  })

  it('says which update is the last in a file cut short', async () => {
    const text = writeRecording(events)
    const cut = text.slice(0, text.lastIndexOf('"attempt-sampled"'))
    expect((await readRecording(cut)).notice).toBe(
      'This file is cut short. It plays as far as it goes: update 3 is the last in it.',
    )
  })

  it('leaves out entries that cannot be read, and counts them', async () => {
    const broken = [
      ...events.slice(0, 5),
      { type: 'attempt-danced' },
      { ...events[5], attempt: 'no' },
      ...events.slice(6),
    ]
    const { recording, notice } = await readRecording(writeRecording(broken as never))
    expect(recording.events).toEqual([...events.slice(0, 5), ...events.slice(6)])
    expect(notice).toBe('2 entries could not be read and are left out.')
  })

  it('repairs a configuration of another version', async () => {
    const [start, ...rest] = events
    const old = {
      ...start,
      config: { arm: 'sdpo', seed: 7, optimiser: { learningRate: 0.5 }, temperature: 'hot' },
    }
    const { recording, notice } = await readRecording(writeRecording([old, ...rest] as never))
    expect(notice).toBeNull()
    expect(recording.events[0]).toMatchObject({
      config: { seed: 7, temperature: 1, optimiser: { learningRate: 0.5, beta1: 0.9 } },
    })
  })

  it('keeps a step that was skipped for numbers that JSON cannot hold', async () => {
    const skipped = events.map((event) =>
      event.type === 'step-updated'
        ? { ...event, skipped: 'The gradient was not finite.', signals: { ...event.signals, loss: NaN } }
        : event,
    )
    const { recording, notice } = await readRecording(writeRecording(skipped))
    expect(notice).toBeNull()
    expect(recording.events.filter((event) => event.type === 'step-updated')).toHaveLength(3)
  })

  it.each([
    ['not JSON at all', 'This is not a run'],
    ['{"format":"other","events":[]}', 'This is not a run'],
    ['{"format":"sdpo-lab-run","version":2,"events":[]}', 'newer lab (format 2)'],
    ['{"format":"sdpo-lab-run","version":1,"events":[]}', 'no events'],
    [
      JSON.stringify({ format: 'sdpo-lab-run', version: 1, events: events.slice(2) }),
      'beginning of this run is missing',
    ],
  ])('refuses %s in words', async (text, words) => {
    await expect(readRecording(text)).rejects.toThrow(words)
  })

  it('reads text with quotes, backslashes and brackets in it', async () => {
    const odd = events.map((event) =>
      event.type === 'attempt-judged'
        ? { ...event, verdict: { ...event.verdict, feedback: 'a "}]" \\" [{ \\\\' } }
        : event,
    )
    expect((await readRecording(writeRecording(odd))).recording.events).toEqual(odd)
  })
})

describe('compaction', () => {
  const compact = compactEvents(events, { candidates: 2 })

  it('keeps the credit, the acts and the alignment of what comes after an update', () => {
    const [before, after] = [RunLog.of(events).view(events.length), RunLog.of(compact).view(compact.length)]
    for (const n of [1, 4, 6]) {
      const [a, b] = [attemptOf(before, n)!, attemptOf(after, n)!]
      b.credit!.forEach((c, i) => expect(c).toBeCloseTo(a.credit![i]!, 3))
      b.positions!.forEach((position, i) => {
        expect(position.ids.length).toBeLessThanOrEqual(3)
        expect(position.ids[0]).toBe(a.tokens[i])
        position.ids.forEach((id, k) =>
          expect(b.after![i]![k]).toBeCloseTo(a.after![i]![a.positions![i]!.ids.indexOf(id)]!, 3),
        )
      })
    }
  })

  it('drops progress and makes the file smaller', () => {
    const withProgress = [...events, { type: 'sampling' as const, step: 1, tokens: [[1]] }]
    expect(compactEvents(withProgress).some((event) => event.type === 'sampling')).toBe(false)
    expect(writeRecording(compact).length).toBeLessThan(writeRecording(events).length * 0.7)
  })
})
