/**
 * A matrix product in tiles that a workgroup shares: y(z, m, n) = sum over k of a(z, m, k) b(z, k, n), whatever a and b are read from.
 * Each tile is summed by itself before it is added: a sum of k values rounds as one of k / 16 and one of 16 do.
 */
import { kernelCode, lines, type KernelCode } from './kernel-code.ts'

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
/** Sides that a tile may have. */
const [smallest, largest] = [16, 64]
/** What keeps a large card busy: workgroups, and invocations of all of them. */
const busy = { workgroups: 192, invocations: 65536 }
/** Floats of a workgroup's own memory, on every device. */
const shared = 4096

const side = (count: number) => (count <= 16 ? 16 : count <= 32 ? 32 : largest)

/** How a product is cut: a tile's sides, and the slices of k that a workgroup sums beside each other. */
interface Cut {
  m: number
  n: number
  slices: number
}

/** Tiles are as large as leaves enough of them to keep a card busy; what is idle then takes on slices of k. */
function cutOf({ m, n, k, batch }: Pick<TiledProduct, 'm' | 'n' | 'k' | 'batch'>): Cut {
  const cut = { m: side(m), n: side(n), slices: 1 }
  const workgroups = () => batch * Math.ceil(m / cut.m) * Math.ceil(n / cut.n)
  while (workgroups() < busy.workgroups && Math.max(cut.m, cut.n) > smallest) {
    if (cut.m >= cut.n) cut.m /= 2
    else cut.n /= 2
  }
  const invocations = (cut.m * cut.n) / own ** 2
  const fits = (slices: number) =>
    slices * depth * (cut.m + cut.n + 2) + cut.m * cut.n <= shared &&
    slices * invocations <= 256 &&
    slices * depth * 2 <= k
  while (fits(2 * cut.slices) && workgroups() * invocations * cut.slices < busy.invocations) cut.slices *= 2
  return cut
}

/**
 * The kernel of a product, one workgroup a tile: [columns' tiles, rows' tiles, products]. Values of the next tile are read
 * while those of this one are multiplied, all at once: a card waits for memory as long for one as for many.
 */
export function tiledProduct(product: TiledProduct): KernelCode {
  const { name, batch, m, n, k, bindings, functions = '', a, b, along, store } = product
  const { m: tileM, n: tileN, slices } = cutOf(product)
  const [acrossM, acrossN] = [tileM / own, tileN / own]
  const width = acrossM * acrossN
  // One more than a power of two keeps neighbours in different banks.
  const [strideM, strideN] = [tileM + 1, tileN + 1]
  const [sizeM, sizeN] = [depth * strideM, depth * strideN]
  const rounds = Math.ceil(k / (depth * slices))
  const whole = k === rounds * depth * slices
  /** One of the values that an invocation brings into a tile; neighbours read neighbours. */
  const place = (by: string, tile: number, j: number) => {
    const e = `(lane + ${j * width}u)`
    return by === 'k'
      ? { across: `${e} / ${depth}u`, deep: `${e} % ${depth}u` }
      : { across: `${e} % ${tile}u`, deep: `${e} / ${tile}u` }
  }
  const [perA, perB] = [(tileM * depth) / width, (tileN * depth) / width]
  // What lies beyond the last row or column is never kept, and reads the last; beyond the last k it must add nothing.
  const read = (k0: string) => `
    ${lines(perA, (j) => {
      const { across, deep } = place(along.a, tileM, j)
      return `{ let k = ${k0} + ${deep}; let v = readA(z, min(m0 + ${across}, ${m - 1}u), ${whole ? 'k' : `min(k, ${k - 1}u)`}); a${j} = ${whole ? 'v' : `select(0.0, v, k < ${k}u)`}; }`
    })}
    ${lines(perB, (j) => {
      const { across, deep } = place(along.b, tileN, j)
      return `b${j} = readB(z, ${whole ? `${k0} + ${deep}` : `min(${k0} + ${deep}, ${k - 1}u)`}, min(n0 + ${across}, ${n - 1}u));`
    })}`
  const write = `
    ${lines(perA, (j) => {
      const { across, deep } = place(along.a, tileM, j)
      return `tileA[atA + (${deep}) * ${strideM}u + ${across}] = a${j};`
    })}
    ${lines(perB, (j) => {
      const { across, deep } = place(along.b, tileN, j)
      return `tileB[atB + (${deep}) * ${strideN}u + ${across}] = b${j};`
    })}`
  const sums = (line: (r: number) => string) => lines(own, line)
  return kernelCode(
    name,
    bindings,
    `${functions}
var<workgroup> tileA: array<f32, ${slices * sizeM}>;
var<workgroup> tileB: array<f32, ${slices * sizeN}>;
${slices > 1 ? `var<workgroup> others: array<vec4f, ${width * own}>;` : ''}
fn readA(z: u32, m: u32, k: u32) -> f32 { return ${a}; }
fn readB(z: u32, k: u32, n: u32) -> f32 { return ${b}; }
fn keep(z: u32, m: u32, n: u32, y: f32) { if (m < ${m}u && n < ${n}u) { ${store} } }
@compute @workgroup_size(${width * slices})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) i: u32) {
  let z = group.z;
  let m0 = group.y * ${tileM}u;
  let n0 = group.x * ${tileN}u;
  let slice = i / ${width}u;
  let lane = i % ${width}u;
  let atA = slice * ${sizeM}u;
  let atB = slice * ${sizeN}u;
  let ownM = (lane / ${acrossN}u) * ${own}u;
  let ownN = (lane % ${acrossN}u) * ${own}u;
  ${sums((r) => `var y${r} = vec4f(0.0);`)}
  ${lines(perA, (j) => `var a${j} = 0.0;`)}
  ${lines(perB, (j) => `var b${j} = 0.0;`)}
  ${read(`slice * ${depth}u`)}
  for (var round = 0u; round < ${rounds}u; round++) {
    ${write}
    workgroupBarrier();
    if (round + 1u < ${rounds}u) {
      let next = ((round + 1u) * ${slices}u + slice) * ${depth}u;
      ${read('next')}
    }
    ${sums((r) => `var part${r} = vec4f(0.0);`)}
    for (var d = 0u; d < ${depth}u; d++) {
      let at = atB + d * ${strideN}u + ownN;
      let v = vec4f(tileB[at], tileB[at + 1u], tileB[at + 2u], tileB[at + 3u]);
      ${sums((r) => `part${r} += tileA[atA + d * ${strideM}u + ownM + ${r}u] * v;`)}
    }
    ${sums((r) => `y${r} += part${r};`)}
    workgroupBarrier();
  }
  ${
    slices > 1
      ? `for (var other = 1u; other < ${slices}u; other++) {
    if (slice == other) { ${sums((r) => `others[lane * ${own}u + ${r}u] = y${r};`)} }
    workgroupBarrier();
    if (slice == 0u) { ${sums((r) => `y${r} += others[lane * ${own}u + ${r}u];`)} }
    workgroupBarrier();
  }
  if (slice > 0u) { return; }`
      : ''
  }
  ${sums((r) => [0, 1, 2, 3].map((c) => `keep(z, m0 + ownM + ${r}u, n0 + ownN + ${c}u, y${r}[${c}]);`).join(' '))}
}`,
    [Math.ceil(n / tileN), Math.ceil(m / tileM), batch],
  )
}
