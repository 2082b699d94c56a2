/**
 * Attention of a decoding step in one kernel: queries and keys are normed and rotated, the new key and value are written
 * into the cache, and each head goes once over the prompt's keys, which all attempts share, and its own response's. What
 * waits for memory reads several values at once.
 */
import type { LlamaConfig } from '../config.ts'
import { joined, lines, summed, writtenOnce } from './kernel-code.ts'

/** Invocations of a workgroup: one half turns the query, one the key. */
const width = 256
const side = width / 2
/** Keys whose weights are held at once. */
const tile = 1024

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
export const attentionCode = writtenOnce(function attentionCode(shape: AttentionShape): string {
  const { config, normed, window, rows, rowsPerPolicy, prompt: p, response: n } = shape
  const { heads, kvHeads, headDim: d, queryScale, normEpsilon } = config
  const stride = (heads + 2 * kvHeads) * d
  const values = rows * kvHeads * d * n
  const half = d / 2
  // Each column of a head is summed up by as many invocations as there is room for, each over its part of the keys.
  const lanes = Math.min(d, width)
  const parts = Math.floor(width / lanes)
  const perInvocation = Math.ceil(d / lanes)
  const dims = (line: (j: number) => string) => lines(perInvocation, line)
  const bound = attentionBindings(shape)
  const declared = bound.map(
    (name, i) =>
      `@group(0) @binding(${i}) var<storage, ${name === 'cache' || name === 'out' ? 'read_write' : 'read'}> ${name}: array<${name === 'step' ? 'u32' : 'f32'}>;`,
  )
  /** Scores of the keys from `first` to before `end`, as invocations share them out; `key(c)` is a key's place. */
  const scored = (first: string, end: string, key: (c: string) => string, keys: string) => `
    for (var at = ${first} + i; at < ${end}; at += ${width}u) {
      var score = vec4f(0.0);
      for (var c = 0u; c < ${d}u; c += 4u) {
        score += vec4f(turned[c], turned[c + 1u], turned[c + 2u], turned[c + 3u])
          * vec4f(${[0, 1, 2, 3].map((j) => `${keys}[${key(`(c + ${j}u)`)}]`).join(', ')});
      }
      let sum = score.x + score.y + score.z + score.w;
      scores[at - begin] = sum;
      highest = max(highest, sum);
    }`
  /** Adds the values of the keys from `first` to before `end`, four at a time so that no one waits for another. */
  const mixing = (first: string, end: string, value: (at: string, c: string) => string) => `
    for (var at = ${first} + share; at < ${end}; at += ${4 * parts}u) {
      ${lines(
        4,
        (j) => `let at${j} = min(at + ${j * parts}u, ${end} - 1u);
      let weight${j} = select(0.0, scores[at${j} - begin], at + ${j * parts}u < ${end});`,
      )}
      ${dims((k) => {
        const c = `min(lane + ${k * lanes}u, ${d - 1}u)`
        return `mixed${k} += ${[0, 1, 2, 3].map((j) => `weight${j} * ${value(`at${j}`, c)}`).join(' + ')};`
      })}
    }`
  return `// decoding, attention
${declared.join('\n')}
var<workgroup> raw: array<f32, ${2 * d}>;
// The query, then the key.
var<workgroup> turned: array<f32, ${2 * d}>;
var<workgroup> scores: array<f32, ${tile}>;
var<workgroup> part: array<f32, ${width}>;
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
  let value = own + (${heads + kvHeads}u + kv) * ${d}u;
  let keys = (r * ${kvHeads}u + kv) * ${d * n}u;
  let values = ${values}u + keys;
  let promptAt = (policy * ${kvHeads}u + kv) * ${d * p}u;
  let ofKey = i / ${side}u;
  let place = i % ${side}u;
  let source = own + select(h, ${heads}u + kv, ofKey == 1u) * ${d}u;
  let into = ofKey * ${d}u;
  ${normed ? 'var squares = 0.0;' : ''}
  for (var c = place; c < ${d}u; c += ${side}u) {
    let v = qkv[source + c];
    raw[into + c] = v;
    ${normed ? 'squares += v * v;' : ''}
  }
  ${
    normed
      ? `part[i] = squares;
  ${summed(side, 'place')}
  let inverse = inverseSqrt(part[ofKey * ${side}u] / ${d}.0 + ${normEpsilon});`
      : 'workgroupBarrier();'
  }
  for (var c = place; c < ${half}u; c += ${side}u) {
    ${['c', `c + ${half}u`].map((c, j) => `let ${j === 0 ? 'a' : 'b'} = raw[into + ${c}]${normed ? ` * inverse * select(queryNorm[${c}], keyNorm[${c}], ofKey == 1u)` : ''};`).join('\n')}
    let cosine = rotation[position * ${half}u + c];
    let sine = rotation[${(p + n) * half}u + position * ${half}u + c];
    let scale = select(f32(${queryScale}), 1.0, ofKey == 1u);
    turned[into + c] = (a * cosine - b * sine) * scale;
    turned[into + c + ${half}u] = (b * cosine + a * sine) * scale;
  }
  workgroupBarrier();
  if (h % ${heads / kvHeads}u == 0u) {
    for (var c = i; c < ${d}u; c += ${width}u) {
      cache[keys + c * ${n}u + t] = turned[${d}u + c];
      cache[values + t * ${d}u + c] = qkv[value + c];
    }
  }
  // Keys are counted over padding, prompt and response alike; the last is the new one.
  let last = ${p}u + t;
  var start = ${p}u - length;
  ${window === null ? '' : `if (last + 1u > ${window}u) { start = max(start, last + 1u - ${window}u); }`}
  var largest = -3.0e38;
  var sum = 0.0;
  let lane = i % ${lanes}u;
  let share = i / ${lanes}u;
  ${dims((j) => `var mixed${j} = 0.0;`)}
  for (var begin = start; begin <= last; begin += ${tile}u) {
    let end = min(begin + ${tile}u, last + 1u);
    let promptEnd = clamp(${p}u, begin, end);
    let cacheEnd = min(end, last);
    var highest = -3.0e38;
    ${scored('begin', 'promptEnd', (c) => `promptAt + ${c} * ${p}u + at`, 'promptKeys')}
    ${scored('promptEnd', 'cacheEnd', (c) => `keys + ${c} * ${n}u + at - ${p}u`, 'cache')}
    if (end > last && i == 0u) {
      var score = 0.0;
      for (var c = 0u; c < ${d}u; c++) { score += turned[c] * turned[${d}u + c]; }
      scores[last - begin] = score;
      highest = max(highest, score);
    }
    part[i] = highest;
    ${joined(width, (own, other) => `part[${own}] = max(part[${own}], part[${other}]);`)}
    highest = max(largest, part[0]);
    workgroupBarrier();
    var own_ = 0.0;
    for (var at = begin + i; at < end; at += ${width}u) {
      let weight = exp(scores[at - begin] - highest);
      scores[at - begin] = weight;
      own_ += weight;
    }
    part[i] = own_;
    ${summed(width)}
    let shrink = exp(largest - highest);
    largest = highest;
    sum = sum * shrink + part[0];
    ${dims((j) => `mixed${j} *= shrink;`)}
    if (share < ${parts}u) {
      ${mixing('begin', 'promptEnd', (at, c) => `promptValues[promptAt + ${at} * ${d}u + ${c}]`)}
      ${mixing('promptEnd', 'cacheEnd', (at, c) => `cache[values + (${at} - ${p}u) * ${d}u + ${c}]`)}
      if (end > last && share == 0u) {
        ${dims((j) => `mixed${j} += scores[last - begin] * qkv[value + min(lane + ${j * lanes}u, ${d - 1}u)];`)}
      }
    }
    workgroupBarrier();
  }
  ${dims(
    (j) => `part[i] = mixed${j};
  workgroupBarrier();
  if (i < ${lanes}u && i + ${j * lanes}u < ${d}u) {
    var all = part[i];
    for (var other = 1u; other < ${parts}u; other++) { all += part[other * ${lanes}u + i]; }
    out[(r * ${heads}u + h) * ${d}u + i + ${j * lanes}u] = all / sum;
  }
  workgroupBarrier();`,
  )}
}`
})
