/**
 * Kernels that multiply the few rows of a decoding step by a matrix as it lies on the device: floats, 16-bit floats,
 * or blocks of 4 or 8 bits. The norm before it, the bias and adapter after it, and what becomes of the product are
 * part of the same kernel, so that a weight is read once for all rows and nothing else is.
 */
import type { MatrixFormat } from '../matrix-inputs.ts'
import { lines, summed, writtenOnce } from './kernel-code.ts'

/** Invocations of a workgroup, which share the values of a row of the matrix. */
const width = 64
/** Those of a low-rank product, which go over one row of a matrix. */
const lowWidth = 256
/** Rows of x and of the matrix that a workgroup takes on. */
const [rowTile, outTile] = [8, 2]
/** Workgroups along one axis of a dispatch; more go on along the next. */
const along = 32768

interface AdapterPart {
  rank: number
  scale: number
  /** Length of a policy's theta, and of a layer's part of it. */
  thetaLength: number
  layerLength: number
  /** Where B [out, rank] begins within a layer's part. */
  offset: number
  /** Which of the `slots` low-rank products of this input is its own. */
  slot: number
  slots: number
}

/** store: out = y. add: out += y. activate: out = f(y). multiply: out *= y. */
export type Ending = 'store' | 'add' | 'multiply' | 'silu' | 'gelu-tanh'

export interface ProductShape {
  rows: number
  /** Rows that share an adapter. */
  rowsPerPolicy: number
  inputs: number
  out: number
  format: MatrixFormat
  /** Epsilon of the RMS norm of x before it; null multiplies x as it is. */
  norm: number | null
  bias: boolean
  adapter: AdapterPart | null
  ending: Ending
  /** Width of a row of `out`, and the column where this product's begins. */
  outWidth: number
  outColumn: number
}

/** What is bound, in this order. */
export type ProductBinding =
  'x' | 'w' | 'scales' | 'minimums' | 'norm' | 'bias' | 'theta' | 'low' | 'layer' | 'out'

/** The bindings that a product of this shape has, in their order. */
export function productBindings({ format, norm, bias, adapter }: ProductShape): ProductBinding[] {
  const packed = typeof format === 'object'
  return [
    'x',
    'w',
    ...(packed ? (['scales'] as const) : []),
    ...(packed && format.minimums ? (['minimums'] as const) : []),
    ...(norm === null ? [] : (['norm'] as const)),
    ...(bias ? (['bias'] as const) : []),
    ...(adapter ? (['theta', 'low', 'layer'] as const) : []),
    'out',
  ]
}

const types: Record<ProductBinding, string> = {
  x: 'var<storage, read> x: array<vec4f>',
  w: 'var<storage, read> w: array<WORD>',
  scales: 'var<storage, read> scales: array<f32>',
  minimums: 'var<storage, read> minimums: array<f32>',
  norm: 'var<storage, read> norm: array<vec4f>',
  bias: 'var<storage, read> bias: array<f32>',
  theta: 'var<storage, read> theta: array<f32>',
  low: 'var<storage, read> low: array<f32>',
  layer: 'var<uniform> layer: vec4u',
  out: 'var<storage, read_write> out: array<f32>',
}

/** Four values of row o from column 4 k on. */
function reading(format: MatrixFormat, inputs: number): { word: string; four: string } {
  if (format === 'f32') return { word: 'vec4f', four: `return w[o * ${inputs / 4}u + k];` }
  if (format === 'f16')
    return {
      word: 'vec2u',
      four: `let v = w[o * ${inputs / 4}u + k]; return vec4f(unpack2x16float(v.x), unpack2x16float(v.y));`,
    }
  const { bits, block, minimums } = format
  const number =
    bits === 8
      ? `let v = w[o * ${inputs / 4}u + k]; let n = vec4f(vec4u(v, v >> 8u, v >> 16u, v >> 24u) & vec4u(255u)) - 128.0;`
      : `let v = w[o * ${inputs / 8}u + k / 2u] >> (16u * (k & 1u)); let n = vec4f(vec4u(v, v >> 4u, v >> 8u, v >> 12u) & vec4u(15u)) - 8.0;`
  return {
    word: 'u32',
    four: `${number} let b = o * ${inputs / block}u + k / ${block / 4}u; return n * scales[b]${minimums ? ' + minimums[b]' : ''};`,
  }
}

