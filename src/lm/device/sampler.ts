/**
 * A token drawn on the device as `draw` draws it on the host: temperature, nucleus, one uniform number of 32 bits.
 * Float32 would move the borders between tokens, so everything is counted in whole numbers: a token's weight is
 * exp((logit - largest) / T) as 45 bits of fixed point, right to 2^-31 of itself, sums of weights are exact in 64
 * bits, and no order of adding them changes anything. The nucleus is found digit by digit, without sorting.
 */
import type { Draw } from '../sampling.ts'
import { joined, lines } from './kernel-code.ts'
import { wholeNumbers } from './whole-numbers.ts'

/** Invocations of a row's workgroup, where the device has as many, and in how many parts they are gone over one by one. */
export const samplerWidth = (
  limits: Pick<GPUSupportedLimits, 'maxComputeInvocationsPerWorkgroup' | 'maxComputeWorkgroupSizeX'>,
): number =>
  Math.min(limits.maxComputeInvocationsPerWorkgroup, limits.maxComputeWorkgroupSizeX) >= 1024 ? 1024 : 256
const groups = 16
/** Values that an invocation reads at once. */
const atOnce = 4
/** Bits of a digit, and how many a weight of 46 bits has. */
const [digit, digits] = [8, 6]
/** Numbers handed back of each row: the token, its logit, the largest logit, the sum of weights (high, low). */
export const drawnWords = 5
/** Fraction bits of weights: the likeliest token's is 2^45 (less one part of 2^32). */
const weightBits = 45
const two32 = 2 ** 32
const bins = 2 ** digit
const several = (line: (j: number) => string): string => lines(atOnce, line)

/** Temperatures outside are left to the host. */
export const drawsOnDevice = (temperature: number): boolean => temperature >= 0.01 && temperature <= 100

