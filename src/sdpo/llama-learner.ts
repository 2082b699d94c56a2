/** The learner over a Llama and its LoRA adapter: theta, Adam's moments and the regularised teacher, stepped by one graph. */
import { floats, type Value } from '../runtime/runtime.ts'
import { bucketShape, layOut, type Batch } from '../lm/batch.ts'
import type { LlamaModel } from '../lm/llama-model.ts'
import { adapterParameters, flatLayout } from '../lm/parameters.ts'
import { Rng } from '../rng.ts'
import { hyperValues } from './graphs/optimiser.ts'
import { updateGraph, updateKey, type UpdateGraphOptions } from './graphs/update.ts'
import type { Learner, LearnerConfig, LearnerSnapshot, UpdateResult, UpdateRow } from './learner.ts'

export interface DetailedUpdate extends UpdateResult {
  /** d loss / d theta before clipping, and log p_S of the response tokens before the step: for checks against the reference. */
  gradient: Float32Array
  studentLogProbs: Float32Array[]
}

export class LlamaLearner implements Learner {
  private state: LearnerSnapshot

  constructor(
    private readonly model: LlamaModel,
    initial: Float32Array,
    teacher: Float32Array = initial,
  ) {
    if (initial.length !== model.thetaLength) throw new Error(`This model's adapter has ${model.thetaLength} values, got ${initial.length}.`)
    const zeros = () => new Float32Array(initial.length)
    this.state = { student: initial.slice(), teacher: teacher.slice(), firstMoment: zeros(), secondMoment: zeros(), updates: 0 }
  }

  /** peft's start: A uniform in +-sqrt(3 / in) (kaiming with a = sqrt 5), B zero, so the student begins as the base model. */
  static initialTheta(model: LlamaModel, seed: number): Float32Array {
    const rng = Rng.of(seed, 'adapter')
    const { slots, length } = flatLayout(adapterParameters(model.config, model.lora.rank))
    const theta = new Float32Array(length)
    for (const { name, shape, offset } of slots) {
      if (!name.endsWith('lora_A')) continue
      const bound = 1 / Math.sqrt(shape[1]!)
      for (let i = 0; i < shape[0]! * shape[1]!; i++) theta[offset + i] = (2 * rng.uniform() - 1) * bound
    }
    return theta
  }

  get student(): Float32Array {
    return this.state.student
  }

  get teacher(): Float32Array {
    return this.state.teacher
  }

  async teacherLogProbs(rows: readonly Pick<UpdateRow, 'teacherPrompt' | 'response'>[], { teacher, temperature }: LearnerConfig): Promise<Float32Array[]> {
    const scored = rows.map(({ teacherPrompt, response }) => ({ prompt: teacherPrompt, response }))
    if (teacher.kind === 'ema') return (await this.model.score(this.state.teacher, scored, temperature)).map(({ logProbs }) => logProbs)
    const { vocabulary } = this.model.config
    const reference = await this.model.score(null, scored, temperature)
    const student = await this.model.score(this.state.student, scored, temperature)
    return reference.map(({ logProbs }, i) => mixLogits(logProbs, student[i]!.logProbs, teacher.mix, vocabulary))
  }

  async update(rows: readonly UpdateRow[], config: LearnerConfig): Promise<DetailedUpdate> {
    const { model } = this
    const batch = layOut(rows, bucketShape(rows, model.config.maxPositions))
    const options: UpdateGraphOptions = { config: model.config, lora: model.lora, thetaLength: model.thetaLength, shape: batch.shape, loss: config.loss, grpoWeight: config.grpoWeight }
    const session = await model.sessions.get(updateKey(options), () => updateGraph(options))
    const teacher = config.grpoWeight < 1 ? await this.teacherLogProbs(rows, config) : null
    const outputs = await session.run(this.feeds(rows, batch, config, teacher))
    const [loss, gradNorm] = [(await floats(outputs['loss']!))[0]!, (await floats(outputs['grad_norm']!))[0]!]
    const { response } = batch.shape
    const perRow = async (value: Value | undefined) => {
      const flat = value ? await floats(value) : new Float32Array(rows.length * response)
      return rows.map((row, b) => flat.slice(b * response, b * response + row.response.length))
    }
    const finite = Number.isFinite(loss) && Number.isFinite(gradNorm)
    if (finite) {
      this.state = {
        student: await floats(outputs['theta_after']!),
        firstMoment: await floats(outputs['first_moment_after']!),
        secondMoment: await floats(outputs['second_moment_after']!),
        teacher: await floats(outputs['teacher_after']!),
        updates: this.state.updates + 1,
      }
    }
    return {
      loss,
      gradNorm,
      ...(!finite && { skipped: `The ${Number.isFinite(loss) ? 'gradient' : 'loss'} was not a finite number, so this update was left out and the weights kept.` }),
      divergences: await perRow(outputs['divergences']),
      gradient: await floats(outputs['gradient']!),
      studentLogProbs: await perRow(outputs['student_log_probs']),
    }
  }

