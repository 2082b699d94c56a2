/** Which faults strike a live run, and where: drawn from a seed, every kind as often as the others. */
import { Rng } from '../../src/rng.ts'

/** Struck by the page itself, at the very message of the engine that the fault is set on. */
const inPage = [
  'the worker dies',
  'reload',
  'storage fails',
  'storage is slow',
  'another program writes to the storage',
  'a later lab takes the storage',
  'the clock jumps',
  'the tab is hidden',
] as const
/** Struck from outside, as soon as the page has said that the message came. */
const fromOutside = [
  'the engine throws',
  'the tab is closed',
  'the tab is frozen',
  'a slow processor',
  'offline',
  'storage is full',
  'a second tab',
] as const
/** Before the run. */
const loading = ['the download falls silent'] as const
/** Where there is one to lose. */
const device = ['the device is lost', 'the device is lost for good'] as const

export type PageFault = (typeof inPage)[number]
type OutsideFault = (typeof fromOutside)[number] | (typeof device)[number]
export type FaultKind = PageFault | OutsideFault | (typeof loading)[number]

export interface Fault {
  kind: FaultKind
  /** The event of the run at which it strikes, from 1; progress of sampling is not counted. */
  at: number
  /** How long it lasts, where it does. */
  ms: number
  /** Which of several ways it takes, where there are several. */
  way: number
}

/** Its browser gives no device, or fewer, to what comes after. */
export function takesBrowser(kind: FaultKind): boolean {
  return (device as readonly FaultKind[]).includes(kind)
}

/** The run ends, and what of it comes after the fault is kept nowhere, which is said. */
export function endsKeeping(kind: FaultKind): boolean {
  return kind === 'a later lab takes the storage'
}

export function isInPage(kind: FaultKind): kind is PageFault {
  return (inPage as readonly FaultKind[]).includes(kind)
}

/** @param events how many the run has, progress left out */
export function planned(seed: number, faults: number, events: number, backend: 'wasm' | 'webgpu'): Fault[] {
  const kinds = [...inPage, ...fromOutside, ...loading, ...(backend === 'webgpu' ? device : [])]
  return Array.from({ length: faults }, (_, i) => {
    const rng = Rng.of(seed, 'chaos', i)
    const kind = kinds[i % kinds.length]!
    // A browser takes a second to lose its device, in which the run goes on: it must not have ended by then.
    const last = backend === 'webgpu' && takesBrowser(kind) ? Math.ceil(0.7 * events) : events
    return { kind, at: 1 + rng.below(last), ms: 200 + rng.below(3000), way: rng.below(100) }
  })
}