const endings: Record<Ending, string> = {
  store: 'out[at] = y;',
  add: 'out[at] += y;',
  multiply: 'out[at] *= y;',
  silu: 'out[at] = y / (1.0 + exp(-y));',
  // (1 + tanh(z)) / 2 is the sigmoid of 2 z.
  'gelu-tanh': `out[at] = y / (1.0 + exp(-${2 * Math.sqrt(2 / Math.PI)} * y * (1.0 + 0.044715 * y * y)));`,
}

/** x [rows, inputs] times the transpose of a matrix [out, inputs], as WGSL, with its norm, bias, adapter and ending. */
export const productCode = writtenOnce(function productCode(shape: ProductShape): string {
  const { rows, rowsPerPolicy, inputs, out, format, norm, bias, adapter, ending, outWidth, outColumn } = shape
  const tile = Math.min(rowTile, rows)
  const { word, four } = reading(format, inputs)
  const values = outTile * tile + (norm === null ? 0 : tile)
  const product = (o: number, r: number) => o * tile + r
  const square = (r: number) => outTile * tile + r
  return `// decoding, product
${productBindings(shape)
  .map((name, i) => `@group(0) @binding(${i}) ${types[name].replace('WORD', word)};`)
  .join('\n')}
var<workgroup> part: array<f32, ${values * width}>;
var<workgroup> total: array<f32, ${values}>;
fn four(o: u32, k: u32) -> vec4f { ${four} }
@compute @workgroup_size(${width})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) i: u32) {
  let o0 = (group.x + group.y * ${along}u) * ${outTile}u;
  let r0 = group.z * ${tile}u;
  ${lines(outTile, (o) => `let o${o}_ = min(o0 + ${o}u, ${out - 1}u);`)}
  ${lines(tile, (r) => `let x${r} = min(r0 + ${r}u, ${rows - 1}u) * ${inputs / 4}u;`)}
  ${lines(values, (v) => `var s${v} = 0.0;`)}
  for (var k = i; k < ${inputs / 4}u; k += ${width}u) {
    ${norm === null ? '' : 'let g = norm[k];'}
    ${lines(tile, (r) => `var v${r} = x[x${r} + k];`)}
    ${norm === null ? '' : lines(tile, (r) => `s${square(r)} += dot(v${r}, v${r}); v${r} *= g;`)}
    ${lines(outTile, (o) => `let w${o} = four(o${o}_, k); ${lines(tile, (r) => `s${product(o, r)} += dot(w${o}, v${r});`)}`)}
  }
  ${lines(values, (v) => `part[${v * width}u + i] = s${v};`)}
  workgroupBarrier();
  for (var v = i; v < ${values}u; v += ${width}u) {
    var s = 0.0;
    for (var j = 0u; j < ${width}u; j++) { s += part[v * ${width}u + j]; }
    total[v] = s;
  }
  workgroupBarrier();
  if (i >= ${outTile * tile}u) { return; }
  let o = o0 + i / ${tile}u;
  let r = r0 + i % ${tile}u;
  if (o >= ${out}u || r >= ${rows}u) { return; }
  var y = total[i];
  ${norm === null ? '' : `y *= inverseSqrt(total[${outTile * tile}u + i % ${tile}u] / ${inputs}.0 + ${norm});`}
  ${bias ? 'y += bias[o];' : ''}
  ${adapter ? lowRank(adapter, rowsPerPolicy) : ''}
  let at = r * ${outWidth}u + ${outColumn}u + o;
  ${endings[ending]}
}`
})

