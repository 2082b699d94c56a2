/** Kernels of a workgroup a row: norms with their gradients, and rows of the embedding. */
import type { TableFormat } from './embedding-table.ts'
import { kernelCode, summed, weightReader, writtenOnce, type KernelCode } from './kernel-code.ts'

/** Invocations of a workgroup. */
export const width = 64

/** How a kernel begins; `part` has a value an invocation, for `summed`. */
const begin = (type: 'f32' | 'vec2f') => `
var<workgroup> part: array<${type}, ${width}>;
@compute @workgroup_size(${width})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) i: u32) {`

/** out = RMS norm of x [rows, inputs], times `scale`; with `residual`, that added. */
export const normKernel = writtenOnce(
  (
    { rows, inputs, epsilon }: { rows: number; inputs: number; epsilon: number },
    residual = false,
  ): KernelCode =>
    kernelCode(
      'norm',
      { x: 'read', scale: 'read', ...(residual ? { residual: 'read' as const } : {}), out: 'write' },
      `${begin('f32')}
  let row = group.x * ${inputs}u;
  var s = 0.0;
  for (var k = i; k < ${inputs}u; k += ${width}u) { s += x[row + k] * x[row + k]; }
  part[i] = s;
  ${summed(width)}
  let inverse = inverseSqrt(part[0] / ${inputs}.0 + ${epsilon});
  for (var k = i; k < ${inputs}u; k += ${width}u) {
    out[row + k] = ${residual ? 'residual[row + k] + ' : ''}x[row + k] * inverse * scale[k];
  }
}`,
      [rows, 1, 1],
    ),
)

/** The gradient of x given that of its norm, `dy`; it is stored in `dx`, or added to what is there. */
export const normGradientKernel = writtenOnce(
  (
    { rows, inputs, epsilon }: { rows: number; inputs: number; epsilon: number },
    ending: 'store' | 'add',
  ): KernelCode =>
    kernelCode(
      'norm, gradient',
      { x: 'read', scale: 'read', dy: 'read', dx: 'write' },
      `${begin('vec2f')}
  let row = group.x * ${inputs}u;
  var s = vec2f(0.0);
  for (var k = i; k < ${inputs}u; k += ${width}u) {
    let v = x[row + k];
    s += vec2f(v * v, v * dy[row + k] * scale[k]);
  }
  part[i] = s;
  ${summed(width)}
  let inverse = inverseSqrt(part[0].x / ${inputs}.0 + ${epsilon});
  let along = part[0].y * inverse * inverse / ${inputs}.0;
  for (var k = i; k < ${inputs}u; k += ${width}u) {
    dx[row + k] ${ending === 'add' ? '+=' : '='} inverse * (dy[row + k] * scale[k] - x[row + k] * along);
  }
}`,
      [rows, 1, 1],
    ),
)

/** Rows of a table [V, inputs] at the ids that begin at word `from` of `ids`, scaled: out [rows, inputs]. */
export const embeddingKernel = writtenOnce(function embeddingKernel(
  { rows, inputs, scale, from = 0 }: { rows: number; inputs: number; scale: number; from?: number },
  format: TableFormat,
): KernelCode {
  const reader = weightReader(format, inputs)
  return kernelCode(
    'embedding',
    { ids: 'words', ...reader.bindings, out: 'write' },
    `${reader.code}
@compute @workgroup_size(${width})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) i: u32) {
  let o = ids[${from}u + group.x];
  for (var k = i; k < ${inputs}u; k += ${width}u) { out[group.x * ${inputs}u + k] = weight(o, k) * f32(${scale}); }
}`,
    [rows, 1, 1],
  )
})