  snapshot(): LearnerSnapshot {
    const { student, teacher, firstMoment, secondMoment, updates } = this.state
    return { student: student.slice(), teacher: teacher.slice(), firstMoment: firstMoment.slice(), secondMoment: secondMoment.slice(), updates }
  }

  restore({ student, teacher, firstMoment, secondMoment, updates }: LearnerSnapshot): void {
    this.state = { student: student.slice(), teacher: teacher.slice(), firstMoment: firstMoment.slice(), secondMoment: secondMoment.slice(), updates }
  }

  private feeds(rows: readonly UpdateRow[], batch: Batch, config: LearnerConfig, teacher: Float32Array[] | null): Record<string, Value> {
    const { runtime, config: { vocabulary } } = this.model
    const { batch: b, response: n } = batch.shape
    const padded = (of: (row: UpdateRow) => readonly number[]) => {
      const flat = new Float32Array(b * n)
      rows.forEach((row, i) => flat.set(of(row), i * n))
      return runtime.f32([b, n], flat)
    }
    const perRow = (of: (row: UpdateRow) => number) => runtime.f32([b, 1], Float32Array.from(rows, of))
    const distilling: Record<string, Value> = {}
    if (teacher) {
      // Uniform where there is no token: finite, and masked away.
      const all = new Float32Array(b * n * vocabulary).fill(-Math.log(vocabulary))
      teacher.forEach((logProbs, i) => all.set(logProbs, i * n * vocabulary))
      distilling['teacher_log_probs'] = runtime.f32([b * n, vocabulary], all)
      distilling['distillation_mask'] = perRow((row) => row.mask)
    }
    if (config.grpoWeight > 0) distilling['advantages'] = perRow((row) => row.advantage)
    if (config.grpoWeight > 0 || config.loss.isClip !== null) distilling['old_log_probs'] = padded((row) => row.oldLogProbs)
    const { student, firstMoment, secondMoment, teacher: teacherTheta, updates } = this.state
    const vector = (data: Float32Array) => runtime.f32([data.length], data)
    return {
      ...this.model.weightFeeds(student),
      ...this.model.sequenceFeeds(batch),
      ...distilling,
      first_moment: vector(firstMoment),
      second_moment: vector(secondMoment),
      teacher: vector(teacherTheta),
      hyper: runtime.f32([8], hyperValues(config.optimiser, updates + 1)),
      ema_rate: runtime.scalar(config.teacher.kind === 'ema' ? config.teacher.rate : 0),
      temperature: runtime.scalar(config.temperature),
      targets: runtime.i64([b * n, 1], batch.targets),
      response_mask: runtime.f32([b, n], batch.mask),
    }
  }
}

/** log-softmax(lerp(reference, student, mix)) per position; log-probabilities stand for logits, a constant apart. */
function mixLogits(reference: Float32Array, student: Float32Array, mix: number, vocabulary: number): Float32Array {
  const mixed = reference.map((x, i) => x + mix * (student[i]! - x))
  for (let start = 0; start < mixed.length; start += vocabulary) {
    const row = mixed.subarray(start, start + vocabulary)
    const largest = row.reduce((a, b) => Math.max(a, b), -Infinity)
    const shift = largest + Math.log(row.reduce((sum, x) => sum + Math.exp(x - largest), 0))
    for (let i = 0; i < row.length; i++) row[i]! -= shift
  }
  return mixed
}
