/**
 * A run's settings as lasgroup/SDPO's verl has them, path by path, and in words what it has no counterpart of. After its
 * `verl/trainer/config` and `verl/workers/config/actor.py` (`SelfDistillationConfig`).
 */
import { ExplainedError } from '../../explained-error.ts'
import { advantageClipOf, pointwiseClipOf, type Arm, type RunConfig } from '../../sdpo/config.ts'
import { templateSets } from '../../sdpo/templates.ts'
import { settingRow as row, type SettingRow } from '../setting-row.ts'

const actor = 'actor_rollout_ref.actor'
const distillation = `${actor}.self_distillation`
const rollout = 'actor_rollout_ref.rollout'

/** The rate at which the reference trains all weights (its sdpo.yaml). */
const ownRate = 1e-5

/** Throws an ExplainedError where verl has no loss for the arm. */
export function verlRows(config: RunConfig): SettingRow[] {
  const { loss, reprompt, optimiser, seed, attemptsPerStep, temperature, topP, maxNewTokens } = config
  const templates = templateSets[reprompt.templates]
  const updates = Math.ceil(config.budget / attemptsPerStep)
  const tooFast = optimiser.learningRate > ownRate
  return [
    row('arm', config.arm, { [`${actor}.policy_loss.loss_mode`]: lossMode(config) }),
    row('seed', seed, { 'data.seed': seed }, 'the same seed draws other attempts: the generators differ'),
    row('attemptsPerStep', attemptsPerStep, { [`${rollout}.n`]: attemptsPerStep }),
    row('budget', config.budget, {
      'trainer.total_training_steps': updates,
      'trainer.total_epochs': updates,
    }),
    row(
      'stop',
      config.stop,
      {},
      config.stop !== 'budget' && `there is no stop at "${config.stop}": the run goes on to its budget`,
    ),
    row('temperature', temperature, { [`${rollout}.temperature`]: temperature }),
    row('topP', topP, { [`${rollout}.top_p`]: topP }),
    row('maxNewTokens', maxNewTokens, { 'data.max_response_length': maxNewTokens }),
    ...(config.thinking === undefined
      ? []
      : [
          row('thinking', config.thinking, {
            'data.apply_chat_template_kwargs.enable_thinking': config.thinking,
          }),
        ]),
    row(
      'failingTest',
      config.failingTest,
      {},
      config.failingTest === 'random' && 'each process that judges draws on its own',
    ),
    row(
      'adapter',
      config.adapter,
      {},
      'all weights are trained: its teacher is a second copy of all of them',
    ),
    ...distillationRows(config),
    ...(loss.tokens ? [row('loss.tokens', loss.tokens, {}, 'every token is distilled')] : []),
    row('loss.isClip', loss.isClip, { [`${distillation}.is_clip`]: loss.isClip }),
    row('loss.mean', loss.mean, { [`${actor}.loss_agg_mode`]: loss.mean }),
    teacherRow(config),
    row(
      'reprompt.templates',
      reprompt.templates,
      {
        [`${distillation}.reprompt_template`]: templates.reprompt,
        [`${distillation}.solution_template`]: templates.solution,
        [`${distillation}.feedback_template`]: templates.feedback,
      },
      reprompt.templates === 'lab' &&
        'feedback on an attempt that passed, which few judges give, is headed like that on one that failed',
    ),
    row('reprompt.includeFeedback', reprompt.includeFeedback, {
      [`${distillation}.include_environment_feedback`]: reprompt.includeFeedback,
    }),
    row('reprompt.feedbackOnlyWithoutSolution', reprompt.feedbackOnlyWithoutSolution, {
      [`${distillation}.environment_feedback_only_without_solution`]: reprompt.feedbackOnlyWithoutSolution,
    }),
    row('reprompt.dontRepromptOnSelfSuccess', reprompt.dontRepromptOnSelfSuccess, {
      [`${distillation}.dont_reprompt_on_self_success`]: reprompt.dontRepromptOnSelfSuccess,
    }),
    row('reprompt.removeThinkingFromDemonstration', reprompt.removeThinkingFromDemonstration, {
      [`${distillation}.remove_thinking_from_demonstration`]: reprompt.removeThinkingFromDemonstration,
    }),
    row('reprompt.successThreshold', reprompt.successThreshold, {
      [`${distillation}.success_reward_threshold`]:
        reprompt.templates === 'lab' ? Math.max(1, reprompt.successThreshold) : reprompt.successThreshold,
    }),
    row(
      'reprompt.maxTokens',
      reprompt.maxTokens,
      { [`${distillation}.max_reprompt_len`]: reprompt.maxTokens },
      'a reprompt that is too long is cut at an end by the tokenizer; the lab cuts the middle of the feedback',
    ),
    row(
      'optimiser.learningRate',
      optimiser.learningRate,
      {
        [`${actor}.optim.lr`]: Math.min(optimiser.learningRate, ownRate),
        [`${actor}.optim.lr_scheduler_type`]: 'constant',
      },
      tooFast &&
        `the run\u2019s rate is for an adapter; all weights are trained at the reference\u2019s own ${ownRate}`,
    ),
    row('optimiser.beta1', optimiser.beta1, {
      [`${actor}.optim.betas`]: [optimiser.beta1, optimiser.beta2],
    }),
    row('optimiser.beta2', optimiser.beta2, {}),
    row('optimiser.epsilon', optimiser.epsilon, {
      [`${actor}.optim.override_optimizer_config`]: { eps: optimiser.epsilon },
    }),
    row('optimiser.weightDecay', optimiser.weightDecay, {
      [`${actor}.optim.weight_decay`]: optimiser.weightDecay,
    }),
    row('optimiser.maxGradNorm', optimiser.maxGradNorm, {
      [`${actor}.optim.clip_grad`]: optimiser.maxGradNorm,
      [`${actor}.grad_clip`]: optimiser.maxGradNorm,
    }),
  ]
}

