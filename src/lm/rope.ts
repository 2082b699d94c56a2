/**
 * Rotary position embedding (Su et al. 2021): the angles of a layer's kind, with the scalings that stretch
 * a model's context ("linear": Chen et al. 2023; "llama3": as Llama 3.1's config.json states it).
 */

export interface Rope {
  theta: number
  scaling:
    | { kind: 'none' }
    | { kind: 'linear'; factor: number }
    | {
        kind: 'llama3'
        factor: number
        lowFrequencyFactor: number
        highFrequencyFactor: number
        originalPositions: number
      }
}

/** Angle per position of each pair of a head's values, [headDim / 2]; null is a layer without positions. */
function ropeFrequencies(rope: Rope | null, headDim: number): Float64Array {
  const frequencies = new Float64Array(headDim / 2)
  return rope
    ? frequencies.map((_, i) => scaled(rope.theta ** ((-2 * i) / headDim), rope.scaling))
    : frequencies
}

/** Cosines and sines at `count` positions from the first on, [count, headDim / 2] each. */
export function ropeTables(
  rope: Rope | null,
  headDim: number,
  count: number,
  first = 0,
): { cos: Float32Array; sin: Float32Array } {
  const frequencies = ropeFrequencies(rope, headDim)
  const half = frequencies.length
  const table = (f: (angle: number) => number) =>
    Float32Array.from({ length: count * half }, (_, i) =>
      f((first + Math.floor(i / half)) * frequencies[i % half]!),
    )
  return { cos: table(Math.cos), sin: table(Math.sin) }
}

function scaled(frequency: number, scaling: Rope['scaling']): number {
  switch (scaling.kind) {
    case 'none':
      return frequency
    case 'linear':
      return frequency / scaling.factor
    case 'llama3': {
      const { factor, lowFrequencyFactor: low, highFrequencyFactor: high, originalPositions } = scaling
      // How often the pair turns within the original context: fast ones stay, slow ones are stretched, between is a blend.
      const turns = (originalPositions * frequency) / (2 * Math.PI)
      const keep = Math.min(1, Math.max(0, (turns - low) / (high - low)))
      return (1 - keep) * (frequency / factor) + keep * frequency
    }
    default:
      return scaling satisfies never
  }
}