/** Rows of logits [rows, V] drawn from with one number each. Bound: logits, the step (its number, then one draw a row), scratch of 2 V words a row, settings, 2^(-i / 256) for i of 0 to 255 in 32 bits, drawn [rows, 5]. One workgroup a row, of `width` invocations. */
export const samplerCode = (vocabulary: number, width: number): string => {
  const groupSize = width / groups
  return `// draw
struct Settings { scale: vec2u, top: vec2u, everything: u32 }
@group(0) @binding(0) var<storage, read> logits: array<f32>;
@group(0) @binding(1) var<storage, read> step: array<u32>;
@group(0) @binding(2) var<storage, read_write> weights: array<vec2u>;
@group(0) @binding(3) var<uniform> settings: Settings;
@group(0) @binding(4) var<storage, read> powers: array<u32>;
@group(0) @binding(5) var<storage, read_write> drawn: array<u32>;
const V = ${vocabulary}u;
var<workgroup> highs: array<f32, ${width}>;
var<workgroup> sums: array<vec2u, ${width}>;
// Sums of neighbours, so that looking for a place among many is short.
var<workgroup> some: array<vec2u, ${groups}>;
var<workgroup> binLow: array<atomic<u32>, ${2 ** digit}>;
var<workgroup> binHigh: array<atomic<u32>, ${2 ** digit}>;
var<workgroup> found: Found;
var<workgroup> token: u32;
struct Found { value: vec2u, above: vec2u }

${wholeNumbers}
/** d of 32 fraction bits below the largest, times 1 / (T ln 2) of 56, is how often the weight is halved. */
fn weight(d: vec2u) -> vec2u {
  if (d.y >= 0x10000u) { return vec2u(0u); }
  // (d * scale) >> 56, from the 96 bits above the lowest word.
  let low = plus(product(d.x, settings.scale.y), plus(product(d.y, settings.scale.x), vec2u(high(d.x, settings.scale.x), 0u)));
  let top = plus(product(d.y, settings.scale.y), vec2u(low.y, 0u));
  let fraction = (low.x >> 24u) | (top.x << 8u);
  let whole = (top.x >> 24u) | (top.y << 8u);
  if (top.y >= 0x1000000u || whole > ${weightBits}u) { return vec2u(0u); }
  let r = fraction & 0xffffffu;
  let a = high(r << 8u, 0xb17217f8u);
  let a2 = high(a, a);
  let t = a - (a2 >> 9u) + (high(a2, a) >> 16u) / 6u;
  let p = powers[fraction >> 24u];
  let m = p - ((high(p, t) + 128u) >> 8u);
  let w = vec2u(m << ${weightBits - 32}u, m >> ${64 - weightBits}u);
  if (whole == 0u) { return w; }
  if (whole >= 32u) { return vec2u(w.y >> (whole - 32u), 0u); }
  return vec2u((w.x >> whole) | (w.y << (32u - whole)), w.y >> whole);
}
/** The first weight, largest first, with which the sum exceeds a target; and the sum of those that are larger. */
fn select_(row: u32, i: u32, target_: vec2u) -> Found {
  var known = vec2u(0u);
  var above = vec2u(0u);
  for (var place = ${digits}u; place > 0u; place--) {
    let shift = (place - 1u) * ${digit}u;
    if (i < ${bins}u) {
      atomicStore(&binLow[i], 0u);
      atomicStore(&binHigh[i], 0u);
    }
    workgroupBarrier();
    for (var v = i; v < V; v += ${atOnce * width}u) {
      ${several((j) => `let w${j} = weights[row * V + min(v + ${j * width}u, V - 1u)];`)}
      ${several((j) => `if (v + ${j * width}u < V) { counted(w${j}, known, shift); }`)}
    }
    workgroupBarrier();
    if (i < ${groups}u) {
      var sum = vec2u(0u);
      for (var d = i * ${bins / groups}u; d < (i + 1u) * ${bins / groups}u; d++) { sum = plus(sum, bin(d)); }
      some[i] = sum;
    }
    workgroupBarrier();
    if (i == 0u) {
      var g = ${groups - 1}u;
      for (; g > 0u; g--) {
        let more = plus(above, some[g]);
        if (greater(more, target_)) { break; }
        above = more;
      }
      let first = g * ${bins / groups}u;
      var d = first + ${bins / groups - 1}u;
      for (; d > first; d--) {
        let more = plus(above, bin(d));
        if (greater(more, target_)) { break; }
        above = more;
      }
      if (shift >= 32u) { known.y |= d << (shift - 32u); } else { known.x |= d << shift; }
      found = Found(known, above);
    }
    let next = workgroupUniformLoad(&found);
    known = next.value;
    above = next.above;
  }
  return Found(known, above);
}
fn bin(d: u32) -> vec2u { return vec2u(atomicLoad(&binLow[d]), atomicLoad(&binHigh[d])); }
fn counted(w: vec2u, known: vec2u, shift: u32) {
  let d = bits(w, shift);
  // The lowest digit's sum is never asked for: what is not found above it is there.
  if (d > 0u && same(w, known, shift + ${digit}u)) {
    let before = atomicAdd(&binLow[d], w.x);
    let carry = select(0u, 1u, before + w.x < before);
    if (w.y + carry > 0u) { atomicAdd(&binHigh[d], w.y + carry); }
  }
}
fn bits(w: vec2u, shift: u32) -> u32 { return select(w.x >> (shift & 31u), w.y >> (shift & 31u), shift >= 32u) & ${2 ** digit - 1}u; }
fn same(w: vec2u, known: vec2u, low: u32) -> bool {
  if (low >= 48u) { return true; }
  if (low >= 32u) { return w.y >> (low - 32u) == known.y >> (low - 32u); }
  return w.y == known.y && w.x >> low == known.x >> low;
}
/** Which of the equal ones (counted from 1) the target falls on, and the sum with it. */
fn equals(at: Found, target_: vec2u) -> vec3u {
  var sum = plus(at.above, at.value);
  var count = 1u;
  while (!greater(sum, target_) && count < V) { sum = plus(sum, at.value); count++; }
  return vec3u(sum, count);
}
/** What all invocations have in \`sums\`, and the sums of neighbours. */
fn summed(i: u32) -> vec2u {
  workgroupBarrier();
  if (i < ${groups}u) {
    var sum = vec2u(0u);
    for (var j = i * ${groupSize}u; j < (i + 1u) * ${groupSize}u; j++) { sum = plus(sum, sums[j]); }
    some[i] = sum;
  }
  workgroupBarrier();
  var all = vec2u(0u);
  for (var j = 0u; j < ${groups}u; j++) { all = plus(all, some[j]); }
  return all;
}
@compute @workgroup_size(${width})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) i: u32) {
  let row = group.x;
  var highest = -3.0e38;
  for (var v = i; v < V; v += ${atOnce * width}u) {
    ${several((j) => `let x${j} = logits[row * V + min(v + ${j * width}u, V - 1u)];`)}
    ${several((j) => `highest = max(highest, x${j});`)}
  }
  highs[i] = highest;
  ${joined(width, (own, other) => `highs[${own}] = max(highs[${own}], highs[${other}]);`)}
  highest = highs[0];
  let most = fixed(highest);
  var sum = vec2u(0u);
  for (var v = i; v < V; v += ${atOnce * width}u) {
    ${several((j) => `let x${j} = logits[row * V + min(v + ${j * width}u, V - 1u)];`)}
    ${several((j) => `if (v + ${j * width}u < V) { let w = weight(minus(most, fixed(x${j}))); weights[row * V + v + ${j * width}u] = w; sum = plus(sum, w); }`)}
  }
  sums[i] = sum;
  storageBarrier();
  let total = summed(i);
  let uniform_ = step[1u + row];
  // Neighbours in the order of ids are one invocation's, so that the first sum to exceed a target is found by its part.
  let chunk = (V + ${width - 1}u) / ${width}u;
  if (settings.everything == 1u) {
    var own = vec2u(0u);
    for (var v = i * chunk; v < min(V, (i + 1u) * chunk); v++) { own = plus(own, weights[row * V + v]); }
    sums[i] = own;
    _ = summed(i);
    if (i == 0u) {
      let target_ = part(total, uniform_);
      var before = vec2u(0u);
      var g = 0u;
      for (; g < ${groups - 1}u; g++) {
        let next = plus(before, some[g]);
        if (greater(next, target_)) { break; }
        before = next;
      }
      var j = g * ${groupSize}u;
      for (; j < (g + 1u) * ${groupSize}u - 1u; j++) {
        let next = plus(before, sums[j]);
        if (greater(next, target_)) { break; }
        before = next;
      }
      var v = j * chunk;
      for (; v < V - 1u; v++) {
        before = plus(before, weights[row * V + v]);
        if (greater(before, target_)) { break; }
      }
      token = v;
    }
  } else {
    // The sum reaches topP * total when it exceeds that, rounded down.
    let reach = plus(part(total, settings.top.y), vec2u(high(total.y, settings.top.x), 0u));
    let last = select_(row, i, reach);
    let mass = equals(last, reach).xy;
    let target_ = part(mass, uniform_);
    let chosen = select_(row, i, target_);
    let count = equals(chosen, target_).z;
    var own = 0u;
    for (var v = i * chunk; v < min(V, (i + 1u) * chunk); v++) {
      let w = weights[row * V + v];
      if (w.x == chosen.value.x && w.y == chosen.value.y) { own++; }
    }
    sums[i] = vec2u(own, 0u);
    _ = summed(i);
    if (i == 0u) {
      var rest = count;
      var g = 0u;
      for (; g < ${groups - 1}u; g++) {
        if (some[g].x >= rest) { break; }
        rest -= some[g].x;
      }
      var j = g * ${groupSize}u;
      for (; j < (g + 1u) * ${groupSize}u - 1u; j++) {
        if (sums[j].x >= rest) { break; }
        rest -= sums[j].x;
      }
      var v = j * chunk;
      for (; v < V - 1u; v++) {
        let w = weights[row * V + v];
        if (w.x == chosen.value.x && w.y == chosen.value.y) { rest--; if (rest == 0u) { break; } }
      }
      token = v;
    }
  }
  if (i == 0u) {
    let at = row * ${drawnWords}u;
    drawn[at] = token;
    drawn[at + 1u] = bitcast<u32>(logits[row * V + token]);
    drawn[at + 2u] = bitcast<u32>(highest);
    drawn[at + 3u] = total.y;
    drawn[at + 4u] = total.x;
  }
}`
}

