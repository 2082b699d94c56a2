/** Counting what agrees: a section has cases, a case has values, and a value is near its expectation or fails its case. */

export interface SectionReport {
  cases: number
  failed: number
  /** Largest |actual - expected|. */
  maxAbsError: number
  /** Largest |actual - expected| / |expected| where |expected| is at least 0.001; below, the absolute error speaks. */
  maxRelError: number
}

/** Either bound suffices. */
export interface Tolerance {
  abs: number
  rel: number
}

/** What the vectors' README suggests for float32. */
export const float32: Tolerance = { abs: 2e-5, rel: 2e-4 }
/** Values with nine significant digits, computed in float64. */
export const float64: Tolerance = { abs: 1e-7, rel: 1e-7 }

const smallestForRelative = 1e-3

/** One number a value, or a nested list of them; null is NaN. */
export type Numbers = number | null | ArrayLike<number | null>

export class Case {
  private firstMismatch: string | null = null

  constructor(
    private readonly id: string,
    private readonly section: Section,
  ) {}

  /** Compares number by number; a null expectation wants NaN. */
  numbers(what: string, actual: Numbers, expected: Numbers, tolerance: Tolerance): void {
    const [a, e] = [list(actual), list(expected)]
    if (a.length !== e.length) return this.mismatch(`${what} has ${a.length} values instead of ${e.length}`)
    for (let i = 0; i < e.length; i++) {
      const [x, y] = [a[i] ?? NaN, e[i] ?? NaN]
      if (Number.isNaN(x) && Number.isNaN(y)) continue
      const error = Math.abs(x - y)
      const relative = error / Math.abs(y)
      if (Number.isFinite(error)) this.section.note(error, Math.abs(y) >= smallestForRelative ? relative : 0)
      if (!(error <= tolerance.abs || relative <= tolerance.rel))
        this.mismatch(`${what}${e.length > 1 ? `[${i}]` : ''} is ${x}, expected ${y}`)
    }
  }

  /** Compares texts, masks and structures exactly. */
  equal(what: string, actual: unknown, expected: unknown): void {
    const [a, e] = [JSON.stringify(actual), JSON.stringify(expected)]
    if (a !== e) this.mismatch(`${what} is ${a}, expected ${e}`)
  }

  mismatch(text: string): void {
    if (this.firstMismatch === null) this.section.fail(`${this.id}: ${text}`)
    this.firstMismatch ??= text
  }
}

export class Section {
  private cases = 0
  private maxAbsError = 0
  private maxRelError = 0
  /** One line a failed case: its id and the first value that is off. */
  readonly failures: string[] = []

  /** Runs one case; an error in it is a failure of it. */
  async case(id: string, body: (check: Case) => void | Promise<void>): Promise<void> {
    this.cases++
    const check = new Case(id, this)
    try {
      await body(check)
    } catch (error) {
      check.mismatch(error instanceof Error ? error.message : String(error))
    }
  }

  /** One case that can be read in several ways, the likeliest first: it holds when one of them does, and else fails as the first did. */
  async caseInOneOf(id: string, bodies: readonly ((check: Case) => void | Promise<void>)[]): Promise<void> {
    const tried: Section[] = []
    for (const body of bodies) {
      const section = new Section()
      tried.push(section)
      await section.case(id, body)
      if (section.failures.length === 0) break
    }
    const counted = tried.at(-1)!.failures.length === 0 ? tried.at(-1)! : tried[0]!
    this.cases++
    this.note(counted.maxAbsError, counted.maxRelError)
    this.failures.push(...counted.failures)
  }

  note(error: number, relative: number): void {
    this.maxAbsError = Math.max(this.maxAbsError, error)
    this.maxRelError = Math.max(this.maxRelError, relative)
  }

  fail(line: string): void {
    this.failures.push(line)
  }

  report(): SectionReport {
    return {
      cases: this.cases,
      failed: this.failures.length,
      maxAbsError: this.maxAbsError,
      maxRelError: this.maxRelError,
    }
  }
}

function list(values: Numbers): ArrayLike<number | null> {
  return values === null || typeof values === 'number' ? [values] : values
}
