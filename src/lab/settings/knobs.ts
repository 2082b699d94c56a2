/**
 * Every knob of a run in words: the six that a person turns first, then the rest. One entry says its
 * label, sentence, default, the paper's value and when a change takes effect, and reads and writes it.
 */
import { defaultRunConfig, type RunConfig } from '../../sdpo/config.ts'
import { masteryWindow, plateauWindow } from '../../sdpo/stop.ts'
import { scientific } from '../text/format.ts'

export type KnobValue = number | string | boolean | null

interface KnobBase {
  id: string
  label: string
  sentence: string
  /** What the paper uses at test time, in words; '' where it says nothing. */
  paper: string
  /** A running run takes it from its next update, or only a new run can. */
  takesEffect: 'next-update' | 'new-run'
  first: boolean
  read: (config: RunConfig) => KnobValue
  /** The configuration with this knob at `value`. */
  write: (config: RunConfig, value: KnobValue) => RunConfig
  /** A value as a person reads it. */
  show: (value: KnobValue) => string
}

export type Knob = KnobBase &
  (
    | { kind: 'choice'; options: readonly { value: KnobValue; label: string }[] }
    /** A slider. `log`: steps multiply. `off` is the label of a null at its end. */
    | { kind: 'range'; min: number; max: number; step: number; log?: boolean; off?: string }
    | { kind: 'switch' }
  )

type Shape<K extends Knob['kind']> = Omit<
  Extract<Knob, { kind: K }>,
  'read' | 'write' | 'show' | 'first' | 'takesEffect' | 'kind'
> &
  Partial<Pick<KnobBase, 'first' | 'takesEffect' | 'show'>>

/** A lens over the configuration by path; the value's type is checked where the knob is declared. */
function lens(path: string): Pick<KnobBase, 'read' | 'write'> {
  const keys = path.split('.')
  return {
    read: (config) =>
      keys.reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], config) as KnobValue,
    write: (config, value) => set(config, keys, value) as RunConfig,
  }
}

function set(at: unknown, [key, ...rest]: readonly string[], value: KnobValue): unknown {
  const object = at as Record<string, unknown>
  return { ...object, [key!]: rest.length === 0 ? value : set(object[key!], rest, value) }
}

function knob<K extends Knob['kind']>(kind: K, path: string, shape: Shape<K>): Knob {
  const show = shape.show ?? ((value: KnobValue) => showValue(kind, shape as Partial<Knob>, value))
  return { takesEffect: 'next-update', first: false, ...lens(path), ...shape, kind, show } as unknown as Knob
}

function showValue(kind: Knob['kind'], shape: Partial<Knob>, value: KnobValue): string {
  if (kind === 'choice')
    return (
      (shape as Extract<Knob, { kind: 'choice' }>).options.find((o) => o.value === value)?.label ??
      String(value)
    )
  if (kind === 'switch') return value ? 'on' : 'off'
  if (value === null) return (shape as Extract<Knob, { kind: 'range' }>).off ?? 'off'
  return typeof value === 'number' ? scientific(value) : String(value)
}

const teacherRate: Knob = {
  id: 'teacher-ema',
  kind: 'range',
  label: 'Teacher EMA',
  sentence:
    "How fast the teacher's weights follow the student's. 0 freezes it, 1 makes it the student itself.",
  paper: '0.01',
  takesEffect: 'next-update',
  first: true,
  min: 0,
  max: 1,
  step: 0.01,
  read: (config) => (config.teacher.kind === 'ema' ? config.teacher.rate : null),
  write: (config, value) => ({ ...config, teacher: { kind: 'ema', rate: Number(value) } }),
  show: (value) => (value === null ? 'trust region' : scientific(Number(value))),
}

const trustRegion: Knob = {
  id: 'trust-region',
  kind: 'range',
  label: 'Trust-region teacher',
  sentence:
    "Mixes the first model's logits with the student's, both re-reading, in place of averaged weights.",
  paper: 'off',
  takesEffect: 'next-update',
  first: false,
  min: 0,
  max: 1,
  step: 0.05,
  off: 'off',
  read: (config) => (config.teacher.kind === 'trust-region' ? config.teacher.mix : null),
  write: (config, value) => ({
    ...config,
    teacher: value === null ? defaultRunConfig.teacher : { kind: 'trust-region', mix: Number(value) },
  }),
  show: (value) => (value === null ? 'off' : scientific(Number(value))),
}

