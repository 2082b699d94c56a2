/**
 * Attention over whole sequences and its gradients: keys are gone over in tiles with a running softmax, so that no table
 * of queries by keys is ever made; the gradients make each weight again from the logarithm of its row's sum.
 * Heads are read in vectors of four, and several values at once: a card waits for memory as long for one as for many.
 */
import { kernelCode, lines, writtenOnce, type KernelCode } from './kernel-code.ts'
import { width } from './row-kernels.ts'
import type { TurnShape } from './turn-kernels.ts'

export interface SequenceAttentionShape extends TurnShape {
  /** How far back a query sees; null: everything behind it. */
  window: number | null
}

/**
 * Where things lie: queries and keys in turned [rows, (heads + kvHeads) * headDim], values in qkv [rows, (heads + 2 kvHeads) * headDim].
 * `seen(t, pad)` is the first column that a query at column t sees; one before its sequence's beginning sees itself alone.
 */
const layout = ({ config: { heads, kvHeads, headDim: d }, window }: SequenceAttentionShape) => `
fn query(row: u32, h: u32) -> u32 { return (row * ${heads + kvHeads}u + h) * ${d}u; }
fn key(row: u32, kv: u32) -> u32 { return (row * ${heads + kvHeads}u + ${heads}u + kv) * ${d}u; }
fn value(row: u32, kv: u32) -> u32 { return (row * ${heads + 2 * kvHeads}u + ${heads + kvHeads}u + kv) * ${d}u; }
fn mixed(row: u32, h: u32) -> u32 { return (row * ${heads}u + h) * ${d}u; }
fn seen(t: u32, pad: u32) -> u32 { return min(${window === null ? 'pad' : `max(pad, select(0u, t + 1u - ${window}u, t + 1u > ${window}u))`}, t); }`

/** One value of a binding of vectors of four. */
const single = (name: string) => `fn ${name}_(i: u32) -> f32 { return ${name}[i / 4u][i % 4u]; }`
/** Lines for four neighbours. */
const four = (line: (j: number) => string) => lines(4, line)

const perInvocation = (d: number, line: (j: number) => string) => lines(Math.ceil(d / width), line)

/** out [rows, heads * headDim], and the logarithm of each softmax's sum [rows, heads]. One workgroup a head and row. */
export const attentionKernel = writtenOnce(function attentionKernel(
  shape: SequenceAttentionShape,
): KernelCode {
  const { heads, kvHeads, headDim: d } = shape.config
  const { length, batch } = shape
  return kernelCode(
    'attention',
    { turned: 'read4', qkv: 'read', pads: 'words', attended: 'write', sums: 'write' },
    `${layout(shape)}
var<workgroup> q: array<vec4f, ${d / 4}>;
var<workgroup> scores: array<f32, ${width}>;
@compute @workgroup_size(${width})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) i: u32) {
  let h = group.x;
  let row = group.y;
  let kv = h / ${heads / kvHeads}u;
  let t = row % ${length}u;
  let first = row - t;
  for (var c = i; c < ${d / 4}u; c += ${width}u) { q[c] = turned[query(row, h) / 4u + c]; }
  workgroupBarrier();
  var largest = -3.0e38;
  var sum = 0.0;
  ${perInvocation(d, (j) => `var mixed${j} = 0.0;`)}
  for (var tile = seen(t, pads[row / ${length}u]); tile <= t; tile += ${width}u) {
    var score = -3.0e38;
    if (tile + i <= t) {
      score = 0.0;
      let k = key(first + tile + i, kv) / 4u;
      for (var c = 0u; c < ${d / 4}u; c++) { score += dot(q[c], turned[k + c]); }
    }
    scores[i] = score;
    workgroupBarrier();
    let count = min(${width}u, t + 1u - tile);
    var highest = largest;
    for (var j = 0u; j < count; j++) { highest = max(highest, scores[j]); }
    workgroupBarrier();
    scores[i] = exp(score - highest);
    workgroupBarrier();
    let shrink = exp(largest - highest);
    largest = highest;
    sum *= shrink;
    ${perInvocation(d, (j) => `mixed${j} *= shrink;`)}
    // Beyond the last key weights are zero, and rows are those that are there.
    for (var j = 0u; j < count; j += 4u) {
      ${four((n) => `let row${n} = min(first + tile + j + ${n}u, ${length * batch - 1}u); let w${n} = scores[j + ${n}u];`)}
      sum += w0 + w1 + w2 + w3;
      ${perInvocation(d, (j) => `mixed${j} += ${[0, 1, 2, 3].map((n) => `w${n} * qkv[value(row${n}, kv) + min(i + ${j * width}u, ${d - 1}u)]`).join(' + ')};`)}
    }
    workgroupBarrier();
  }
  ${perInvocation(d, (j) => `if (i + ${j * width}u < ${d}u) { attended[mixed(row, h) + i + ${j * width}u] = mixed${j} / sum; }`)}
  if (i == 0u) { sums[row * ${heads}u + h] = largest + log(sum); }
}`,
    [heads, batch * length, 1],
  )
})

