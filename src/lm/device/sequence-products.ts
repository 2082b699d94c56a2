/**
 * The products of a pass over whole sequences with frozen matrices and their adapters, forwards and backwards. Rows are
 * those of all policies, policy by policy; a frozen matrix is one for all of them, an adapter one for each.
 */
import type { MatrixFormat } from '../matrix-inputs.ts'
import type { Adapters, Group } from './adapter-groups.ts'
import { weightReader, writtenOnce, type KernelCode } from './kernel-code.ts'
import { tiledProduct, type TiledProduct } from './tiled-product.ts'

/** Rows of all policies, and of one. */
export interface Rows {
  rows: number
  perPolicy: number
}

/** What becomes of a value: statements of m, n and `v`, and what they bind beside the product's own. */
export interface Into {
  bindings: TiledProduct['bindings']
  store: string
}

/** Stores [rows, width] from a column on. */
export const storing = (out: string, width: number, column = 0): Into => ({
  bindings: { [out]: 'write' },
  store: `${out}[m * ${width}u + ${column}u + n] = v;`,
})
/** Adds to what is there. */
export const adding = (out: string, width: number): Into => ({
  bindings: { [out]: 'write' },
  store: `${out}[m * ${width}u + n] += v;`,
})
/** Stores the sum with a residual. */
export const joining = (residual: string, out: string, width: number): Into => ({
  bindings: { [residual]: 'read', [out]: 'write' },
  store: `${out}[m * ${width}u + n] = ${residual}[m * ${width}u + n] + v;`,
})

/** A list as a function of WGSL. */
const table = (name: string, values: readonly number[]) =>
  `fn ${name}(i: u32) -> u32 { var all = array<u32, ${values.length}>(${values.map((x) => `${x}u`).join(', ')}); return all[i]; }`
const policyAt = ({ thetaLength, layerLength }: Adapters, policy: string) =>
  `${policy} * ${thetaLength}u + layer.x * ${layerLength}u`

/** x A^T of a group's adapters: low [rows, slots * rank]. */
export const lowProduct = writtenOnce(function lowProduct(
  { rows, perPolicy }: Rows,
  adapters: Adapters,
  { inputs, a }: Group,
  x: string,
): KernelCode {
  const { rank } = adapters
  const width = rank * a.length
  return tiledProduct({
    name: 'low-rank product',
    batch: rows / perPolicy,
    m: perPolicy,
    n: width,
    k: inputs,
    bindings: { [x]: 'read', theta: 'read', layer: 'layer', low: 'write' },
    functions: table('a', a),
    a: `${x}[(z * ${perPolicy}u + m) * ${inputs}u + k]`,
    b: `theta[${policyAt(adapters, 'z')} + a(n / ${rank}u) + (n % ${rank}u) * ${inputs}u + k]`,
    along: { a: 'k', b: 'k' },
    store: `low[(z * ${perPolicy}u + m) * ${width}u + n] = y;`,
  })
})

/** x W^T + b + scale (x A^T) B^T of one projection of a group. */
export const projected = writtenOnce(function projected(
  { rows, perPolicy }: Rows,
  adapters: Adapters | null,
  { inputs, counts, a, b }: Group,
  slot: number,
  { x, format, bias, into }: { x: string; format: MatrixFormat; bias: boolean; into: Into },
): KernelCode {
  const reader = weightReader(format, inputs)
  return tiledProduct({
    name: 'product',
    batch: 1,
    m: rows,
    n: counts[slot]!,
    k: inputs,
    bindings: {
      [x]: 'read',
      ...reader.bindings,
      ...(bias && { bias: 'read' as const }),
      ...(adapters && { theta: 'read' as const, layer: 'layer' as const, low: 'read' as const }),
      ...into.bindings,
    },
    functions: reader.code,
    a: `${x}[m * ${inputs}u + k]`,
    b: 'weight(n, k)',
    along: { a: 'k', b: 'k' },
    store: `var v = y${bias ? ' + bias[n]' : ''};
      ${
        adapters
          ? `let at = ${policyAt(adapters, `(m / ${perPolicy}u)`)} + ${b[slot]}u + n * ${adapters.rank}u;
      var correction = 0.0;
      for (var j = 0u; j < ${adapters.rank}u; j++) { correction += theta[at + j] * low[m * ${adapters.rank * a.length}u + ${adapters.rank * slot}u + j]; }
      v += f32(${adapters.scale}) * correction;`
          : ''
      }
      ${into.store}`,
  })
})

/** The gradient of the low-rank products, scale dy B: dlow [rows, slots * rank], given dy [rows, width]. */
export const lowGradient = writtenOnce(function lowGradient(
  { rows, perPolicy }: Rows,
  adapters: Adapters,
  { counts, starts, width, b }: Group,
  dy: string,
): KernelCode {
  const { rank, scale } = adapters
  const slots = b.length
  return tiledProduct({
    name: 'low-rank product, gradient',
    batch: (rows / perPolicy) * slots,
    m: perPolicy,
    n: rank,
    k: Math.max(...counts),
    bindings: { [dy]: 'read', theta: 'read', layer: 'layer', dlow: 'write' },
    functions: [table('b', b), table('start', starts), table('count', counts)].join('\n'),
    a: `select(0.0, ${dy}[(z / ${slots}u * ${perPolicy}u + m) * ${width}u + start(z % ${slots}u) + k], k < count(z % ${slots}u))`,
    b: `theta[${policyAt(adapters, `(z / ${slots}u)`)} + b(z % ${slots}u) + k * ${rank}u + n]`,
    along: { a: 'k', b: 'n' },
    store: `dlow[(z / ${slots}u * ${perPolicy}u + m) * ${slots * rank}u + z % ${slots}u * ${rank}u + n] = f32(${scale}) * y;`,
  })
})