const adapterRank: Knob = {
  id: 'lora-rank',
  kind: 'range',
  label: 'LoRA rank',
  sentence: 'Width of the trained adapter: how much one update can change.',
  paper: '',
  takesEffect: 'new-run',
  first: false,
  min: 1,
  max: 32,
  step: 1,
  ...lens('adapter.rank'),
  show: String,
}

export const knobs: readonly Knob[] = [
  knob('choice', 'loss.alpha', {
    id: 'alpha',
    label: 'Loss alpha',
    sentence:
      '1 pulls only on what the student already considers (reverse KL). 0 also pulls in what it does not.',
    paper: '1',
    first: true,
    options: [
      { value: 0, label: '0' },
      { value: 0.5, label: '\u00bd' },
      { value: 1, label: '1' },
    ],
  }),
  knob('range', 'loss.topK', {
    id: 'top-k',
    label: 'Top-k',
    sentence: 'Tokens compared at each position, plus one bar for the rest.',
    paper: '20',
    first: true,
    min: 1,
    max: 64,
    step: 1,
    off: 'all',
  }),
  teacherRate,
  knob('range', 'optimiser.learningRate', {
    id: 'learning-rate',
    label: 'Learning rate',
    sentence: 'Size of a step. Too large and the model collapses; too small and nothing moves.',
    paper: '',
    first: true,
    min: 1e-4,
    max: 0.1,
    step: 1.25,
    log: true,
  }),
  knob('range', 'attemptsPerStep', {
    id: 'attempts',
    label: 'Attempts per update, G',
    sentence: 'More attempts: a steadier step, and a longer wait for it.',
    paper: '16',
    first: true,
    min: 1,
    max: 32,
    step: 1,
  }),
  knob('range', 'temperature', {
    id: 'temperature',
    label: 'Temperature',
    sentence: 'Above 1 attempts differ more. Both readers are pictured at this temperature.',
    paper: '1',
    first: true,
    min: 0.2,
    max: 2,
    step: 0.1,
  }),

  knob('choice', 'arm', {
    id: 'arm',
    label: 'Method',
    sentence: 'How attempts become the next attempts.',
    paper: 'SDPO',
    takesEffect: 'new-run',
    options: [
      { value: 'sdpo', label: 'SDPO' },
      { value: 'grpo', label: 'GRPO' },
      { value: 'sdpo+grpo', label: 'SDPO + GRPO' },
      { value: 'best-of-k', label: 'best-of-k' },
      { value: 'multi-turn', label: 'multi-turn' },
    ],
  }),
  knob('range', 'seed', {
    id: 'seed',
    label: 'Seed',
    sentence: 'The same seed gives the same run on the same backend.',
    paper: '',
    takesEffect: 'new-run',
    min: 0,
    max: 9999,
    step: 1,
  }),
  knob('range', 'budget', {
    id: 'budget',
    label: 'Budget',
    sentence: 'Attempts in all before the run gives up.',
    paper: '2750',
    min: 8,
    max: 2752,
    step: 8,
  }),
  knob('choice', 'stop', {
    id: 'stop',
    label: 'Stop',
    sentence: `When the run ends by itself. Mastered: half of the last ${masteryWindow} attempts pass. Plateau: none of the last ${plateauWindow} passed more of its tests than the best before.`,
    paper: 'at the first pass',
    options: [
      { value: 'first-pass', label: 'first pass' },
      { value: 'budget', label: 'budget' },
      { value: 'mastered', label: 'mastered' },
      { value: 'plateau', label: 'plateau' },
    ],
  }),
  knob('choice', 'loss.grain', {
    id: 'grain',
    label: 'Grain of the loss',
    sentence: 'Compare whole distributions, the sampled token alone, or one mean for the attempt.',
    paper: 'logit',
    options: [
      { value: 'logit', label: 'logit' },
      { value: 'token', label: 'token' },
      { value: 'sequence', label: 'sequence' },
    ],
  }),
  knob('switch', 'loss.addTail', {
    id: 'tail',
    label: 'Rest of the mass',
    sentence: 'With top-k: one more bucket for all other tokens; else the k are renormalised.',
    paper: 'on',
  }),
  knob('range', 'loss.isClip', {
    id: 'is-clip',
    label: 'Importance clip',
    sentence: 'Upper limit of the weight of a token that has become likelier since it was sampled.',
    paper: '2',
    min: 1,
    max: 10,
    step: 0.5,
    off: 'no weight',
  }),
  knob('range', 'loss.advantageClip', {
    id: 'advantage-clip',
    label: 'Advantage clip',
    sentence: 'Token grain: the largest credit that counts.',
    paper: '5',
    min: 0.5,
    max: 10,
    step: 0.5,
    off: 'off',
  }),
  knob('range', 'loss.lambda', {
    id: 'lambda',
    label: 'Share of GRPO',
    sentence: 'In SDPO + GRPO: this much of GRPO, the rest of SDPO.',
    paper: '0.9',
    min: 0,
    max: 1,
    step: 0.05,
  }),
  knob('choice', 'loss.mean', {
    id: 'mean',
    label: 'Mean',
    sentence: 'Every token counts the same, or every attempt.',
    paper: 'token',
    options: [
      { value: 'token-mean', label: 'over tokens' },
      { value: 'seq-mean-token-mean', label: 'over attempts' },
    ],
  }),
  trustRegion,
  knob('switch', 'reprompt.includeFeedback', {
    id: 'include-feedback',
    label: 'Feedback for the teacher',
    sentence: 'Without it only a successful attempt of the group gives hindsight.',
    paper: 'on',
  }),
  knob('switch', 'reprompt.feedbackOnlyWithoutSolution', {
    id: 'feedback-without-solution',
    label: 'Feedback only without a solution',
    sentence: 'A successful attempt in the group makes feedback unnecessary.',
    paper: 'on',
  }),
  knob('switch', 'reprompt.dontRepromptOnSelfSuccess', {
    id: 'self-success',
    label: 'Not its own success',
    sentence: 'A successful attempt is never shown itself as the solution.',
    paper: 'on',
  }),
  knob('choice', 'reprompt.templates', {
    id: 'templates',
    label: 'Reprompt wording',
    sentence: 'How the question, the solution and the feedback are put to the teacher.',
    paper: 'yaml',
    options: [
      { value: 'lab', label: 'the lab' },
      { value: 'yaml', label: 'yaml' },
      { value: 'dataclass', label: 'dataclass' },
    ],
  }),
  knob('range', 'reprompt.maxTokens', {
    id: 'reprompt-tokens',
    label: 'Longest reprompt',
    sentence: 'In tokens. What is too long loses its middle, never its closing line.',
    paper: '',
    min: 32,
    max: 4096,
    step: 32,
  }),
  knob('choice', 'failingTest', {
    id: 'failing-test',
    label: 'Which failing test is told',
    sentence: 'One drawn by the seed, always the first, or as the reference does.',
    paper: 'reference',
    options: [
      { value: 'random', label: 'random' },
      { value: 'first', label: 'first' },
      { value: 'reference', label: 'reference' },
    ],
  }),
  knob('range', 'window', {
    id: 'window',
    label: 'Multi-turn window',
    sentence: 'Pieces of feedback that a multi-turn prompt keeps.',
    paper: '',
    min: 1,
    max: 32,
    step: 1,
  }),
  knob('range', 'maxNewTokens', {
    id: 'max-new-tokens',
    label: 'Longest attempt',
    sentence: 'In tokens. Longer ones are cut and judged as they stand.',
    paper: '',
    min: 8,
    max: 512,
    step: 8,
  }),
  knob('range', 'topP', {
    id: 'top-p',
    label: 'Top-p',
    sentence: 'Samples only from the most likely tokens that make up this mass.',
    paper: '1',
    min: 0.05,
    max: 1,
    step: 0.05,
  }),
  knob('range', 'optimiser.weightDecay', {
    id: 'weight-decay',
    label: 'Weight decay',
    sentence: 'Pulls the adapter back to zero a little at every update.',
    paper: '0.01',
    min: 0,
    max: 0.2,
    step: 0.01,
  }),
  knob('range', 'optimiser.maxGradNorm', {
    id: 'grad-clip',
    label: 'Gradient clip',
    sentence: 'Longer gradients are shortened to this norm.',
    paper: '1',
    min: 0.1,
    max: 10,
    step: 0.1,
  }),
  adapterRank,
]

export function defaultOf(knob: Knob): KnobValue {
  return knob.read(defaultRunConfig)
}

/** Knobs that differ between two configurations, each as "Learning rate 0.01 → 0.003". */
export function describeChanges(before: RunConfig, after: RunConfig): string[] {
  return knobs
    .filter((k) => k.read(before) !== k.read(after))
    .map((k) => `${k.label}: ${k.show(k.read(before))} \u2192 ${k.show(k.read(after))}`)
}
