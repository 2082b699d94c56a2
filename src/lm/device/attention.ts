/**
 * Attention of a decoding step in one kernel: queries and keys are normed and rotated, the new key and value are written
 * into the cache, and each head goes once over the prompt's keys, which all attempts share, and its own response's.
 */
import type { LlamaConfig } from '../config.ts'

const width = 64

export interface AttentionShape {
  config: Pick<LlamaConfig, 'heads' | 'kvHeads' | 'headDim' | 'queryScale' | 'normEpsilon'>
  /** Whether queries and keys are normed head by head. */
  normed: boolean
  window: number | null
  rows: number
  rowsPerPolicy: number
  /** P and N: columns of prompt and response. */
  prompt: number
  response: number
}

/** Bound in this order: qkv [rows, (heads + 2 kvHeads) * headDim], the prompt's keys [R, kvHeads, headDim, P] and values [R, kvHeads, P, headDim], the response's cache, rotation (cosines, then sines, [P + N, headDim / 2]), the step, the norms' scales where there are any (queries', then keys'), out [rows, heads * headDim]. */
export const attentionBindings = ({ normed }: AttentionShape) =>
  [
    'qkv',
    'promptKeys',
    'promptValues',
    'cache',
    'rotation',
    'step',
    ...(normed ? (['queryNorm', 'keyNorm'] as const) : []),
    'out',
  ] as const

/** Floats of one layer's cache: keys [rows, kvHeads, headDim, N], then values [rows, kvHeads, N, headDim]. */
export const cacheFloats = ({ config: { kvHeads, headDim }, rows, response }: AttentionShape) =>
  2 * rows * kvHeads * headDim * response

/** The kernel as WGSL, bound as `attentionBindings` says; one workgroup a head and row, dispatched as [heads, rows, 1]. */
export function attentionCode(shape: AttentionShape): string {
  const { config, normed, window, rows, rowsPerPolicy, prompt: p, response: n } = shape
  const { heads, kvHeads, headDim: d, queryScale, normEpsilon } = config
  const stride = (heads + 2 * kvHeads) * d
  const values = rows * kvHeads * d * n
  const half = d / 2
  const perInvocation = Math.ceil(d / width)
  const dims = (line: (j: number) => string) =>
    Array.from({ length: perInvocation }, (_, j) => line(j)).join('\n')
  const bound = attentionBindings(shape)
  const declared = bound.map(
    (name, i) =>
      `@group(0) @binding(${i}) var<storage, ${name === 'cache' || name === 'out' ? 'read_write' : 'read'}> ${name}: array<${name === 'step' ? 'u32' : 'f32'}>;`,
  )
  /** Reads a head into a shared array, normed and rotated. */
  const head = (into: string, from: string, norm: string, scale: number) => `
  for (var c = i; c < ${d}u; c += ${width}u) { raw[c] = qkv[${from} + c]; }
  workgroupBarrier();
  ${normed ? `var ${into}Squares = 0.0; for (var c = 0u; c < ${d}u; c++) { ${into}Squares += raw[c] * raw[c]; } let ${into}Inverse = inverseSqrt(${into}Squares / ${d}.0 + ${normEpsilon});` : ''}
  for (var c = i; c < ${half}u; c += ${width}u) {
    let a = raw[c]${normed ? ` * ${into}Inverse * ${norm}[c]` : ''};
    let b = raw[c + ${half}u]${normed ? ` * ${into}Inverse * ${norm}[c + ${half}u]` : ''};
    let cosine = rotation[position * ${half}u + c];
    let sine = rotation[${(p + n) * half}u + position * ${half}u + c];
    ${into}[c] = (a * cosine - b * sine) * f32(${scale});
    ${into}[c + ${half}u] = (b * cosine + a * sine) * f32(${scale});
  }
  workgroupBarrier();`
  return `// decoding, attention
${declared.join('\n')}
var<workgroup> raw: array<f32, ${d}>;
var<workgroup> query: array<f32, ${d}>;
var<workgroup> key: array<f32, ${d}>;
var<workgroup> scores: array<f32, ${width}>;
@compute @workgroup_size(${width})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) i: u32) {
  let h = group.x;
  let r = group.y;
  let kv = h / ${heads / kvHeads}u;
  let policy = r / ${rowsPerPolicy}u;
  let t = step[0];
  let length = step[${1 + rows}u + policy];
  let position = length + t;
  let own = r * ${stride}u;
  ${head('query', `own + h * ${d}u`, 'queryNorm', queryScale)}
  ${head('key', `own + (${heads}u + kv) * ${d}u`, 'keyNorm', 1)}
  let value = own + (${heads + kvHeads}u + kv) * ${d}u;
  let keys = (r * ${kvHeads}u + kv) * ${d * n}u;
  let values = ${values}u + keys;
  let promptAt = (policy * ${kvHeads}u + kv) * ${d * p}u;
  if (h % ${heads / kvHeads}u == 0u) {
    for (var c = i; c < ${d}u; c += ${width}u) {
      cache[keys + c * ${n}u + t] = key[c];
      cache[values + t * ${d}u + c] = qkv[value + c];
    }
  }
  // Keys are counted over padding, prompt and response alike; the last is the new one.
  let last = ${p}u + t;
  var start = ${p}u - length;
  ${window === null ? '' : `if (last + 1u > ${window}u) { start = max(start, last + 1u - ${window}u); }`}
  var largest = -3.0e38;
  var sum = 0.0;
  ${dims((j) => `var mixed${j} = 0.0;`)}
  for (var tile = start; tile <= last; tile += ${width}u) {
    let at = tile + i;
    var score = -3.0e38;
    if (at <= last) {
      score = 0.0;
      if (at < ${p}u) { for (var c = 0u; c < ${d}u; c++) { score += query[c] * promptKeys[promptAt + c * ${p}u + at]; } }
      else if (at < last) { for (var c = 0u; c < ${d}u; c++) { score += query[c] * cache[keys + c * ${n}u + at - ${p}u]; } }
      else { for (var c = 0u; c < ${d}u; c++) { score += query[c] * key[c]; } }
    }
    scores[i] = score;
    workgroupBarrier();
    let count = min(${width}u, last + 1u - tile);
    var highest = largest;
    for (var j = 0u; j < count; j++) { highest = max(highest, scores[j]); }
    let shrink = exp(largest - highest);
    largest = highest;
    sum *= shrink;
    ${dims((j) => `mixed${j} *= shrink;`)}
    for (var j = 0u; j < count; j++) {
      let weight = exp(scores[j] - highest);
      sum += weight;
      let seen = tile + j;
      ${dims(
        (j) => `{
        let c = min(i + ${j * width}u, ${d - 1}u);
        if (seen < ${p}u) { mixed${j} += weight * promptValues[promptAt + seen * ${d}u + c]; }
        else if (seen < last) { mixed${j} += weight * cache[values + (seen - ${p}u) * ${d}u + c]; }
        else { mixed${j} += weight * qkv[value + c]; }
      }`,
      )}
    }
    workgroupBarrier();
  }
  ${dims((j) => `if (i + ${j * width}u < ${d}u) { out[(r * ${heads}u + h) * ${d}u + i + ${j * width}u] = mixed${j} / sum; }`)}
}`
}
