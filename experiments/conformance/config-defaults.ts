/** Section `config_defaults`: the presets named after the reference's two sets of defaults are them. */
import { divergenceSpec } from '../../src/sdpo/divergence.ts'
import { referencePresets } from '../../src/sdpo/presets.ts'
import type { ReferencePreset } from '../../src/sdpo/presets.ts'
import { templateSets } from '../../src/sdpo/templates.ts'
import type { Section } from './report.ts'

type Defaults = Record<string, unknown>

const presetOf: Record<string, ReferencePreset> = {
  dataclass_SelfDistillationConfig: referencePresets.dataclass,
  hydra_composed_sdpo_yaml: referencePresets.yaml,
}

/** `reprompt_truncation` has no counterpart: a reprompt here never loses its closing line. */
const withoutCounterpart = ['reprompt_truncation']

export async function configDefaults(data: Record<string, Defaults>, section: Section): Promise<void> {
  for (const [name, defaults] of Object.entries(data)) {
    await section.case(name, (check) => {
      const preset = presetOf[name]
      if (!preset) return check.mismatch('is a set of defaults without a preset')
      const ours = inReferenceNames(preset)
      for (const [field, value] of Object.entries(defaults)) {
        if (!withoutCounterpart.includes(field)) check.equal(field, ours[field], value)
      }
    })
  }
}

function inReferenceNames({ loss, reprompt, teacher }: ReferencePreset): Defaults {
  const spec = divergenceSpec(loss.distillation)
  const templates = templateSets[reprompt.templates]
  return {
    full_logit_distillation:
      loss.distillation.kind === 'full-logits' || loss.distillation.kind === 'topk-logits',
    alpha: spec.alpha,
    distillation_topk: spec.topK,
    distillation_add_tail: spec.addTail,
    is_clip: loss.isClip,
    success_reward_threshold: reprompt.successThreshold,
    max_reprompt_len: reprompt.maxTokens,
    dont_reprompt_on_self_success: reprompt.dontRepromptOnSelfSuccess,
    remove_thinking_from_demonstration: reprompt.removeThinkingFromDemonstration,
    include_environment_feedback: reprompt.includeFeedback,
    environment_feedback_only_without_solution: reprompt.feedbackOnlyWithoutSolution,
    teacher_regularization: teacher.kind,
    teacher_update_rate: teacher.kind === 'ema' ? teacher.rate : teacher.mix,
    reprompt_template: templates.reprompt,
    solution_template: templates.solution,
    feedback_template: templates.feedback,
  }
}
