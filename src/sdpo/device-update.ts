/**
 * An update of a model that is run layer by layer, on a graphics device: the passes, the loss and the optimiser leave
 * everything there, vectors that the last update has made are not uploaded again, and what the host wants to know is
 * read back once, at the end.
 */
import { adamWSettings, type Value } from 'ort-train'
import type { Batch } from '../lm/batch.ts'
import type { DeviceHidden, DevicePasses } from '../lm/device/device-passes.ts'
import { bufferUse, mapRead, record } from '../lm/device/kernels.ts'
import { tableFloats } from '../lm/head.ts'
import type { LayerwiseExecutor } from '../lm/layerwise.ts'
import type { Theta } from '../lm/model.ts'
import { readSums, stepKernel, sumsKernel, sumsLength, type StepShape } from './device-step.ts'
import { deviceHiddenLoss } from './graphs/layered.ts'
import { rowsOf } from './layerwise-update.ts'
import { distils, readsTeacher } from './loss-terms.ts'
import { objectiveFeeds, studentBatch, type UpdateOutputs, type UpdateRequest } from './learner-update.ts'

/** Whether the device has room for an update's batches. */
export const updatesOnDevice = (device: DevicePasses, request: UpdateRequest): boolean =>
  device.fits(studentBatch(request)) && device.fits(teacherBatch(request))

/** Steps every policy of the request once. */
export async function deviceUpdate(
  passes: LayerwiseExecutor,
  device: DevicePasses,
  request: UpdateRequest,
): Promise<UpdateOutputs> {
  const { states, config } = request
  const { kernels } = device
  const distilled = distils(config.terms)
  const teachers = readsTeacher(config.terms) ? await readTeachers(device, request) : {}
  const batch = studentBatch(request)
  const tokens = batch.shape.batch * batch.shape.response
  const tape = await device.record(
    batch,
    states.map(({ student }) => student),
  )
  const owned: GPUBuffer[] = []
  const own = (buffer: GPUBuffer) => (owned.push(buffer), buffer)
  const room = (floats: number) => own(kernels.room(floats * 4))
  try {
    const loss = {
      dHidden: room(tokens * passes.config.hiddenSize),
      losses: room(tokens),
      studentLogProbs: room(tokens),
      ...(distilled && { divergences: room(tokens) }),
    }
    await readLoss(passes, device, request, batch, { student: tape.hidden, ...teachers }, loss)
    const gradient = own(await device.backward(tape, loss.dHidden))
    return await step(device, request, { ...loss, gradient, tokens }, own)
  } finally {
    device.end(tape)
    for (const buffer of owned) buffer.destroy()
  }
}

type LossBuffers = Readonly<Record<'dHidden' | 'losses' | 'studentLogProbs', GPUBuffer>> & {
  divergences?: GPUBuffer
}

/** The loss and its gradient, a few sequences at a time, into buffers of all. */
async function readLoss(
  passes: LayerwiseExecutor,
  device: DevicePasses,
  request: UpdateRequest,
  batch: Batch,
  hidden: { student: DeviceHidden; teacher?: DeviceHidden; reference?: DeviceHidden },
  into: LossBuffers,
): Promise<void> {
  const { loss, terms, temperature, teacher } = request.config
  const { batch: b, response: n } = batch.shape
  const compiled = deviceHiddenLoss.compile(passes.pool)
  const size = Math.max(1, Math.floor(tableFloats.webgpu / (n * passes.config.vocabulary)))
  const all = objectiveFeeds(request, batch)
  for (let from = 0; from < b; from += size) {
    const to = Math.min(b, from + size)
    const fed: Value[] = []
    const part = (states: DeviceHidden) => {
      const value = device.part(states, from * n, to * n)
      fed.push(value)
      return value
    }
    const made = await compiled.run(
      {
        head: passes.weights.headOptions,
        batch: to - from,
        response: n,
        loss,
        terms,
        teacher: teacher.kind,
      },
      {
        head: passes.weights.headFeeds('sequence'),
        temperature,
        hidden: part(hidden.student),
        ...rowsOf(b, from, to)(all),
        teacher: {
          ...(hidden.teacher && { teacher: part(hidden.teacher) }),
          ...(hidden.reference && { reference: part(hidden.reference) }),
          ...(teacher.kind === 'trust-region' && readsTeacher(terms) && { mix: teacher.mix }),
        },
      },
    )
    const encoder = device.kernels.device.createCommandEncoder()
    const keep = (value: Value<'f32'>, buffer: GPUBuffer, width: number) =>
      encoder.copyBufferToBuffer(value.buffer, 0, buffer, from * n * width * 4, (to - from) * n * width * 4)
    keep(made.dHidden, into.dHidden, passes.config.hiddenSize)
    keep(made.losses, into.losses, 1)
    keep(made.studentLogProbs, into.studentLogProbs, 1)
    if (made.divergences && into.divergences) keep(made.divergences, into.divergences, 1)
    device.kernels.device.queue.submit([encoder.finish()])
    const { dHidden, losses, studentLogProbs, divergences } = made
    for (const value of [...fed, dHidden, losses, studentLogProbs, divergences]) value?.release()
  }
}

