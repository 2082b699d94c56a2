/** The learner over a Llama and its LoRA adapter: theta, Adam's moments and the regularised teacher, stepped by one graph. */
import { padPolicies } from '../lm/batch.ts'
import type { LlamaModel } from '../lm/llama-model.ts'
import type { Theta } from '../lm/model.ts'
import { adapterParameters, flatLayout } from '../lm/parameters.ts'
import { Rng } from '../rng.ts'
import { deviceUpdate, updatesOnDevice } from './device-update.ts'
import { layeredUpdate } from './layerwise-update.ts'
import type { UpdateOutputs, UpdateRequest } from './learner-update.ts'
import type { Learner, LearnerConfig, LearnerSnapshot, UpdateResult, UpdateRow } from './learner.ts'
import { readsTeacher } from './loss-terms.ts'
import { TeacherMemory, teacherLogProbs, type TaughtPolicy } from './teacher-reading.ts'
import { wholeUpdate } from './single-graph-update.ts'

export interface DetailedUpdate extends UpdateResult {
  /** d loss / d theta before clipping, and log p_S of the response tokens before the step: for checks against the reference. */
  gradient: Float32Array
  studentLogProbs: Float32Array[]
}

/** One policy's learner and the attempts it learns from. */
export interface LearnerRows {
  learner: LlamaLearner
  rows: readonly UpdateRow[]
}

export class LlamaLearner implements Learner, TaughtPolicy {
  private state: LearnerSnapshot
  readonly memory = new TeacherMemory()
  start: Theta

  constructor(
    readonly model: LlamaModel,
    initial: Float32Array,
    teacher: Float32Array = initial,
  ) {
    if (initial.length !== model.thetaLength)
      throw new Error(`This model's adapter has ${model.thetaLength} values, got ${initial.length}.`)
    const zeros = () => new Float32Array(initial.length)
    this.start = initial.slice()
    this.state = {
      student: initial.slice(),
      teacher: teacher.slice(),
      firstMoment: zeros(),
      secondMoment: zeros(),
      updates: 0,
    }
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

  async teacherLogProbs(
    rows: readonly Pick<UpdateRow, 'teacherPrompt' | 'response'>[],
    config: LearnerConfig,
  ): Promise<Float32Array[]> {
    return (await LlamaLearner.teacherLogProbsOfMany([{ learner: this, rows }], config))[0]!
  }

  async update(rows: readonly UpdateRow[], config: LearnerConfig): Promise<DetailedUpdate> {
    return (await LlamaLearner.updateMany([{ learner: this, rows }], config))[0]!
  }

  /** `update` of several learners of one model in one run; each has as many rows as the others, and takes or skips its own step. */
  static async updateMany(
    learners: readonly LearnerRows[],
    config: LearnerConfig,
  ): Promise<DetailedUpdate[]> {
    const { model } = learners[0]!.learner
    const padded = padPolicies(learners)
    const request: UpdateRequest = {
      model,
      states: padded.map(({ learner }) => learner.state),
      starts: padded.map(({ learner }) => learner.start),
      rows: padded.flatMap((own) => own.rows),
      config,
    }
    const read = await LlamaLearner.updated(request, learners)
    const response = read.studentLogProbs.length / request.rows.length
    let next = 0
    return learners.map(({ learner, rows: own }, policy): DetailedUpdate => {
      const from = next
      next += own.length
      const perRow = (flat: Float32Array | undefined) =>
        own.map((row, i) =>
          flat
            ? flat.slice((from + i) * response, (from + i) * response + row.response.length)
            : new Float32Array(row.response.length),
        )
      // Not copied: a device knows its own copy of a vector by where the host's lies.
      const vector = (flat: Float32Array) =>
        flat.subarray(policy * model.thetaLength, (policy + 1) * model.thetaLength)
      const [loss, gradNorm] = [read.loss[policy]!, read.gradNorm[policy]!]
      const finite = Number.isFinite(loss) && Number.isFinite(gradNorm)
      if (finite) {
        learner.state = {
          student: vector(read.student),
          firstMoment: vector(read.firstMoment),
          secondMoment: vector(read.secondMoment),
          teacher: vector(read.teacher),
          updates: learner.state.updates + 1,
        }
        learner.memory.forget()
      }
      return {
        loss,
        gradNorm,
        ...(!finite && {
          skipped: `The ${Number.isFinite(loss) ? 'gradient' : 'loss'} was not a finite number, so this update was left out and the weights kept. If it happens again, lower the learning rate.`,
        }),
        divergences: perRow(read.divergences),
        gradient: vector(read.gradient),
        studentLogProbs: perRow(read.studentLogProbs),
      }
    })
  }

  private static async updated(
    request: UpdateRequest,
    learners: readonly LearnerRows[],
  ): Promise<UpdateOutputs> {
    const {
      model: { passes },
      config,
    } = request
    switch (passes.kind) {
      case 'whole':
        return wholeUpdate(
          passes,
          request,
          readsTeacher(config.terms)
            ? (await LlamaLearner.teacherLogProbsOfMany(learners, config)).flat()
            : null,
        )
      case 'layered': {
        const { device } = passes
        return device && updatesOnDevice(device, request)
          ? deviceUpdate(passes, device, request)
          : layeredUpdate(passes, request)
      }
      default:
        return passes satisfies never
    }
  }

  /** `teacherLogProbs` of several learners of one model in one run. */
  static async teacherLogProbsOfMany(
    learners: readonly {
      learner: LlamaLearner
      rows: readonly Pick<UpdateRow, 'teacherPrompt' | 'response'>[]
    }[],
    config: LearnerConfig,
  ): Promise<Float32Array[][]> {
    return teacherLogProbs(
      learners.map(({ learner, rows }) => ({ policy: learner, rows })),
      config,
    )
  }

  snapshot(): LearnerSnapshot {
    const { student, teacher, firstMoment, secondMoment, updates } = this.state
    return {
      student: student.slice(),
      teacher: teacher.slice(),
      firstMoment: firstMoment.slice(),
      secondMoment: secondMoment.slice(),
      updates,
    }
  }

  restore({ student, teacher, firstMoment, secondMoment, updates }: LearnerSnapshot): void {
    this.state = {
      student: student.slice(),
      teacher: teacher.slice(),
      firstMoment: firstMoment.slice(),
      secondMoment: secondMoment.slice(),
      updates,
    }
  }
}
