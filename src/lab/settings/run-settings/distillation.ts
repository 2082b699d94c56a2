/**
 * The settings of what the loss is computed on: its level, and what only one level has. Each reads null and is left out of
 * the panel where the level has no such setting; written there, it takes the loss to a level that has it.
 */
import {
  defaultRunConfig,
  ofLogits,
  pointwiseClipOf,
  type DistillationConfig,
  type RunConfig,
} from '../../../sdpo/config.ts'
import { paperSettings } from '../../../sdpo/presets.ts'
import { scientific } from '../../text/format.ts'
import { settingOf, type SettingValue } from '../run-setting.ts'
import { levelNames } from './option-names.ts'

type Logits = Extract<DistillationConfig, { alpha: unknown }>
type Sampled = Exclude<DistillationConfig, Logits>

/** What a level begins with where nothing else is said. */
const logits: Logits = { kind: 'full-logits', alpha: 1 }
const someTopK = 20

const paper = paperSettings.loss.distillation
const of = (config: RunConfig): DistillationConfig => config.loss.distillation
const onLogits = (config: RunConfig): Logits | null => {
  const now = of(config)
  return 'alpha' in now ? now : null
}
const onSampled = (config: RunConfig): Sampled | null => {
  const now = of(config)
  return 'alpha' in now ? null : now
}
const topKOf = (config: RunConfig) => {
  const now = of(config)
  return now.kind === 'topk-logits' ? now : null
}
const withDistillation = (config: RunConfig, distillation: DistillationConfig): RunConfig => ({
  ...config,
  loss: { ...config.loss, distillation },
})

/** The logits with the clip that a configuration has. */
const withClip = (config: RunConfig, to: Logits): Logits => {
  const clip = pointwiseClipOf(of(config))
  return clip === null ? to : { ...to, pointwiseClip: clip }
}

const levels = [
  { value: 'logit', label: levelNames.logit },
  { value: 'token', label: levelNames.token },
  { value: 'sequence', label: levelNames.sequence },
] as const

/** The paper's name of the level at which a loss distils. */
function levelOf({ kind }: DistillationConfig): (typeof levels)[number]['value'] {
  switch (kind) {
    case 'full-logits':
    case 'topk-logits':
      return 'logit'
    case 'sampled-token':
      return 'token'
    case 'sequence':
      return 'sequence'
    default:
      return kind satisfies never
  }
}

function atLevel(config: RunConfig, value: SettingValue): DistillationConfig {
  switch (value) {
    case 'token':
      return { kind: 'sampled-token', advantageClip: onSampled(config)?.advantageClip ?? null }
    case 'sequence':
      return { kind: 'sequence', advantageClip: onSampled(config)?.advantageClip ?? null }
    default:
      return onLogits(config) ?? logits
  }
}

export const level = settingOf({
  id: 'level',
  kind: 'choice',
  label: 'Level of the loss',
  sentence:
    'Compare whole distributions, the sampled token alone, or one mean for the attempt. Alpha and top-k belong to the first, the advantage clip to the others.',
  options: levels,
  default: levelOf(of(defaultRunConfig)),
  paper: levelOf(paper),
  read: (config) => levelOf(of(config)),
  write: (config, value) => withDistillation(config, atLevel(config, value)),
  show: (level) => levelNames[level as keyof typeof levelNames],
})

export const alpha = settingOf({
  id: 'alpha',
  kind: 'choice',
  label: 'Loss alpha',
  sentence:
    '1 pulls only on what the student already considers (reverse KL). 0 also pulls in what it does not.',
  first: true,
  options: [
    { value: 0, label: '0' },
    { value: 0.5, label: '\u00bd' },
    { value: 1, label: '1' },
  ],
  default: logits.alpha,
  paper: paper.alpha,
  applies: (config) => onLogits(config) !== null,
  read: (config) => onLogits(config)?.alpha ?? null,
  write: (config, value) =>
    withDistillation(config, {
      ...(onLogits(config) ?? logits),
      alpha: value === 0 ? 0 : value === 1 ? 1 : 0.5,
    }),
  show: (value) => (value === 0.5 ? '\u00bd' : String(value)),
})

export const topK = settingOf({
  id: 'top-k',
  kind: 'range',
  label: 'Top-k',
  sentence: 'Tokens compared at each position, plus one bar for the rest.',
  first: true,
  min: 1,
  max: 64,
  step: 1,
  off: 'all',
  default: null,
  paper: paper.topK,
  applies: (config) => onLogits(config) !== null,
  read: (config) => topKOf(config)?.topK ?? null,
  write: (config, value) => {
    const { alpha } = onLogits(config) ?? logits
    return withDistillation(
      config,
      value === null
        ? withClip(config, ofLogits(alpha))
        : withClip(config, ofLogits(alpha, Number(value), topKOf(config)?.addTail ?? true)),
    )
  },
  show: (value) => (value === null ? 'all' : scientific(Number(value))),
})

export const tail = settingOf({
  id: 'tail',
  kind: 'switch',
  label: 'Rest of the mass',
  sentence: 'One more bucket for all tokens beyond the top k; else the k are renormalised.',
  default: true,
  paper: paper.addTail,
  applies: (config) => topKOf(config) !== null,
  read: (config) => topKOf(config)?.addTail ?? null,
  write: (config, value) => {
    const { alpha } = onLogits(config) ?? logits
    return withDistillation(
      config,
      withClip(config, ofLogits(alpha, topKOf(config)?.topK ?? someTopK, value === true)),
    )
  },
  show: (value) => (value ? 'on' : 'off'),
})

export const advantageClip = settingOf({
  id: 'advantage-clip',
  kind: 'range',
  label: 'Advantage clip',
  sentence: 'The largest credit of a token that counts; the paper clips at 5 where it distils tokens.',
  min: 0.5,
  max: 10,
  step: 0.5,
  off: 'off',
  default: null,
  applies: (config) => onSampled(config) !== null,
  read: (config) => onSampled(config)?.advantageClip ?? null,
  write: (config, value) =>
    withDistillation(config, {
      kind: onSampled(config)?.kind ?? 'sampled-token',
      advantageClip: value === null ? null : Number(value),
    }),
  show: (value) => (value === null ? 'off' : scientific(Number(value))),
})

export const pointwiseClip = settingOf({
  id: 'pointwise-clip',
  kind: 'range',
  label: 'Pointwise clip',
  sentence:
    'The most that one word of the vocabulary adds to a token\u2019s divergence, so that a few do not carry the update (OPSD, arXiv 2601.18734, clips at .05).',
  min: 0.01,
  max: 1,
  step: 0.01,
  off: 'off',
  default: null,
  applies: (config) => onLogits(config) !== null,
  read: (config) => pointwiseClipOf(of(config)),
  write: (config, value) => {
    const { pointwiseClip: _, ...rest } = onLogits(config) ?? logits
    return withDistillation(config, value === null ? rest : { ...rest, pointwiseClip: Number(value) })
  },
  show: (value) => (value === null ? 'off' : scientific(Number(value))),
})
