/** Sections `ema_teacher` and `trust_region_teacher`: the two ways to hold the teacher back. */
import * as ops from 'ort-train/ops'
import { ema } from 'ort-train'
import { trustRegion } from '../../src/sdpo/graphs/step.ts'
import type { Context } from './context.ts'
import { FedGraph } from 'ort-train/testing/fed-graph'
import { float32 } from './report.ts'
import type { Section } from './report.ts'

interface EmaCase {
  id: string
  teacher_update_rate: number
  teacher_init: number[]
  student_params_per_step: number[][]
  expect: { teacher_after_each_step: number[][] }
}

interface TrustRegionData {
  shape: number[]
  ref_logits: number[]
  student_logits: number[]
  cases: { mix_coef: number; expect: { mixed_logits: number[]; teacher_log_probs: number[] } }[]
}

export async function emaTeacher(cases: EmaCase[], section: Section, { runtime }: Context): Promise<void> {
  for (const c of cases) {
    await section.case(c.id, async (check) => {
      let teacher: ArrayLike<number> = c.teacher_init
      for (const [step, student] of c.student_params_per_step.entries()) {
        const fed = new FedGraph(await runtime())
        const shape = [teacher.length]
        const next = ema(
          fed.input('teacher', shape, teacher),
          fed.input('student', shape, student),
          fed.input('ema_rate', [], [c.teacher_update_rate]),
        )
        teacher = (await fed.run({ next })).next
        check.numbers(
          `teacher after step ${step}`,
          teacher,
          c.expect.teacher_after_each_step[step] ?? [],
          float32,
        )
      }
    })
  }
}

export async function trustRegionTeacher(
  data: TrustRegionData,
  section: Section,
  { runtime }: Context,
): Promise<void> {
  const vocabulary = data.shape.at(-1)!
  const shape = [data.ref_logits.length / vocabulary, vocabulary]
  for (const c of data.cases) {
    await section.case(`mix ${c.mix_coef}`, async (check) => {
      const fed = new FedGraph(await runtime())
      const mixed = trustRegion(
        fed.input('reference', shape, data.ref_logits),
        fed.input('student', shape, data.student_logits),
        fed.input('mix', [], [c.mix_coef]),
      )
      const result = await fed.run({ mixed, logProbs: ops.logSoftmax(mixed) })
      check.numbers('mixed_logits', result.mixed, c.expect.mixed_logits, float32)
      check.numbers('teacher_log_probs', result.logProbs, c.expect.teacher_log_probs, float32)
    })
  }
}
