/** Random numbers for tests: the same seed gives the same values (mulberry32, public domain, Tommy Ettinger). */
export function seededDraws(seed: number): { uniform: () => number; normal: () => number } {
  let state = Math.imul(seed + 1, 0x9e3779b9)
  const uniform = () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  /** Standard normal (Box-Muller, one of the pair). */
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform())
  return { uniform, normal }
}