/** Those that verl has a loss for. */
const lossModes: Partial<Record<Arm, string>> = { sdpo: 'sdpo', grpo: 'vanilla' }

function lossMode({ arm }: RunConfig): string {
  const mode = lossModes[arm]
  if (mode !== undefined) return mode
  throw new ExplainedError(
    `The arm "${arm}" does not go to verl.`,
    'lasgroup/SDPO trains by self-distillation or by the policy gradient, one of them.',
    'Choose the arm sdpo or grpo.',
  )
}

function distillationRows({ loss }: RunConfig): SettingRow[] {
  const of = loss.distillation
  const name = 'loss.distillation'
  const unclipped = pointwiseClipOf(of) !== null && 'no entry of the vocabulary is clipped'
  const set = (values: Record<string, unknown>) =>
    Object.fromEntries(Object.entries(values).map(([key, value]) => [`${distillation}.${key}`, value]))
  switch (of.kind) {
    case 'full-logits':
      return [
        row(
          name,
          of,
          set({ full_logit_distillation: true, alpha: of.alpha, distillation_topk: null }),
          unclipped,
        ),
      ]
    case 'topk-logits':
      return [
        row(
          name,
          of,
          set({
            full_logit_distillation: true,
            alpha: of.alpha,
            distillation_topk: of.topK,
            distillation_add_tail: of.addTail,
          }),
          unclipped,
        ),
      ]
    case 'sampled-token':
    case 'sequence':
      return [
        row(
          name,
          of,
          set({ full_logit_distillation: false, alpha: 1, distillation_topk: null }),
          of.kind === 'sequence'
            ? 'each token has its own log-ratio, and not its attempt\u2019s mean'
            : advantageClipOf(of) !== null && 'the log-ratio is not clipped',
        ),
      ]
    default:
      return of satisfies never
  }
}

function teacherRow({ teacher }: RunConfig): SettingRow {
  const [kind, rate] = teacher.kind === 'ema' ? ['ema', teacher.rate] : ['trust-region', teacher.mix]
  return row('teacher', teacher, {
    [`${distillation}.teacher_regularization`]: kind,
    [`${distillation}.teacher_update_rate`]: rate,
  })
}
