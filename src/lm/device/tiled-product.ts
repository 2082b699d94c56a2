/**
 * A matrix product in tiles that a workgroup shares: y(z, m, n) = sum over k of a(z, m, k) b(z, k, n), whatever a and b are read from.
 * Each tile is summed by itself before it is added: a sum of k values rounds as one of k / 16 and one of 16 do.
 */
import { kernelCode, type KernelCode } from './kernel-code.ts'

export interface TiledProduct {
  name: string
  /** Independent products, the rows and columns of one, and the values that a sum has. */
  batch: number
  m: number
  n: number
  k: number
  bindings: Parameters<typeof kernelCode>[1]
  /** Functions that the expressions call. */
  functions?: string
  /** Expressions of z, m, k and of z, k, n; and whose neighbours lie beside each other in memory. */
  a: string
  b: string
  along: { a: 'm' | 'k'; b: 'k' | 'n' }
  /** What becomes of y at z, m, n. */
  store: string
}

/** Values of k in a tile. */
const depth = 16
/** Values of a tile's side that one invocation sums up. */
const own = 4

const side = (count: number) => (count <= 16 ? 16 : count <= 32 ? 32 : 64)

/** The kernel of a product, one workgroup a tile: [columns' tiles, rows' tiles, products]. */
export function tiledProduct({
  name,
  batch,
  m,
  n,
  k,
  bindings,
  functions = '',
  a,
  b,
  along,
  store,
}: TiledProduct): KernelCode {
  const [tileM, tileN] = [side(m), side(n)]
  const [acrossM, acrossN] = [tileM / own, tileN / own]
  const width = acrossM * acrossN
  // One more than a power of two keeps neighbours in different banks.
  const [strideM, strideN] = [tileM + 1, tileN + 1]
  const list = (line: (i: number) => string) => Array.from({ length: own }, (_, i) => line(i)).join('\n')
  /** Fills a tile of `depth` by `side` values; invocations that are neighbours read neighbours. */
  const fill = (
    into: string,
    tile: number,
    stride: number,
    index: 'm' | 'n',
    by: string,
    limit: number,
    value: string,
  ) => `
    for (var e = i; e < ${tile * depth}u; e += ${width}u) {
      let across = ${by === 'k' ? `e / ${depth}u` : `e % ${tile}u`};
      let deep = ${by === 'k' ? `e % ${depth}u` : `e / ${tile}u`};
      let ${index} = ${index}0 + across;
      let k = k0 + deep;
      var value = 0.0;
      if (${index} < ${limit}u && k < ${k}u) { value = ${value}; }
      ${into}[deep * ${stride}u + across] = value;
    }`
  return kernelCode(
    name,
    bindings,
    `${functions}
var<workgroup> tileA: array<f32, ${depth * strideM}>;
var<workgroup> tileB: array<f32, ${depth * strideN}>;
fn keep(z: u32, m: u32, n: u32, y: f32) { if (m < ${m}u && n < ${n}u) { ${store} } }
@compute @workgroup_size(${width})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) i: u32) {
  let z = group.z;
  let m0 = group.y * ${tileM}u;
  let n0 = group.x * ${tileN}u;
  let ownM = (i / ${acrossN}u) * ${own}u;
  let ownN = (i % ${acrossN}u) * ${own}u;
  ${list((r) => `var y${r} = vec4f(0.0);`)}
  for (var k0 = 0u; k0 < ${k}u; k0 += ${depth}u) {
    ${fill('tileA', tileM, strideM, 'm', along.a, m, a)}
    ${fill('tileB', tileN, strideN, 'n', along.b, n, b)}
    workgroupBarrier();
    ${list((r) => `var part${r} = vec4f(0.0);`)}
    for (var d = 0u; d < ${depth}u; d++) {
      let at = d * ${strideN}u + ownN;
      let v = vec4f(tileB[at], tileB[at + 1u], tileB[at + 2u], tileB[at + 3u]);
      ${list((r) => `part${r} += tileA[d * ${strideM}u + ownM + ${r}u] * v;`)}
    }
    ${list((r) => `y${r} += part${r};`)}
    workgroupBarrier();
  }
  ${list((r) => [0, 1, 2, 3].map((c) => `keep(z, m0 + ownM + ${r}u, n0 + ownN + ${c}u, y${r}[${c}]);`).join(' '))}
}`,
    [Math.ceil(n / tileN), Math.ceil(m / tileM), batch],
  )
}