/** The optimiser's step and the teachers', and everything read back at once. */
async function step(
  { kernels, resident, runtime }: DevicePasses,
  { model, states, config: { optimiser, teacher } }: UpdateRequest,
  made: LossBuffers & { gradient: GPUBuffer; tokens: number },
  own: (buffer: GPUBuffer) => GPUBuffer,
): Promise<UpdateOutputs> {
  const { device } = kernels
  const [policies, length, { tokens }] = [states.length, model.thetaLength, made]
  const shape: StepShape = { policies, length, losses: tokens / policies }
  const vectors = (of: 'student' | 'firstMoment' | 'secondMoment' | 'teacher') =>
    own(
      resident.endToEnd(
        states.map((state) => state[of]),
        length,
      ),
    )
  const settings = new Float32Array(policies * 8 + 1)
  states.forEach(({ updates }, policy) => settings.set(adamWSettings(optimiser, updates + 1), policy * 8))
  settings[policies * 8] = teacher.kind === 'ema' ? teacher.rate : 0
  const sumsRoom = own(kernels.room(sumsLength(shape) * 4))
  const bound: Record<string, GPUBuffer> = {
    gradient: made.gradient,
    losses: made.losses,
    sums: sumsRoom,
    // An infinite bound on a gradient's length is no number to a kernel.
    settings: own(kernels.filled(settings.map((x) => Math.min(x, 3e38)))),
    student: vectors('student'),
    firstMoment: vectors('firstMoment'),
    secondMoment: vectors('secondMoment'),
    teacher: vectors('teacher'),
  }
  const steps = [sumsKernel(shape), stepKernel(shape)].map(({ code, bindings, groups }) =>
    kernels.step(
      code,
      bindings.map((name) => bound[name]!),
      groups,
    ),
  )
  const n = policies * length
  const wanted = [
    [sumsRoom, sumsLength(shape)],
    [made.studentLogProbs, tokens],
    ...(made.divergences ? [[made.divergences, tokens] as const] : []),
    [made.gradient, n],
    ...(['student', 'firstMoment', 'secondMoment', 'teacher'] as const).map(
      (name) => [bound[name]!, n] as const,
    ),
  ] as const
  const total = wanted.reduce((sum, [, count]) => sum + count, 0)
  const read = own(kernels.room(total * 4, bufferUse.read))
  await kernels.sound()
  const arrays = await runtime.alone(async () => {
    const encoder = device.createCommandEncoder()
    record(encoder, steps)
    let at = 0
    for (const [buffer, count] of wanted) {
      encoder.copyBufferToBuffer(buffer, 0, read, at * 4, count * 4)
      at += count
    }
    device.queue.submit([encoder.finish()])
    await read.mapAsync(mapRead)
    const all = new Float32Array(read.getMappedRange())
    at = 0
    const copies = wanted.map(([, count]) => all.slice(at, (at += count)))
    read.unmap()
    return copies
  })
  const [sums, studentLogProbs] = arrays as [Float32Array, Float32Array]
  const [gradient, student, firstMoment, secondMoment, newTeacher] = arrays.slice(-5) as [
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
  ]
  const after = { student, firstMoment, secondMoment, teacher: newTeacher }
  for (const [name, vector] of Object.entries(after))
    for (let policy = 0; policy < policies; policy++)
      resident.keep(
        vector.subarray(policy * length, (policy + 1) * length),
        bound[name]!,
        policy * length * 4,
      )
  const read_ = states.map((_, policy) => readSums(sums, shape, policy))
  return {
    loss: Float32Array.from(read_, ({ loss }) => loss),
    gradNorm: Float32Array.from(read_, ({ gradNorm }) => gradNorm),
    gradient,
    studentLogProbs,
    divergences: made.divergences && arrays[2],
    ...after,
  }
}

function teacherBatch({ model, states, rows }: UpdateRequest): Batch {
  const read = rows.map(({ teacherPrompt, response }) => ({ prompt: teacherPrompt, response }))
  return model.batchOf(read, states.length)
}

/** What the teacher's distributions are made of: its hidden states; of a trust region, the reference's and the student's. */
async function readTeachers(
  device: DevicePasses,
  request: UpdateRequest,
): Promise<{ teacher: DeviceHidden; reference?: DeviceHidden }> {
  const { states, starts, config } = request
  const batch = teacherBatch(request)
  const read = (thetas: readonly Theta[]) => device.remembered(batch, thetas)
  if (config.teacher.kind === 'ema') return { teacher: await read(states.map(({ teacher }) => teacher)) }
  return { reference: await read(starts), teacher: await read(states.map(({ student }) => student)) }
}
