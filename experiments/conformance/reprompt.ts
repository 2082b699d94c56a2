/** Section `reprompt`: what the self-teacher is given, word for word, its mask and the logged fractions. */
import { buildReprompts, piecesText } from '../../src/sdpo/reprompt.ts'
import type { RepromptMetrics } from '../../src/sdpo/reprompt.ts'
import type { Section } from './report.ts'

interface RepromptCase {
  id: string
  config: {
    success_reward_threshold: number
    dont_reprompt_on_self_success: boolean
    remove_thinking_from_demonstration: boolean
    include_environment_feedback: boolean
    environment_feedback_only_without_solution: boolean
    reprompt_template: string
    solution_template: string
    feedback_template: string
  }
  samples: {
    uid: string
    messages: { role: string; content: string }[]
    response: string
    score: number
    feedback: string | null
  }[]
  expect: {
    teacher_messages: { role: string; content: string }[][]
    teacher_last_user_text: string[]
    self_distillation_mask: number[]
    metrics: Record<string, number>
  }
}

const metricNames: Record<keyof RepromptMetrics, string> = {
  successGroupFraction: 'success_group_fraction',
  successSampleFraction: 'success_sample_fraction',
  feedbackAvailableFraction: 'feedback_available_fraction',
  feedbackUsedFraction: 'feedback_used_fraction',
  repromptSampleFraction: 'reprompt_sample_fraction',
}

export async function reprompt(cases: RepromptCase[], section: Section): Promise<void> {
  for (const { id, config, samples, expect } of cases) {
    await section.case(id, (check) => {
      const { reprompts, metrics } = buildReprompts(
        samples.map((s) => ({
          group: s.uid,
          prompt: s.messages.at(-1)!.content,
          response: s.response,
          score: s.score,
          feedback: s.feedback,
        })),
        {
          templates: {
            reprompt: config.reprompt_template,
            solution: config.solution_template,
            feedback: config.feedback_template,
          },
          includeFeedback: config.include_environment_feedback,
          feedbackOnlyWithoutSolution: config.environment_feedback_only_without_solution,
          dontRepromptOnSelfSuccess: config.dont_reprompt_on_self_success,
          removeThinkingFromDemonstration: config.remove_thinking_from_demonstration,
          successThreshold: config.success_reward_threshold,
        },
      )
      const texts = reprompts.map(({ pieces }) => piecesText(pieces))
      check.equal('teacher_last_user_text', texts, expect.teacher_last_user_text)
      check.equal(
        'teacher_messages',
        samples.map(({ messages }, i) => [...messages.slice(0, -1), { role: 'user', content: texts[i] }]),
        expect.teacher_messages,
      )
      check.equal(
        'self_distillation_mask',
        reprompts.map(({ mask }) => mask),
        expect.self_distillation_mask,
      )
      for (const [ours, theirs] of Object.entries(metricNames)) {
        // The reference averages its mask in float32.
        check.numbers(
          theirs,
          metrics[ours as keyof RepromptMetrics],
          expect.metrics[`self_distillation/${theirs}`] ?? null,
          { abs: 1e-7, rel: 1e-7 },
        )
      }
    })
  }
}