/** 2^(-i / 256) of 32 bits; one itself has none and is the largest number below. */
export const powers = (): Uint32Array<ArrayBuffer> =>
  Uint32Array.from({ length: 256 }, (_, i) => Math.min(two32 - 1, Math.round(two32 * 2 ** (-i / 256))))

/** The settings' words: 1 / (T ln 2) with 56 bits of fraction, top-p with 64, whether everything is drawn from. */
export function samplerSettings(temperature: number, topP: number): Uint32Array<ArrayBuffer> {
  const fine = BigInt(Math.round(2 ** 56 / (temperature * Math.LN2)))
  const top = topP < 1 ? BigInt(Math.floor(topP * 2 ** 53)) << 11n : 0n
  return Uint32Array.of(
    Number(fine & 0xffffffffn),
    Number(fine >> 32n),
    Number(top & 0xffffffffn),
    Number(top >> 32n),
    topP < 1 ? 0 : 1,
    0,
    0,
    0,
  )
}

/** What one row handed back. */
export function drawnOf(words: Uint32Array, row: number, temperature: number): Draw {
  const own = words.slice(row * drawnWords, (row + 1) * drawnWords)
  const floats = new Float32Array(own.buffer)
  const total = (own[3]! * two32 + own[4]!) / 2 ** weightBits
  return { token: own[0]!, logProb: (floats[1]! - floats[2]!) / temperature - Math.log(total) }
}
