/** Files that other programs' own code wrote (reference/scripts/interchange.py, interchange_torch.py): every number as it stands there. */
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { RunEvent } from '../sdpo/events.ts'
import { gapOf, type ForeignAttempt } from './foreign.ts'
import { TraceFile, type Progress } from './trace-file.ts'
import { traceLinesOf } from './write-own.ts'

const root = new URL('../../', import.meta.url)
const bytes = (path: string) => readFileSync(new URL(path, root))
const blob = (...parts: BlobPart[]) => new Blob(parts)
const reference = (name: string) => blob(bytes(`reference/interchange/${name}`))

async function all(file: TraceFile): Promise<{ attempts: ForeignAttempt[]; last: Progress; rows: number }> {
  let rows = 0
  let last: Progress | null = null
  await file.list((progress) => {
    rows += progress.rows.length
    last = progress
  })
  const attempts: ForeignAttempt[] = []
  for (let n = 0; n < rows; n++) attempts.push((await file.read(n))!)
  return { attempts, last: last!, rows }
}

describe('a foreign file', () => {
  it('of verifiers: tokens under the mask, with both readers and advantages', async () => {
    const { attempts, last } = await all(
      new TraceFile(reference('traces.jsonl'), (id) => (id === 41 ? 'Sydney' : `<${id}>`)),
    )
    expect(last).toMatchObject({ format: 'verifiers', skipped: 0, has: { teacher: true, others: false } })
    expect(attempts).toHaveLength(2)
    const [first, second] = attempts as [ForeignAttempt, ForeignAttempt]
    expect(first).toMatchObject({ step: 1, reward: 0, text: 'Sydney.' })
    expect(first.prompt).toBe('user: What is the capital of Australia?')
    expect(first.tokens.map(({ text }) => text)).toEqual(['<7>', 'Sydney', '<9>'])
    expect(first.tokens.map(({ student }) => student)).toEqual([-0.2231, -1.8971, -0.0513])
    expect(first.tokens.map(({ teacher }) => teacher)).toEqual([-0.9163, -3.5066, -0.0619])
    expect(first.tokens.map(({ advantage }) => advantage)).toEqual([-0.5, -0.5, -0.5])
    expect(gapOf(first.tokens[1]!)).toBeCloseTo(-1.6095, 6)
    expect(second).toMatchObject({ step: 2, reward: 1 })
  })

  it('of verl: words, score and feedback, and that there are no tokens', async () => {
    const { attempts, last } = await all(new TraceFile(reference('3.jsonl')))
    expect(last).toMatchObject({ format: 'verl', has: { tokens: false, rewards: true, feedback: true } })
    expect(attempts[0]).toMatchObject({ step: 3, reward: 0, text: 'Sydney.', feedback: 'It is not Sydney.' })
  })

  it('of TRL: a parquet file, every row as pandas read it where it was written', async () => {
    const rows = JSON.parse(bytes('reference/interchange/completions_00001.json').toString()) as {
      completion: { content: string }[]
      length_reward: number
      feedback: string
      advantage: number
    }[]
    const { attempts, last } = await all(new TraceFile(reference('completions_00001.parquet')))
    expect(last).toMatchObject({ format: 'trl', skipped: 0, has: { tokens: false, rewards: true } })
    expect(attempts).toHaveLength(rows.length)
    for (const [i, row] of rows.entries()) {
      expect(attempts[i]).toMatchObject({
        step: 1,
        prompt: 'user: Given the numbers xs, keep the even ones.',
        text: row.completion[0]!.content,
        feedback: row.feedback,
      })
      expect(attempts[i]!.reward).toBeCloseTo(row.length_reward, 6)
      expect(attempts[i]!.advantage).toBeCloseTo(row.advantage, 6)
    }
  })

  it('of parquet that is cut, or says of itself what cannot be, is refused in words', async () => {
    const whole = bytes('reference/interchange/completions_00001.parquet')
    for (const broken of [whole.subarray(0, 900), whole.subarray(0, -40), Buffer.from('PAR1PAR1')])
      await expect(all(new TraceFile(blob(new Uint8Array(broken))))).rejects.toThrow(
        'parquet file could not be read',
      )
  })

  it('of opd-viz: both readers of the chosen token, and the likeliest of either', async () => {
    const { attempts, last } = await all(new TraceFile(reference('opd-viz.json')))
    expect(last).toMatchObject({ format: 'opd-viz', has: { student: true, teacher: true, others: true } })
    expect(attempts[0]!.teacherPrompt).toContain('It is not Sydney.')
    expect(attempts[0]!.tokens.map(({ text, student, teacher }) => [text, student, teacher])).toEqual([
      ['Syd', -0.511, -2.303],
      ['ney', -0.01, -0.02],
    ])
    expect(attempts[0]!.tokens[0]!.others).toEqual([
      { text: 'Can', student: Math.log(0.3), teacher: Math.log(0.8) },
    ])
  })

  it('of a server: chat over several lines, and a plain completion', async () => {
    const chat = await all(new TraceFile(reference('student.json')))
    const plain = await all(new TraceFile(reference('completion.json')))
    const vllm = await all(new TraceFile(reference('vllm-chat.json')))
    for (const { attempts } of [chat, plain, vllm]) {
      expect(attempts[0]!.text).toBe('Sydney')
      expect(attempts[0]!.tokens[0]).toEqual({
        text: 'Syd',
        student: -0.510826,
        teacher: null,
        advantage: null,
        others: [{ text: 'Can', student: -1.203973, teacher: null }],
      })
    }
  })

  it('of a server, two of them: the second is laid beside the first where the tokens are the same', async () => {
    const { attempts, last } = await all(
      new TraceFile(reference('student.json'), null, reference('teacher.json')),
    )
    expect(last.has.teacher).toBe(true)
    expect(attempts[0]!.tokens[0]).toMatchObject({
      student: -0.510826,
      teacher: -2.302585,
      others: [{ text: 'Can', student: -1.203973, teacher: -0.223144 }],
    })
    const other = blob(bytes('reference/interchange/teacher.json').toString().replaceAll('"ney"', '"nee"'))
    await expect(all(new TraceFile(reference('student.json'), null, other))).rejects.toThrow(
      'they differ from token 2 on',
    )
  })

  it('of a server that read a text: the token that stands there is told by its id', async () => {
    const { attempts, last } = await all(new TraceFile(reference('prompt-logprobs.json')))
    expect(last.format).toBe('prompt-logprobs')
    expect(attempts[0]!.tokens.map(({ text, student }) => [text, student])).toEqual([
      [' is', -0.105361],
      ['Syd', -2.302585],
      ['ney', -0.020203],
    ])
    expect(attempts[0]!.tokens[1]!.others).toEqual([{ text: 'Can', student: -0.223144, teacher: null }])
    // Without the ids two tokens of a position cannot be told apart.
    const without = bytes('reference/interchange/prompt-logprobs.json')
      .toString()
      .replace('prompt_token_ids', 'x')
    await expect(all(new TraceFile(blob(without)))).rejects.toThrow('is no run that can be read here')
  })

  it('of a server that read a student\u2019s tokens behind another prompt: they are laid beside them', async () => {
    const { attempts } = await all(
      new TraceFile(reference('student.json'), null, reference('prompt-logprobs.json')),
    )
    expect(attempts[0]).toMatchObject({ teacherPrompt: ' is', text: 'Sydney' })
    expect(attempts[0]!.tokens[0]).toMatchObject({
      student: -0.510826,
      teacher: -2.302585,
      others: [{ text: 'Can', student: -1.203973, teacher: -0.223144 }],
    })
  })

  it('of a prime-rl trainer: the tokens under the mask, with both readers where SDPO weighed them', async () => {
    const { attempts, last } = await all(new TraceFile(reference('rank_0.jsonl'), (id) => `<${id}>`))
    expect(last).toMatchObject({ format: 'token-exports', skipped: 0 })
    expect(attempts[0]).toMatchObject({ step: 2, reward: 0.25, prompt: '<5><6>', text: '<41><42>' })
    expect(attempts[0]!.tokens).toEqual([
      {
        text: '<41>',
        student: -0.510826,
        teacher: -2.302585,
        advantage: -0.5,
        others: [{ text: '<40>', student: -1.203973, teacher: -0.223144 }],
      },
      { text: '<42>', student: -0.01005, teacher: -0.020203, advantage: -0.5, others: [] },
    ])
  })

  it('of ours: a run of the lab written as trace lines says the same again', async () => {
    const recording = JSON.parse(bytes('public/recordings/first.json').toString()) as { events: RunEvent[] }
    const lines = traceLinesOf(recording.events)
    const { attempts, last, rows } = await all(new TraceFile(blob(lines.join('\n'))))
    expect(last).toMatchObject({
      format: 'own',
      skipped: 0,
      has: { student: true, teacher: true, others: true },
    })
    expect(rows).toBe(recording.events.filter(({ type }) => type === 'attempt-judged').length)
    for (const event of recording.events)
      if (event.type === 'attempt-scored')
        expect(attempts[event.attempt - 1]!.tokens.map(({ student, teacher }) => [student, teacher])).toEqual(
          event.positions.map(({ student, teacher }) => [student[0], teacher[0]]),
        )
  })

  it('that is damaged in places is read around them, and one that is nothing is refused in words', async () => {
    const line = traceLine('yes')
    const { attempts, last } = await all(new TraceFile(blob(`${line}\n{"tok\n\n[]\n${line}`)))
    expect(attempts).toHaveLength(2)
    expect(last.skipped).toBe(2)
    for (const text of ['', 'null', '{}', '[[[[', 'a\nb', '{"choices":[]}'])
      await expect(all(new TraceFile(blob(text)))).rejects.toThrow('no run that can be read here')
  })

  it('of many megabytes tells its first attempt long before its end', async () => {
    const line = traceLine('word'.repeat(1000))
    const lines = Array.from({ length: 3000 }, () => line).join('\n')
    const reports: number[] = []
    const file = new TraceFile(blob(lines))
    await file.list(({ rows }) => void reports.push(rows.length))
    expect(reports[0]).toBe(1)
    expect(reports.reduce((sum, rows) => sum + rows, 0)).toBe(3000)
    expect((await file.read(2999))!.text).toBe('word'.repeat(1000))
  })
})

const traceLine = (text: string) =>
  JSON.stringify({ format: 'sdpo-lab-trace', version: 1, tokens: [{ text, student: -1, teacher: -2 }] })
