/**
 * One seeded generator, split by purpose: the same seed gives the same run, and adding a draw in
 * one place moves no draw in another. The core is sfc32 (public domain, Chris Doty-Humphrey, PractRand),
 * seeded through 32-bit FNV-1a and splitmix-style mixing.
 */
export class Rng {
  private a: number
  private b: number
  private c: number
  private counter = 1

  private constructor(seed: readonly [number, number, number]) {
    ;[this.a, this.b, this.c] = seed
    for (let i = 0; i < 12; i++) this.uint32()
  }

  /** A generator for one purpose; `path` names it, e.g. `(7, 'sample', 'sdpo', 42)`. */
  static of(seed: number, ...path: (string | number)[]): Rng {
    const text = [seed, ...path].join('\u001f')
    return new Rng([hash(text, 0x811c9dc5), hash(text, 0x9e3779b9), hash(text, 0x85ebca6b)])
  }

  uint32(): number {
    const t = (this.a + this.b + this.counter) | 0
    this.counter = (this.counter + 1) | 0
    this.a = this.b ^ (this.b >>> 9)
    this.b = (this.c + (this.c << 3)) | 0
    this.c = (((this.c << 21) | (this.c >>> 11)) + t) | 0
    return t >>> 0
  }

  /** Uniform in [0, 1), 32 bits. */
  uniform(): number {
    return this.uint32() / 4294967296
  }

  /** Uniform integer in [0, n). */
  below(n: number): number {
    return Math.floor(this.uniform() * n)
  }

  /** Standard normal (Box-Muller, one of the pair). */
  normal(): number {
    return Math.sqrt(-2 * Math.log(1 - this.uniform())) * Math.cos(2 * Math.PI * this.uniform())
  }

  pick<T>(items: readonly T[]): T {
    if (items.length === 0) throw new RangeError('cannot pick from nothing')
    return items[this.below(items.length)]!
  }
}

function hash(text: string, start: number): number {
  let h = start | 0
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193)
  h = Math.imul(h ^ (h >>> 16), 0x21f0aaad)
  h = Math.imul(h ^ (h >>> 15), 0x735a2d97)
  return h ^ (h >>> 15)
}
