/** Kernels of a workgroup a head and row: queries and keys normed and rotated, and their gradients turned back. */
import type { LlamaConfig } from '../config.ts'
import { kernelCode, summed, writtenOnce, type KernelCode } from './kernel-code.ts'
import { width } from './row-kernels.ts'

export interface TurnShape {
  config: Pick<LlamaConfig, 'heads' | 'kvHeads' | 'headDim' | 'queryScale' | 'normEpsilon'>
  /** Whether queries and keys are normed head by head. */
  normed: boolean
  /** Columns of a sequence, and sequences. */
  length: number
  batch: number
}

/** Where a head of a row lies among queries, keys and values, and among turned queries and keys; its angle, and what it is multiplied by. */
const headAt = ({ config: { heads, kvHeads, headDim: d, queryScale }, length }: TurnShape) => `
@compute @workgroup_size(${width})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) i: u32) {
  let h = group.x;
  let row = group.y;
  let own = row * ${(heads + 2 * kvHeads) * d}u + h * ${d}u;
  let to = row * ${(heads + kvHeads) * d}u + h * ${d}u;
  let column = row % ${length}u;
  let pad = pads[row / ${length}u];
  let angle = select(0u, column - pad, column > pad) * ${d / 2}u;
  let factor = select(1.0, f32(${queryScale}), h < ${heads}u);`

const scaleOf = (heads: number) => `
fn scale(h: u32, c: u32) -> f32 { return select(keyNorm[c], queryNorm[c], h < ${heads}u); }`

/** Queries and keys of qkv [rows, (heads + 2 kvHeads) * headDim], normed where they are, rotated, and queries scaled: turned [rows, (heads + kvHeads) * headDim]. The rotation is cosines, then sines, [length, headDim / 2] each; `pads` [batch] counts the columns before a sequence begins. */
export const turnKernel = writtenOnce(function turnKernel(shape: TurnShape): KernelCode {
  const { config, normed, length, batch } = shape
  const { heads, kvHeads, headDim: d, normEpsilon } = config
  const half = d / 2
  return kernelCode(
    'rotation',
    {
      qkv: 'read',
      ...(normed && { queryNorm: 'read' as const, keyNorm: 'read' as const }),
      rotation: 'read',
      pads: 'words',
      turned: 'write',
    },
    `${normed ? `${scaleOf(heads)}\nvar<workgroup> part: array<f32, ${width}>;` : ''}
${headAt(shape)}
  ${
    normed
      ? `var s = 0.0;
  for (var c = i; c < ${d}u; c += ${width}u) { s += qkv[own + c] * qkv[own + c]; }
  part[i] = s;
  ${summed(width)}
  let inverse = inverseSqrt(part[0] / ${d}.0 + ${normEpsilon});`
      : ''
  }
  for (var c = i; c < ${half}u; c += ${width}u) {
    let a = qkv[own + c]${normed ? ' * inverse * scale(h, c)' : ''};
    let b = qkv[own + c + ${half}u]${normed ? ` * inverse * scale(h, c + ${half}u)` : ''};
    let cosine = rotation[angle + c];
    let sine = rotation[${length * half}u + angle + c];
    turned[to + c] = (a * cosine - b * sine) * factor;
    turned[to + c + ${half}u] = (b * cosine + a * sine) * factor;
  }
}`,
    [heads + kvHeads, batch * length, 1],
  )
})

/** The gradient of queries and keys given that of the turned ones: written into dqkv, in the places of qkv. */
export const turnGradientKernel = writtenOnce(function turnGradientKernel(shape: TurnShape): KernelCode {
  const { config, normed, length, batch } = shape
  const { heads, kvHeads, headDim: d, normEpsilon } = config
  const half = d / 2
  return kernelCode(
    'rotation, gradient',
    {
      ...(normed && { qkv: 'read' as const, queryNorm: 'read' as const, keyNorm: 'read' as const }),
      rotation: 'read',
      pads: 'words',
      dturned: 'read',
      dqkv: 'write',
    },
    `${normed ? `${scaleOf(heads)}\nvar<workgroup> part: array<vec2f, ${width}>;` : ''}
var<workgroup> back: array<f32, ${d}>;
${headAt(shape)}
  for (var c = i; c < ${half}u; c += ${width}u) {
    let a = dturned[to + c] * factor;
    let b = dturned[to + c + ${half}u] * factor;
    let cosine = rotation[angle + c];
    let sine = rotation[${length * half}u + angle + c];
    back[c] = a * cosine + b * sine;
    back[c + ${half}u] = b * cosine - a * sine;
  }
  workgroupBarrier();
  ${
    normed
      ? `var s = vec2f(0.0);
  for (var c = i; c < ${d}u; c += ${width}u) {
    let v = qkv[own + c];
    s += vec2f(v * v, v * back[c] * scale(h, c));
  }
  part[i] = s;
  ${summed(width)}
  let inverse = inverseSqrt(part[0].x / ${d}.0 + ${normEpsilon});
  let along = part[0].y * inverse * inverse / ${d}.0;
  for (var c = i; c < ${d}u; c += ${width}u) { dqkv[own + c] = inverse * (back[c] * scale(h, c) - qkv[own + c] * along); }`
      : `for (var c = i; c < ${d}u; c += ${width}u) { dqkv[own + c] = back[c]; }`
  }
}`,
    [heads + kvHeads, batch * length, 1],
  )
})