const lowRank = (
  { rank, scale, thetaLength, layerLength, offset, slot, slots }: AdapterPart,
  rowsPerPolicy: number,
) => `
  let b = (r / ${rowsPerPolicy}u) * ${thetaLength}u + layer.x * ${layerLength}u + ${offset}u + o * ${rank}u;
  let a = (r * ${slots}u + ${slot}u) * ${rank}u;
  var correction = 0.0;
  for (var j = 0u; j < ${rank}u; j++) { correction += theta[b + j] * low[a + j]; }
  y += f32(${scale}) * correction;`

/** Workgroups of a product along each axis. */
export function productGroups({ rows, out }: ProductShape): [number, number, number] {
  const tiles = Math.ceil(out / outTile)
  return [Math.min(tiles, along), Math.ceil(tiles / along), Math.ceil(rows / Math.min(rowTile, rows))]
}

export interface LowRankShape {
  rows: number
  rowsPerPolicy: number
  inputs: number
  norm: number | null
  rank: number
  thetaLength: number
  layerLength: number
  /** Where each A [rank, inputs] begins within a layer's part of theta. */
  offsets: readonly number[]
}

export type LowRankBinding = 'x' | 'norm' | 'theta' | 'layer' | 'out'

/** The bindings of a low-rank product of this shape, in their order. */
export const lowRankBindings = ({ norm }: LowRankShape): LowRankBinding[] => [
  'x',
  ...(norm === null ? [] : (['norm'] as const)),
  'theta',
  'layer',
  'out',
]

/** x A^T of every adapter that reads the same x: out [rows, slots, rank]. One workgroup a value. */
export const lowRankCode = writtenOnce(function lowRankCode(shape: LowRankShape): string {
  const { rowsPerPolicy, inputs, norm, rank, thetaLength, layerLength, offsets } = shape
  return `// decoding, low-rank product
${lowRankBindings(shape)
  .map((name, i) => `@group(0) @binding(${i}) ${types[name].replaceAll('vec4f', 'f32')};`)
  .join('\n')}
var<workgroup> part: array<vec2f, ${lowWidth}>;
@compute @workgroup_size(${lowWidth})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) i: u32) {
  let r = group.y;
  let offsets = array<u32, ${offsets.length}>(${offsets.map((offset) => `${offset}u`).join(', ')});
  let a = (r / ${rowsPerPolicy}u) * ${thetaLength}u + layer.x * ${layerLength}u + offsets[group.x / ${rank}u] + (group.x % ${rank}u) * ${inputs}u;
  var s = vec2f(0.0);
  for (var k = i; k < ${inputs}u; k += ${lowWidth}u) {
    let v = x[r * ${inputs}u + k];
    s += vec2f(theta[a + k] * v${norm === null ? '' : ' * norm[k]'}, v * v);
  }
  part[i] = s;
  ${summed(lowWidth)}
  if (i == 0u) {
    out[r * ${offsets.length * rank}u + group.x] = part[0].x${norm === null ? '' : ` * inverseSqrt(part[0].y / ${inputs}.0 + ${norm})`};
  }
}`
})

/** Workgroups of a low-rank product along each axis: one a value. */
export const lowRankGroups = ({ rows, rank, offsets }: LowRankShape): [number, number, number] => [
  rank * offsets.length,
  rows,
  1,
]

/** x += RMS norm of y, both [rows, inputs], for architectures that norm what a layer adds: bound are y, the norm's scale and x. */
export const addNormedCode = (inputs: number, epsilon: number): string => `// decoding, norm and sum
@group(0) @binding(0) var<storage, read> y: array<f32>;
@group(0) @binding(1) var<storage, read> norm: array<f32>;
@group(0) @binding(2) var<storage, read_write> x: array<f32>;
var<workgroup> part: array<f32, ${width}>;
@compute @workgroup_size(${width})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) i: u32) {
  let row = group.x * ${inputs}u;
  var s = 0.0;
  for (var k = i; k < ${inputs}u; k += ${width}u) { s += y[row + k] * y[row + k]; }
  part[i] = s;
  ${summed(width)}
  let inverse = inverseSqrt(part[0] / ${inputs}.0 + ${epsilon});
  for (var k = i; k < ${inputs}u; k += ${width}u) { x[row + k] += y[row + k] * inverse * norm[k]; }
}`
