/**
 * A run's settings as TRL's `SDPOConfig` has them, name by name, and in words what TRL has no counterpart of. After
 * trl 1.16 `experimental/sdpo/sdpo_config.py` and `sdpo_trainer.py`.
 */
import { ExplainedError } from '../../explained-error.ts'
import { advantageClipOf, pointwiseClipOf, type RunConfig } from '../../sdpo/config.ts'
import { templateSets } from '../../sdpo/templates.ts'
import { settingRow as row, type SettingRow } from '../setting-row.ts'

/** Throws an ExplainedError where TRL has no trainer for the arm. */
export function settingRows(config: RunConfig): SettingRow[] {
  const { loss, reprompt, optimiser, temperature, topP, maxNewTokens, seed, attemptsPerStep } = config
  const templates = templateSets[reprompt.templates]
  return [
    row('arm', config.arm, { distillation_weight: distillationWeight(config) }),
    row('seed', seed, { seed }, 'the same seed draws other attempts: the generators differ'),
    row('attemptsPerStep', attemptsPerStep, { num_generations: attemptsPerStep }),
    row('temperature', temperature, { temperature }),
    row('topP', topP, { top_p: topP }),
    row('maxNewTokens', maxNewTokens, { max_completion_length: maxNewTokens }),
    ...(config.thinking === undefined
      ? []
      : [row('thinking', config.thinking, { chat_template_kwargs: { enable_thinking: config.thinking } })]),
    row(
      'stop',
      config.stop,
      {},
      (config.stop === 'mastered' || config.stop === 'plateau') &&
        `there is no stop at "${config.stop}": the run goes on to its budget`,
    ),
    ...distillationRows(config),
    ...(loss.tokens ? [row('loss.tokens', loss.tokens, {}, 'every token is distilled')] : []),
    row('loss.isClip', loss.isClip, { distillation_is_clip: loss.isClip }),
    row(
      'loss.mean',
      loss.mean,
      { loss_type: loss.mean === 'token-mean' ? 'dapo' : 'grpo' },
      loss.mean === 'token-mean' &&
        'distillation is averaged over each attempt first, then over all attempts, one that teaches nothing as 0; only the policy gradient is averaged over all tokens',
    ),
    teacherRow(config),
    row(
      'reprompt.templates',
      reprompt.templates,
      {
        reprompt_template: templates.reprompt,
        solution_template: templates.solution,
        feedback_template: templates.feedback,
      },
      reprompt.templates === 'lab' &&
        'feedback on an attempt that passed, which few judges give, is headed like that on one that failed',
    ),
    row('reprompt.includeFeedback', reprompt.includeFeedback, {
      include_environment_feedback: reprompt.includeFeedback,
    }),
    row('reprompt.feedbackOnlyWithoutSolution', reprompt.feedbackOnlyWithoutSolution, {
      environment_feedback_only_without_solution: reprompt.feedbackOnlyWithoutSolution,
    }),
    row('reprompt.dontRepromptOnSelfSuccess', reprompt.dontRepromptOnSelfSuccess, {
      dont_reprompt_on_self_success: reprompt.dontRepromptOnSelfSuccess,
    }),
    row('reprompt.removeThinkingFromDemonstration', reprompt.removeThinkingFromDemonstration, {
      remove_thinking_from_demonstration: reprompt.removeThinkingFromDemonstration,
    }),
    row('reprompt.successThreshold', reprompt.successThreshold, {
      success_reward_threshold:
        reprompt.templates === 'lab' ? Math.max(1, reprompt.successThreshold) : reprompt.successThreshold,
    }),
    row(
      'reprompt.maxTokens',
      reprompt.maxTokens,
      { max_reprompt_len: reprompt.maxTokens },
      'a reprompt that is too long loses its beginning; the lab cuts the middle of the feedback',
    ),
    row('optimiser.learningRate', optimiser.learningRate, {
      learning_rate: optimiser.learningRate,
      lr_scheduler_type: 'constant',
      optim: 'adamw_torch',
    }),
    row('optimiser.beta1', optimiser.beta1, { adam_beta1: optimiser.beta1 }),
    row('optimiser.beta2', optimiser.beta2, { adam_beta2: optimiser.beta2 }),
    row('optimiser.epsilon', optimiser.epsilon, { adam_epsilon: optimiser.epsilon }),
    row('optimiser.weightDecay', optimiser.weightDecay, { weight_decay: optimiser.weightDecay }),
    row('optimiser.maxGradNorm', optimiser.maxGradNorm, { max_grad_norm: optimiser.maxGradNorm }),
  ]
}

function distillationWeight({ arm, loss }: RunConfig): number {
  switch (arm) {
    case 'sdpo':
      return 1
    case 'grpo':
      return 0
    case 'sdpo+grpo':
      return 1 - loss.lambda
    case 'srpo':
    case 'rlsd':
    case 'best-of-k':
    case 'multi-turn':
    case 'multi-turn+sdpo':
      throw new ExplainedError(
        `The arm "${arm}" does not go to TRL.`,
        'Its SDPOTrainer knows self-distillation, the policy gradient and their mixture.',
        'Choose the arm sdpo, grpo or sdpo+grpo.',
      )
    default:
      return arm satisfies never
  }
}

function distillationRows({ loss: { distillation } }: RunConfig): SettingRow[] {
  const clip = advantageClipOf(distillation)
  const unclipped = pointwiseClipOf(distillation) !== null && 'no entry of the vocabulary is clipped'
  switch (distillation.kind) {
    case 'full-logits':
      return [
        row(
          'loss.distillation',
          distillation,
          { distillation_mode: 'full_logits', distillation_alpha: distillation.alpha },
          unclipped,
        ),
      ]
    case 'topk-logits':
      return [
        row(
          'loss.distillation',
          distillation,
          {
            distillation_mode: 'topk_logits',
            distillation_alpha: distillation.alpha,
            distillation_topk: distillation.topK,
            distillation_add_tail: distillation.addTail,
          },
          unclipped,
        ),
      ]
    case 'sampled-token':
    case 'sequence':
      return [
        row(
          'loss.distillation',
          distillation,
          { distillation_mode: 'sampled_token', distillation_alpha: 1 },
          distillation.kind === 'sequence'
            ? 'each token has its own log-ratio, and not its attempt\u2019s mean'
            : clip !== null && 'the log-ratio is not clipped',
        ),
      ]
    default:
      return distillation satisfies never
  }
}

function teacherRow({ teacher }: RunConfig): SettingRow {
  if (teacher.kind === 'trust-region')
    return row(
      'teacher',
      teacher,
      { teacher_model_kind: 'base' },
      'the teacher is the starting model alone, without a share of the student\u2019s logits',
    )
  const { rate } = teacher
  if (rate === 0) return row('teacher', teacher, { teacher_model_kind: 'base' })
  if (rate === 1) return row('teacher', teacher, { teacher_model_kind: 'live' })
  return row('teacher', teacher, { teacher_model_kind: 'ema', teacher_update_rate: rate })
}

/** What the run needs of SDPOConfig beside its own settings. */
export const fixedSettings = {
  beta: 0,
  scale_rewards: 'none',
  shuffle_dataset: false,
  max_prompt_length: null,
  logging_steps: 1,
  save_strategy: 'no',
  report_to: 'none',
} as const
