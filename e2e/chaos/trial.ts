/** One fault in one live run: struck where it is set, the run taken to its end as a person would, and held to the run without a fault. */
import { expect, type Browser, type BrowserContext } from '@playwright/test'
import type { LabOptions } from '../../playwright.config.ts'
import { comparable, differs, type Plain } from './events.ts'
import { endsKeeping, isInPage, type Fault } from './plan.ts'
import { pageScript } from './page-script.ts'
import { Person } from './person.ts'
import { strike } from './strike.ts'

export interface Setup {
  browser: Browser
  backend: LabOptions['backend']
  baseURL: string
  /** Attempts of the run, eight an update. */
  attempts: number
  /** Milliseconds that a run may take. */
  patience: number
}

export interface Outcome {
  /** The run ended as without the fault; or the page said what it could not do, with all up to it kept and exported; or what is wrong. */
  end: 'same' | 'refused' | 'wrong'
  /** Whether the fault struck before the run had ended. */
  struck: boolean
  /** What the page said. */
  told: string[]
  /** Milliseconds from the end of a worker to the word about it. */
  noticedMs: number | null
  wrong: string[]
}

async function newContext(
  { browser, baseURL, attempts }: Setup,
  fault: Fault | null,
): Promise<BrowserContext> {
  const context = await browser.newContext({
    baseURL,
    viewport: { width: 1440, height: 900 },
    reducedMotion: 'reduce',
    // Past a service worker, no request could be held back.
    serviceWorkers: fault?.kind === 'the download falls silent' ? 'block' : 'allow',
  })
  // What a loader of TypeScript puts around functions, and a page does not know.
  await context.addInitScript({ content: 'globalThis.__name ??= (named) => named' })
  await context.addInitScript((budget) => {
    localStorage.setItem('sdpo-lab/settings', JSON.stringify({ config: { budget, stop: 'budget' } }))
  }, attempts)
  await context.addInitScript(pageScript, { fault, strikes: fault !== null && isInPage(fault.kind) })
  return context
}

/** The events of the run without a fault: in its file, and as the browser keeps them, which is more of each. */
export interface Reference {
  file: string[]
  kept: string[]
}

export async function undisturbed(setup: Setup): Promise<Reference> {
  const context = await newContext(setup, null)
  try {
    const person = new Person(context, setup.backend)
    await person.open()
    await person.load()
    await person.playToTheEnd(setup.patience)
    const file = comparable(await person.exported())
    const kept = async () => comparable([...(await person.kept()).values()].flat())
    await expect.poll(async () => (await kept()).length, { timeout: 60_000 }).toBe(file.length)
    return { file, kept: await kept() }
  } finally {
    await context.close()
  }
}

export async function trial(setup: Setup, fault: Fault, run: Reference): Promise<Outcome> {
  const context = await newContext(setup, fault)
  const outcome: Outcome = { end: 'same', struck: false, told: [], noticedMs: null, wrong: [] }
  try {
    const person = new Person(context, setup.backend)
    let outside: Promise<unknown> = Promise.resolve()
    await context.exposeBinding('struck', () => {
      outcome.struck = true
      outside = (
        fault.kind === 'the worker dies'
          ? noticed(person).then((ms) => (outcome.noticedMs = ms))
          : strike(fault, context, person)
      ).catch((error: unknown) => outcome.wrong.push(`${fault.kind}: ${String(error)}`))
    })
    if (fault.kind === 'the download falls silent') {
      outcome.struck = true
      await context.route('**/models/tiny/model.safetensors', () => undefined, { times: 1 })
    }
    await person.open()
    await person.load()
    await person.playToTheEnd(setup.patience)
    await outside
    // The fault may have come as the run ended.
    const ended = await person.playToTheEnd(setup.patience)
    if (outcome.noticedMs !== null && outcome.noticedMs > 10_000)
      outcome.wrong.push(`The end of the worker was said after ${outcome.noticedMs} ms.`)
    outcome.told.push(...person.told)
    if (!ended && outcome.told.length === 0)
      throw new Error('The run has not ended, and nothing is said of it.')
    outcome.end = ended ? 'same' : 'refused'
    // It ends on the CPU.
    const nearly = fault.kind === 'the device is lost for good'
    if (ended && endsKeeping(fault.kind)) await holdUnkept(person, run, outcome)
    else if (ended) await holdWhole(person, run, outcome, nearly)
    else await holdBeginning(person, run, outcome, nearly)
  } catch (error) {
    outcome.wrong.push(String(error).slice(0, 400))
  } finally {
    await context.close()
  }
  if (outcome.wrong.length > 0) outcome.end = 'wrong'
  return outcome
}

/** What there is of a run that could not go on is the beginning of the one without a fault, in the file and in the storage. */
async function holdBeginning(
  person: Person,
  run: Reference,
  outcome: Outcome,
  nearly: boolean,
): Promise<void> {
  const wrong = differs(await person.exported(), run.file, { whole: false, nearly })
  if (wrong) outcome.wrong.push(`The file: ${wrong}.`)
  holdKept(await person.kept(), run, outcome, nearly)
}

/** The file is the run without a fault; the storage holds the beginning of it that was kept before, and the page says so. */
async function holdUnkept(person: Person, run: Reference, outcome: Outcome): Promise<void> {
  const wrong = differs(await person.exported(), run.file, { whole: true })
  if (wrong) outcome.wrong.push(`The file: ${wrong}.`)
  const kept = await person.kept()
  holdKept(kept, run, outcome, false)
  const whole = [...kept.values()].some((events) => differs(events, run.kept, { whole: true }) === null)
  const said = await person.notices()
  outcome.told.push(...said)
  if (!whole && !said.some((text) => text.includes('is not kept')))
    outcome.wrong.push('Nothing is said of what was not kept.')
}

/** Every run that is kept is a beginning of the one without a fault. */
function holdKept(
  kept: ReadonlyMap<string, Plain[]>,
  run: Reference,
  outcome: Outcome,
  nearly: boolean,
): void {
  for (const [id, events] of kept) {
    const wrong = id === 'other' ? null : differs(events, run.kept, { whole: false, nearly })
    if (wrong) outcome.wrong.push(`Kept as ${id}: ${wrong}.`)
  }
}

/** The file of the run on the screen and what the browser keeps are the run without a fault; other runs that are kept are its beginning. */
async function holdWhole(person: Person, run: Reference, outcome: Outcome, nearly: boolean): Promise<void> {
  const wrong = differs(await person.exported(), run.file, { whole: true, nearly })
  if (wrong) outcome.wrong.push(`The file: ${wrong}.`)
  // The last of it may still be on its way into the storage.
  let kept: Map<string, Plain[]> = new Map()
  await expect
    .poll(
      async () => {
        kept = await person.kept()
        return [...kept.values()].some(
          (events) => differs(events, run.kept, { whole: true, nearly }) === null,
        )
      },
      { timeout: 20_000 },
    )
    .toBe(true)
    .catch(() => undefined)
  const whole = [...kept].filter(([, events]) => differs(events, run.kept, { whole: true, nearly }) === null)
  if (whole.length !== 1) outcome.wrong.push(`The storage holds ${whole.length} whole runs.`)
  holdKept(kept, run, outcome, nearly)
}

/** Milliseconds by the page's own clock. */
async function noticed(person: Person): Promise<number | null> {
  await expect.poll(() => person.noticed(), { timeout: 20_000 }).not.toBeNull()
  return person.noticed()
}