/** The gradients of a group's A, dlow^T x, in their places of `gradient` [policies, n]. */
export const downGradient = writtenOnce(function downGradient(
  { rows, perPolicy }: Rows,
  adapters: Adapters,
  { inputs, a }: Group,
  x: string,
): KernelCode {
  const { rank } = adapters
  const width = rank * a.length
  return tiledProduct({
    name: 'gradient of A',
    batch: rows / perPolicy,
    m: width,
    n: inputs,
    k: perPolicy,
    bindings: { dlow: 'read', [x]: 'read', layer: 'layer', gradient: 'write' },
    functions: table('a', a),
    a: `dlow[(z * ${perPolicy}u + k) * ${width}u + m]`,
    b: `${x}[(z * ${perPolicy}u + k) * ${inputs}u + n]`,
    along: { a: 'm', b: 'n' },
    store: `gradient[${policyAt(adapters, 'z')} + a(m / ${rank}u) + (m % ${rank}u) * ${inputs}u + n] = y;`,
  })
})

/** The gradients of a group's B, scale dy^T (x A^T), in their places of `gradient` [policies, n]. */
export const upGradient = writtenOnce(function upGradient(
  { rows, perPolicy }: Rows,
  adapters: Adapters,
  { width, starts, b }: Group,
  dy: string,
): KernelCode {
  const { rank, scale } = adapters
  const slots = b.length
  return tiledProduct({
    name: 'gradient of B',
    batch: rows / perPolicy,
    m: width,
    n: slots * rank,
    k: perPolicy,
    bindings: { [dy]: 'read', low: 'read', layer: 'layer', gradient: 'write' },
    functions: [
      table('b', b),
      table('start', starts),
      `fn slot(m: u32) -> u32 { return ${['0u', ...starts.slice(1).map((start) => `select(0u, 1u, m >= ${start}u)`)].join(' + ')}; }`,
    ].join('\n'),
    a: `${dy}[(z * ${perPolicy}u + k) * ${width}u + m]`,
    b: `low[(z * ${perPolicy}u + k) * ${slots * rank}u + n]`,
    along: { a: 'm', b: 'n' },
    // The low-rank products of all slots are beside each other: a row takes its own.
    store: `if (slot(m) == n / ${rank}u) {
        gradient[${policyAt(adapters, 'z')} + b(slot(m)) + (m - start(slot(m))) * ${rank}u + n % ${rank}u] = f32(${scale}) * y;
      }`,
  })
})

/** What one projection hands back to its input: dy W + dlow A. */
export const projectedGradient = writtenOnce(function projectedGradient(
  { rows, perPolicy }: Rows,
  adapters: Adapters,
  { inputs, counts, starts, width, a }: Group,
  slot: number,
  { dy, format, into }: { dy: string; format: MatrixFormat; into: Into },
): KernelCode {
  const reader = weightReader(format, inputs)
  const { rank } = adapters
  return tiledProduct({
    name: 'product, gradient',
    batch: 1,
    m: rows,
    n: inputs,
    k: counts[slot]!,
    bindings: {
      [dy]: 'read',
      ...reader.bindings,
      theta: 'read',
      layer: 'layer',
      dlow: 'read',
      ...into.bindings,
    },
    functions: reader.code,
    a: `${dy}[m * ${width}u + ${starts[slot]}u + k]`,
    b: 'weight(k, n)',
    along: { a: 'k', b: 'n' },
    store: `let at = ${policyAt(adapters, `(m / ${perPolicy}u)`)} + ${a[slot]}u + n;
      var v = y;
      for (var j = 0u; j < ${rank}u; j++) { v += dlow[m * ${rank * a.length}u + ${rank * slot}u + j] * theta[at + j * ${inputs}u]; }
      ${into.store}`,
  })
})

const sigmoidOf: Record<'silu' | 'gelu-tanh', { inner: string; slope: string }> = {
  silu: { inner: 'g', slope: '1.0' },
  // (1 + tanh(z)) / 2 is the sigmoid of 2 z.
  'gelu-tanh': {
    inner: `${2 * Math.sqrt(2 / Math.PI)} * g * (1.0 + 0.044715 * g * g)`,
    slope: `${2 * Math.sqrt(2 / Math.PI)} * (1.0 + 0.134145 * g * g)`,
  },
}

/** Of the projection up [rows, f]: it is kept beside the gate in gateUp [rows, 2 f], and multiplied onto the gate's activation. */
export const gating = (activation: 'silu' | 'gelu-tanh', f: number): Into => ({
  bindings: { gateUp: 'write', hidden: 'write' },
  store: `let g = gateUp[m * ${2 * f}u + n];
      gateUp[m * ${2 * f}u + ${f}u + n] = v;
      hidden[m * ${f}u + n] = v * g / (1.0 + exp(-(${sigmoidOf[activation].inner})));`,
})

/** What `gating` hands back of its product's gradient: dgateUp [rows, 2 f]. */
export const gatingGradient = (activation: 'silu' | 'gelu-tanh', f: number): Into => ({
  bindings: { gateUp: 'read', dgateUp: 'write' },
  store: `let g = gateUp[m * ${2 * f}u + n];
      let sigmoid = 1.0 / (1.0 + exp(-(${sigmoidOf[activation].inner})));
      dgateUp[m * ${2 * f}u + n] = v * gateUp[m * ${2 * f}u + ${f}u + n] * sigmoid * (1.0 + g * (1.0 - sigmoid) * ${sigmoidOf[activation].slope});
      dgateUp[m * ${2 * f}u + ${f}u + n] = v * g * sigmoid;`,
})
