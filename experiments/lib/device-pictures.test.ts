/** A step's pictures read on the device against those that full rows of the native runtime make: values, bytes read back, and that nothing is left behind. */
import { describe, expect, it } from 'vitest'
import { nativeRuntime } from '../../scripts/native-runtime.ts'
import { bufferUse, Kernels, mapRead, record } from '../../src/lm/device/kernels.ts'
import { comparedIds, comparedKernel, comparedWords } from '../../src/lm/device/reading-kernels.ts'
import { defaultRunConfig, ofLogits, type RunConfig } from '../../src/sdpo/config.ts'
import { compare, topIndices } from '../../src/sdpo/divergence.ts'
import type { UpdateRow } from '../../src/sdpo/learner.ts'
import { LlamaLearner } from '../../src/sdpo/llama-learner.ts'
import { Scorer } from '../../src/sdpo/scorer.ts'
import {
  logProbsAt,
  stepPictures,
  type AttemptPicture,
  type PictureRequest,
} from '../../src/sdpo/step-pictures.ts'
import { dawnForTests } from './dawn.testing.ts'
import { countFromHereOn, gpuCounts } from './gpu-counts.ts'
import { openSmallModel, type SmallModel } from './small-model.ts'

const dawn = await dawnForTests()
const title = (name: string) => name + (dawn.missing ? ` (skipped: ${dawn.missing})` : '')
if (dawn.runtime) countFromHereOn()
const native = nativeRuntime({ threads: 1 })
const close = 1e-4

const thetaOf = ({ model }: SmallModel, seed: number) =>
  Float32Array.from({ length: model.thetaLength }, (_, i) => 0.1 * Math.sin(0.37 * i + seed))

/** Two attempts of 5 and of 9 tokens. */
const rowsOf = ({ prompt }: SmallModel): UpdateRow[] =>
  [5, 9].map((length, i) => ({
    prompt: prompt.slice(0, 4 + i),
    teacherPrompt: [...prompt.slice(2, 5), ...prompt.slice(0, 4 + i)],
    response: prompt.slice(1, 1 + length),
    oldLogProbs: Array.from({ length }, () => -2),
    mask: 1,
    advantage: 0.5 - i,
  }))

/** A student and a teacher that have parted, as readers at the settings of a run. */
const readersOf = (opened: SmallModel, change: Partial<RunConfig> = {}) =>
  new Scorer(opened.model, new LlamaLearner(opened.model, thetaOf(opened, 1), thetaOf(opened, 7)), () => ({
    ...defaultRunConfig,
    ...change,
  }))

async function picturesOf(readers: Scorer, rows: readonly UpdateRow[], request: PictureRequest) {
  const all: AttemptPicture[] = []
  for await (const picture of stepPictures(readers, rows, request)) all.push(picture)
  return all
}

const apart = (a: readonly number[], b: readonly number[]) => {
  expect(a.length).toBe(b.length)
  return Math.max(0, ...a.map((x, i) => Math.abs(x - b[i]!)))
}

/** Equal, but where two candidates are as good as equal to each other. */
function expectSame(own: readonly AttemptPicture[], other: readonly AttemptPicture[]) {
  expect(own.length).toBe(other.length)
  own.forEach(({ positions, entropy, base }, i) => {
    const expected = other[i]!
    expect(Math.abs(entropy - expected.entropy)).toBeLessThan(close)
    expect(apart(base, expected.base)).toBeLessThan(close)
    expect(positions.length).toBe(expected.positions.length)
    positions.forEach((position, t) => {
      const { ids, student, teacher, ...numbers } = expected.positions[t]!
      expect(position.ids[0]).toBe(ids[0])
      expect(apart(position.student, student)).toBeLessThan(2 * close)
      expect(apart(position.teacher, teacher)).toBeLessThan(2 * close)
      const swapped = position.ids.filter((id, n) => id !== ids[n])
      expect(swapped).toEqual([])
      for (const name of ['divergence', 'studentEntropy', 'teacherEntropy'] as const)
        expect(Math.abs(position[name] - numbers[name])).toBeLessThan(close + 5e-5)
    })
  })
}

