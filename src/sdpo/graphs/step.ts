/** The end of every update: AdamW on the students, the moving averages that are their teachers, and what both are fed. */
import { adamW, adamWFeeds, adamWInputs, ema, endToEnd, f32, type Tensor, type Tensors } from 'ort-train'
import * as ops from 'ort-train/ops'
import type { LearnerConfig, LearnerSnapshot } from '../learner.ts'

/** The inputs of a step of R policies with n values each: those of AdamW, the teachers [R, n], and how fast they follow. */
export const stepInputs = (policies: number, length: number) => ({
  ...adamWInputs(length, [policies]),
  teacher: f32([policies, length]),
  emaRate: f32([]),
})

/** What `stepInputs` are fed; a trust region's teacher stays where it is. */
export const stepFeeds = (
  states: readonly LearnerSnapshot[],
  { optimiser, teacher }: Pick<LearnerConfig, 'optimiser' | 'teacher'>,
) => ({
  ...adamWFeeds(
    states.map(({ student, firstMoment, secondMoment, updates }) => ({
      theta: student,
      firstMoment,
      secondMoment,
      steps: updates,
    })),
    optimiser,
  ),
  teacher: endToEnd(states.map((state) => state.teacher)),
  emaRate: teacher.kind === 'ema' ? teacher.rate : 0,
})

/**
 * The students, moments and teachers after a step along `gradient` [R, n], and the norms of the gradients [R]. The teacher follows as
 * lasgroup/SDPO dp_actor._update_teacher has it: lerp(teacher, student, rate). A policy whose `loss` [R] is not finite stays as it was.
 */
export function step(
  { teacher, emaRate, ...optimiser }: Tensors<ReturnType<typeof stepInputs>>,
  gradient: Tensor,
  loss: Tensor,
) {
  const { theta, ...rest } = adamW(optimiser, gradient, loss)
  return { student: theta, ...rest, teacher: ema(teacher, theta, emaRate) }
}

/** A trust region's teacher: logits lerp(reference, student, mix) (lasgroup/SDPO dp_actor.TrustRegionTeacher). */
export function trustRegion(reference: Tensor, student: Tensor, mix: Tensor): Tensor {
  return ops.add(reference, ops.mul(ops.sub(student, reference), mix))
}
