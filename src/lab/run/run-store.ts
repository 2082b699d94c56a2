/** What the logs of one run share: its events in parts, the views at their beginnings, and which steps are archived. It grows at its end. */
import type { RunEvent } from '../../engine/protocol.ts'
import { archived, Part } from './archive.ts'
import { reduceRun } from './fold.ts'
import { stopsOf, type Stop } from './stages.ts'
import { emptyView, type AttemptView, type RunView, type StepView } from './view.ts'

/** Steps at the end of a run that stay whole. */
const atHand = 8
/** Archived steps that stay open once they were looked at: a token's history reads so many. */
const openAtOnce = 40

/** A part as it is known without its events. */
interface About {
  /** The step that it begins with; null before the first. */
  step: number | null
  finishes: boolean
}

export class RunStore {
  readonly parts: Part[] = [new Part(0)]
  readonly about: About[] = [{ step: null, finishes: false }]
  length = 0
  /** The view that was asked for last. */
  recent: RunView = emptyView
  /** The views before each part, without the steps that are shared, and how many of those they have. */
  private views: { view: RunView; shared: number }[] = [{ view: emptyView, shared: 0 }]
  /** The steps of parts that are done, as each was at the end of its own. */
  private steps: { step: StepView; part: number }[] = []
  /** From this part on views have steps of their own: an event has spoken of a step before its part's. */
  private ownFrom = Infinity
  private doneStops: Stop[] = []
  /** Parts before this one are packed, or never were at hand to be. */
  private packed = 0
  private archivedUpTo = 0

  push(event: RunEvent): void {
    if (event.type === 'step-started' && this.parts.at(-1)!.length > 0) {
      this.doneStops.push(...this.stopsOf(this.parts.at(-1)!, false))
      this.parts.push(new Part(this.length))
      this.about.push({ step: null, finishes: false })
    }
    if (event.type === 'step-started') this.about.at(-1)!.step = event.step
    if (event.type === 'run-finished') this.about.at(-1)!.finishes = true
    this.parts.at(-1)!.push(event)
    this.length++
  }

  /** Another store with the first n events. */
  upTo(n: number): RunStore {
    const other = new RunStore()
    const last = this.partOf(n)
    const part = this.parts[last]!
    other.parts.splice(0, 1, ...this.parts.slice(0, last))
    other.about.splice(0, 1, ...this.about.slice(0, last).map((about) => ({ ...about })))
    other.parts.push(new Part(part.start))
    other.about.push({ step: null, finishes: false })
    other.length = part.start
    other.views = this.views.slice(0, last + 1)
    other.ownFrom = this.ownFrom <= last ? this.ownFrom : Infinity
    other.steps = this.steps.filter((step) => step.part < last)
    other.archivedUpTo = Math.min(this.archivedUpTo, other.steps.length)
    other.doneStops = this.doneStops.filter(({ at }) => at <= part.start)
    other.packed = Math.min(this.packed, last)
    for (const event of part.events().slice(0, n - part.start)) other.push(event)
    return other
  }

  /** The part that comes after the first n events, or that they end in. */
  partOf(n: number): number {
    let [low, high] = [0, this.parts.length - 1]
    while (low < high) {
      const middle = Math.ceil((low + high) / 2)
      if (this.parts[middle]!.start <= n) low = middle
      else high = middle - 1
    }
    return low
  }

  /** The view after the first n events. */
  view(n: number): RunView {
    const at = this.partOf(n)
    const part = this.parts[at]!
    const start = this.before(at)
    const { recent } = this
    let view = recent.events > start.events && recent.events <= n ? recent : start
    if (view.events < n)
      for (const event of part.events().slice(view.events - part.start, n - part.start))
        view = reduceRun(view, event)
    this.recent = view
    return view
  }

  /** The view before a part; those before it are made on the way. */
  before(part: number): RunView {
    while (this.views.length <= part) this.leave(this.views.length - 1)
    const { view, shared } = this.views[part]!
    return part >= this.ownFrom
      ? view
      : { ...view, steps: this.steps.slice(0, shared).map(({ step }) => step) }
  }

