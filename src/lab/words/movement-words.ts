/** What an update moved, in sentences, from the step's event and the gaps that its teachers found. */
import type { AttemptView, StepView } from '../run/view.ts'
import { bigNumber, percent } from '../text/format.ts'
import type { Phrase } from '../text/phrase.ts'

/** A length with three digits. */
export const lengthText = (norm: number): string => String(Number(norm.toPrecision(3)))

/** `down_proj`, of `mlp.down_proj`. */
export const projectionName = (projection: string): string => projection.split('.').at(-1)!

/** The pair that moved farthest: by layer (0-based) and projection. */
function farthest(layers: readonly (readonly number[])[]): { layer: number; projection: number; by: number } {
  let best = { layer: 0, projection: 0, by: -1 }
  layers.forEach((row, layer) =>
    row.forEach((by, projection) => {
      if (by > best.by) best = { layer, projection, by }
    }),
  )
  return best
}

/** Empty before the update. */
export function movementPhrases(step: StepView): readonly Phrase[] {
  if (!step.signals) return []
  if (step.skipped !== null) return [['No update was taken, so nothing moved.']]
  const { movement } = step
  if (!movement) return [['Which numbers this update moved was not recorded.']]
  const { layers, projections, numbers, moved, adapter, sinceStart } = movement
  const { layer, projection, by } = farthest(layers)
  return [
    [
      `The update moved the ${bigNumber(numbers)} numbers of the adapter by `,
      { strong: lengthText(moved) },
      ` in all; their own length is ${lengthText(adapter)}.`,
    ],
    ...(by > 0
      ? [
          [
            'Farthest: ',
            { strong: projectionName(projections[projection]!) },
            ` of layer ${layer + 1} of ${layers.length}, by ${lengthText(by)}.`,
          ],
        ]
      : []),
    ...(sinceStart === undefined ? [] : [[`Since the run began they have come ${lengthText(sinceStart)}.`]]),
  ]
}

/** One token's part in the gaps that taught an update, and of how many tokens these are. */
interface GapShare {
  share: number
  tokens: number
}

/**
 * How much of the gaps that taught the update is at one token: its divergence over all words, of the sum of all tokens', and of
 * how many tokens. Null where nobody taught by it, and where not all are known or of account.
 */
export function gapShare(step: StepView, attempt: AttemptView, token: number | null): GapShare | null {
  if (!step.movement || token === null || attempt.reprompt?.mask !== 1 || !attempt.positions) return null
  const taught = step.attempts.filter((a) => a.reprompt?.mask === 1)
  // Where not all tokens are distilled, the gaps of the others taught nothing.
  if (taught.some((a) => !a.positions || a.selected !== null)) return null
  const gaps = taught.flatMap((a) => a.positions!.map((p) => p.divergence))
  const all = gaps.reduce((sum, gap) => sum + gap, 0)
  const here = attempt.positions[token]?.divergence
  return here === undefined || all <= 0 ? null : { share: here / all, tokens: gaps.length }
}

/** A token's part in what taught the update, in a sentence. */
export const sharePhrase = (piece: string, { share }: GapShare): Phrase => [
  'Of all gaps between the two readers that this update learnt from, ',
  { token: piece },
  ' has ',
  { strong: percent(share) },
  '.',
]

/** What the line from a token to what moved stands for: no token moves a number by itself. */
export const linePhrase = (piece: string, { tokens }: GapShare): Phrase => [
  'The line from ',
  { token: piece },
  ` is one of ${tokens}: the update is the sum of what all of them taught.`,
]