describe.skipIf(dawn.missing)(title('pictures on the device'), () => {
  it.each([
    ['qwen2', 'f32', 1, 1],
    ['qwen3', 'packed', 0, 0.7],
    ['gemma3_text', 'f32', 0.5, 1.3],
    ['smollm3', 'packed', 0.5, 0.6],
    ['llama3', 'f32', 0, 1],
    ['llama-untied', 'f32', 1, 2],
  ] as const)(
    '%s, %s, alpha %s, temperature %s: as full rows make them',
    async (name, precision, alpha, temperature) => {
      const change = { loss: { ...defaultRunConfig.loss, distillation: ofLogits(alpha) }, temperature }
      const [own, other] = await Promise.all(
        [dawn.runtime!, native].map(async (runtime) => {
          const opened = await openSmallModel(runtime, name, precision, { rank: 3, scale: 1.5 })
          const readers = readersOf(opened, change)
          const rows = rowsOf(opened)
          const pictures = await picturesOf(readers, rows, {
            teacher: 'learner',
            base: { theta: null },
          })
          const ids = rows.map(({ response }) => response.map((token, t) => [token, t, 63]))
          const asked = rows.map((row, i) => ({ ...row, ids: ids[i]! }))
          return {
            pictures,
            alone: await picturesOf(readers, rows, { teacher: 'nobody', base: 'student' }),
            student: await picturesOf(readers, rows, { teacher: 'student', base: 'student' }),
            at: await logProbsAt(readers, thetaOf(opened, 3), asked),
          }
        }),
      )
      expectSame(own!.pictures, other!.pictures)
      expectSame(own!.alone, other!.alone)
      expectSame(own!.student, other!.student)
      expect(apart(own!.at.flat(2), other!.at.flat(2))).toBeLessThan(2 * close)
    },
    120_000,
  )

  it('reads back 256 bytes a position at most, of which the update reads nothing again; and leaves no buffer behind', async () => {
    const opened = await openSmallModel(dawn.runtime!, 'qwen2', 'f32', { rank: 8, scale: 2 })
    const readers = readersOf(opened)
    const rows = rowsOf(opened)
    const positions = rows.reduce((sum, { response }) => sum + response.length, 0)
    const step = async () => {
      const base = { theta: readers.learner!.start }
      const pictures = await gpuCounts(() => picturesOf(readers, rows, { teacher: 'learner', base }))
      const update = await gpuCounts(() => readers.learner!.update(rows, readers.learnerConfig))
      const after = await gpuCounts(() =>
        logProbsAt(
          readers,
          readers.studentTheta,
          rows.map((row, i) => ({ ...row, ids: pictures.result[i]!.positions.map(({ ids }) => ids) })),
        ),
      )
      return { pictures, update, after }
    }
    for (let i = 0; i < 4; i++) await step()
    const { pictures, update, after } = await step()
    expect(pictures.counts.readBack).toBeGreaterThan(0)
    expect(pictures.counts.readBack).toBeLessThanOrEqual(256 * positions)
    expect(pictures.counts.readbacks).toBe(2)
    expect(after.counts.readBack).toBeLessThanOrEqual(64 * positions)
    expect(update.operators.get('embedding')).toBe(1)
    const left = [pictures, update, after].reduce((sum, { counts }) => sum + counts.bytesLeft, 0)
    expect(left).toBe(0)
  }, 120_000)

  it('has no number for a student that has none', async () => {
    const opened = await openSmallModel(dawn.runtime!, 'qwen2', 'f32', { rank: 3, scale: 1.5 })
    const readers = readersOf(opened)
    const rows = rowsOf(opened).map((row) => ({ ...row, ids: row.response.map((token) => [token]) }))
    const ruined = new Float32Array(opened.model.thetaLength).fill(NaN)
    for (const value of (await logProbsAt(readers, ruined, rows)).flat(2)) expect(value).toBeNaN()
  }, 120_000)

  it.each([
    [4, 0],
    [1000, 0.5],
    [5003, 0.3],
    [5003, 1],
  ])(
    'compares rows of %s logits at alpha %s, ties among them, as float64 does',
    async (vocabulary, alpha) => {
      const kernels = new Kernels(dawn.runtime!.device!)
      const [rows, k] = [3, 6]
      const logits = Float32Array.from({ length: 2 * rows * vocabulary }, (_, i) =>
        Math.fround(Math.round(80 * Math.sin(1.7 * i + 0.01 * i * Math.sqrt(i))) / 8),
      )
      const tokens = [0, vocabulary - 1, Math.floor(vocabulary / 2)]
      const words = comparedWords(k)
      const { code, groups } = comparedKernel({ rows, vocabulary, alpha, k })
      const out = kernels.room(rows * words * 4)
      const read = kernels.room(rows * words * 4, bufferUse.read)
      const bound = [kernels.filled(logits), kernels.filled(Uint32Array.of(rows, ...tokens)), out]
      const step = kernels.step(code, bound, groups)
      await kernels.sound()
      const encoder = kernels.device.createCommandEncoder()
      record(encoder, [step])
      encoder.copyBufferToBuffer(out, 0, read, 0, rows * words * 4)
      kernels.device.queue.submit([encoder.finish()])
      await read.mapAsync(mapRead)
      const all = new Float32Array(read.getMappedRange())
      const logProbs = (row: number) => {
        const own = logits.subarray(row * vocabulary, (row + 1) * vocabulary)
        const peak = Math.max(...own)
        const log = peak + Math.log(own.reduce((sum, x) => sum + Math.exp(x - peak), 0))
        return own.map((x) => x - log)
      }
      for (let row = 0; row < rows; row++) {
        const [student, teacher] = [logProbs(row), logProbs(rows + row)]
        const expected = compare(student, teacher, { alpha, topK: null, addTail: true })
        const own = [...all.subarray(row * words, (row + 1) * words)]
        const of = (n: number) => own.slice(3 + n * comparedIds(k), 3 + (n + 1) * comparedIds(k))
        const free = Array.from({ length: Math.max(0, k - vocabulary) }, () => 2 ** 32)
        const ids = [...topIndices(student, k), ...free, ...topIndices(teacher, k), ...free]
        expect(of(0)).toEqual([tokens[row], ...ids])
        of(0).forEach((id, n) => {
          if (id >= vocabulary) return
          expect(Math.abs(of(1)[n]! - student[id]!)).toBeLessThan(close)
          expect(Math.abs(of(2)[n]! - teacher[id]!)).toBeLessThan(close)
        })
        expect(Math.abs(own[0]! - expected.studentEntropy)).toBeLessThan(close)
        expect(Math.abs(own[1]! - expected.teacherEntropy)).toBeLessThan(close)
        expect(Math.abs(own[2]! - expected.divergence)).toBeLessThan(close)
      }
      for (const buffer of [...bound, read]) buffer.destroy()
    },
  )
})