/** The gradient of turned queries given that of `attended`; and what each row's weights lose by their sum being one, [rows, heads]. One workgroup a head and row. */
export const queryGradientKernel = writtenOnce(function queryGradientKernel(
  shape: SequenceAttentionShape,
): KernelCode {
  const { heads, kvHeads, headDim: d } = shape.config
  const { length, batch } = shape
  return kernelCode(
    'attention, gradient of queries',
    {
      turned: 'read4',
      qkv: 'read4',
      attended: 'read',
      dattended: 'read',
      sums: 'read',
      pads: 'words',
      dturned: 'write',
      losses: 'write',
    },
    `${layout(shape)}
${single('turned')}
var<workgroup> q: array<vec4f, ${d / 4}>;
var<workgroup> dout: array<vec4f, ${d / 4}>;
var<workgroup> part: array<f32, ${width}>;
@compute @workgroup_size(${width})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) i: u32) {
  let h = group.x;
  let row = group.y;
  let kv = h / ${heads / kvHeads}u;
  let t = row % ${length}u;
  let first = row - t;
  let at = mixed(row, h);
  var s = 0.0;
  for (var c = i; c < ${d}u; c += ${width}u) {
    q[c / 4u][c % 4u] = turned_(query(row, h) + c);
    dout[c / 4u][c % 4u] = dattended[at + c];
    s += attended[at + c] * dattended[at + c];
  }
  part[i] = s;
  workgroupBarrier();
  var loss = 0.0;
  for (var j = 0u; j < ${width}u; j++) { loss += part[j]; }
  workgroupBarrier();
  let logSum = sums[row * ${heads}u + h];
  ${perInvocation(d, (j) => `var dq${j} = 0.0;`)}
  for (var tile = seen(t, pads[row / ${length}u]); tile <= t; tile += ${width}u) {
    var slope = 0.0;
    if (tile + i <= t) {
      let k = key(first + tile + i, kv) / 4u;
      let v = value(first + tile + i, kv) / 4u;
      var score = 0.0;
      var dweight = 0.0;
      for (var c = 0u; c < ${d / 4}u; c++) {
        score += dot(q[c], turned[k + c]);
        dweight += dot(dout[c], qkv[v + c]);
      }
      slope = exp(score - logSum) * (dweight - loss);
    }
    part[i] = slope;
    workgroupBarrier();
    let count = min(${width}u, t + 1u - tile);
    for (var j = 0u; j < count; j += 4u) {
      ${four((n) => `let row${n} = min(first + tile + j + ${n}u, ${length * batch - 1}u); let slope${n} = part[j + ${n}u];`)}
      ${perInvocation(d, (j) => `dq${j} += ${[0, 1, 2, 3].map((n) => `slope${n} * turned_(key(row${n}, kv) + min(i + ${j * width}u, ${d - 1}u))`).join(' + ')};`)}
    }
    workgroupBarrier();
  }
  ${perInvocation(d, (j) => `if (i + ${j * width}u < ${d}u) { dturned[query(row, h) + i + ${j * width}u] = dq${j}; }`)}
  if (i == 0u) { losses[row * ${heads}u + h] = loss; }
}`,
    [heads, batch * length, 1],
  )
})