  /** Where the acts of the first n events end. */
  stops(n: number): Stop[] {
    const last = this.partOf(n)
    const { start } = this.parts[last]!
    const done = n === this.length ? this.doneStops : this.doneStops.filter(({ at }) => at <= start)
    return done.concat(this.stopsOf(this.parts[last]!, true, n - start))
  }

  /** Packs a part or two that are well behind the end; true where there are more. */
  pack(): boolean {
    const end = this.parts.length - 1 - atHand
    for (let i = 0; i < 2 && this.packed < end; i++) this.parts[this.packed++]!.pack()
    return this.packed < end
  }

  private stopsOf(part: Part, isLast: boolean, n = part.length): Stop[] {
    return stopsOf(part.events().slice(0, n), isLast).map((stop) => ({ ...stop, at: part.start + stop.at }))
  }

  /** A part is done: its step is shared by all views after it, and one well before it archived. */
  private leave(at: number): void {
    const part = this.parts[at]!
    const { view: bare, shared } = this.views[at]!
    const events = part.events()
    const { recent } = this
    const within = recent.events > part.start && recent.events <= part.start + part.length
    if (!within && at < this.ownFrom && isOfItself(events, at === 0))
      return this.share(events.reduce(reduceRun, bare), at)
    const start = this.before(at)
    let view = within ? recent : start
    for (const event of events.slice(view.events - part.start)) view = reduceRun(view, event)
    const alike =
      at < this.ownFrom &&
      view.steps.length >= shared &&
      view.steps.length <= shared + 1 &&
      view.steps.slice(0, shared).every((step, i) => step === start.steps[i])
    if (!alike) {
      this.ownFrom = Math.min(this.ownFrom, at + 1)
      this.views.push({ view, shared })
      return
    }
    this.share({ ...view, steps: view.steps.slice(shared) }, at)
  }

  /** @param view the view after a part, with the step alone that began in it */
  private share(view: RunView, at: number): void {
    const [own] = view.steps
    if (own) this.steps.push({ step: own, part: at })
    this.views.push({ view: { ...view, steps: [] }, shared: this.steps.length })
    while (this.archivedUpTo < this.steps.length - atHand) this.archive(this.archivedUpTo++)
  }

  private archive(at: number): void {
    const { step, part } = this.steps[at]!
    const { vocabulary } = this.views[part + 1]!.view
    const events = this.parts[part]!
    this.steps[at] = { part, step: archived(step, () => attemptsAgain(events, vocabulary)) }
  }
}

/** A part that tells of nothing but its own step needs none of the steps before it, which are many in a long run, to be folded. */
function isOfItself([first, ...rest]: readonly RunEvent[], isFirst: boolean): boolean {
  if (isFirst) return ![first, ...rest].some((event) => event && ('step' in event || 'attempt' in event))
  if (first?.type !== 'step-started') return false
  const attempts = new Set(first.attempts)
  return rest.every((event) => {
    switch (event.type) {
      case 'vocabulary':
      case 'probes-set':
      case 'probe-read':
      case 'run-finished':
        return true
      case 'attempt-sampled':
      case 'attempt-judged':
      case 'attempt-reprompted':
      case 'attempt-scored':
      case 'attempt-rescored':
        return attempts.has(event.attempt)
      case 'advantages':
      case 'step-updated':
        return event.step === first.step
      default:
        return false
    }
  })
}

/** Of all logs: the archived steps that were looked at last. */
const open = new Map<Part, readonly AttemptView[]>()

/** The attempts of an archived step, whole again. */
function attemptsAgain(part: Part, vocabulary: RunView['vocabulary']): readonly AttemptView[] {
  let attempts = open.get(part)
  if (!attempts) {
    const view = part.events().reduce(reduceRun, { ...emptyView, vocabulary })
    attempts = view.steps.at(-1)!.attempts
  }
  open.delete(part)
  open.set(part, attempts)
  for (const oldest of open.keys()) {
    if (open.size <= openAtOnce) break
    open.delete(oldest)
  }
  return attempts
}