/** The gradients of turned keys, into `dturned`, and of values, into `dqkv`, given those of `attended`. One workgroup a head of keys and row. */
export const keyGradientKernel = writtenOnce(function keyGradientKernel(
  shape: SequenceAttentionShape,
): KernelCode {
  const { heads, kvHeads, headDim: d } = shape.config
  const { length, batch, window } = shape
  const group = heads / kvHeads
  return kernelCode(
    'attention, gradients of keys and values',
    {
      turned: 'read4',
      qkv: 'read',
      dattended: 'read4',
      sums: 'read',
      losses: 'read',
      pads: 'words',
      dturned: 'write',
      dqkv: 'write',
    },
    `${layout(shape)}
${single('turned')}
${single('dattended')}
var<workgroup> k: array<vec4f, ${d / 4}>;
var<workgroup> v: array<vec4f, ${d / 4}>;
var<workgroup> weights: array<f32, ${width}>;
var<workgroup> slopes: array<f32, ${width}>;
@compute @workgroup_size(${width})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) i: u32) {
  let kv = group.x;
  let row = group.y;
  let t = row % ${length}u;
  let first = row - t;
  for (var c = i; c < ${d}u; c += ${width}u) {
    k[c / 4u][c % 4u] = turned_(key(row, kv) + c);
    v[c / 4u][c % 4u] = qkv[value(row, kv) + c];
  }
  workgroupBarrier();
  ${perInvocation(d, (j) => `var dk${j} = 0.0; var dv${j} = 0.0;`)}
  // Of what stands before a sequence nothing is wanted.
  let end = select(${window === null ? `${length}u` : `min(${length}u, t + ${window}u)`}, t, t < pads[row / ${length}u]);
  for (var h = kv * ${group}u; h < (kv + 1u) * ${group}u; h++) {
    for (var tile = t; tile < end; tile += ${width}u) {
      var weight = 0.0;
      var slope = 0.0;
      if (tile + i < end) {
        let other = first + tile + i;
        let q = query(other, h) / 4u;
        let o = mixed(other, h) / 4u;
        var score = 0.0;
        var dweight = 0.0;
        for (var c = 0u; c < ${d / 4}u; c++) {
          score += dot(turned[q + c], k[c]);
          dweight += dot(dattended[o + c], v[c]);
        }
        weight = exp(score - sums[other * ${heads}u + h]);
        slope = weight * (dweight - losses[other * ${heads}u + h]);
      }
      weights[i] = weight;
      slopes[i] = slope;
      workgroupBarrier();
      let count = min(${width}u, end - tile);
      for (var j = 0u; j < count; j += 4u) {
        ${four((n) => `let row${n} = min(first + tile + j + ${n}u, ${length * batch - 1}u);`)}
        ${perInvocation(
          d,
          (j) => `{
          let c = min(i + ${j * width}u, ${d - 1}u);
          dk${j} += ${[0, 1, 2, 3].map((n) => `slopes[j + ${n}u] * turned_(query(row${n}, h) + c)`).join(' + ')};
          dv${j} += ${[0, 1, 2, 3].map((n) => `weights[j + ${n}u] * dattended_(mixed(row${n}, h) + c)`).join(' + ')};
        }`,
        )}
      }
      workgroupBarrier();
    }
  }
  ${perInvocation(
    d,
    (j) => `if (i + ${j * width}u < ${d}u) {
    dturned[key(row, kv) + i + ${j * width}u] = dk${j};
    dqkv[value(row, kv) + i + ${j * width}u] = dv${j};
  }`,
  )}
}`,
    [kvHeads, batch * length, 1],
  )
})

/** Keys and values of prompts as decoding reads them: keys [batch, kvHeads, headDim, length], values [batch, kvHeads, length, headDim]. One workgroup a head of keys and row. */
export const cacheKernel = writtenOnce(function cacheKernel({
  config: { heads, kvHeads, headDim: d },
  length,
  batch,
}: TurnShape): KernelCode {
  return kernelCode(
    'cache',
    { turned: 'read', qkv: 'read', keys: 'write', values: 'write' },
    `@compute @workgroup_size(${width})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) i: u32) {
  let kv = group.x;
  let row = group.y;
  let t = row % ${length}u;
  let at = (row / ${length}u * ${kvHeads}u + kv) * ${d * length}u;
  for (var c = i; c < ${d}u; c += ${width}u) {
    keys[at + c * ${length}u + t] = turned[(row * ${heads + kvHeads}u + ${heads}u + kv) * ${d}u + c];
    values[at + t * ${d}u + c] = qkv[(row * ${heads + 2 * kvHeads}u + ${heads + kvHeads}u + kv) * ${d}u + c];
  }
}`,
    [kvHeads, batch * length, 1],
  )
})
