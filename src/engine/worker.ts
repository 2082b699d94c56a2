/** The engine's worker: everything heavy lives here, so that the page never waits and a lost device takes only a worker along. */
import { z } from 'zod'
import { createWorkerJudge } from '../verify/client.ts'
import { duringOf, EngineFault, faultOf, type Answers } from './live-fault.ts'
import { LiveEngine } from './live.ts'
import { commandSchema, type Command } from './protocol.ts'
import { Loader } from './worker-load.ts'
import type { FromWorker, ToWorker } from './worker-messages.ts'

const scope = self as unknown as DedicatedWorkerGlobalScope
const post = (message: FromWorker) => scope.postMessage(message)

/** Held until the browser ends this worker, however it does. */
function hold(lock: string): void {
  void navigator.locks?.request(lock, () => {
    post({ kind: 'holds', lock })
    return new Promise(() => undefined)
  })
}

/** At most one a second. */
let signed = 0
function giveSign(): void {
  if (performance.now() - signed < 1000) return
  signed = performance.now()
  post({ kind: 'busy', busy: true })
}

function open(models: string): LiveEngine {
  const loader = new Loader(
    models,
    (progress) =>
      post({ kind: 'message', message: { kind: 'engine', event: { type: 'load-progress', ...progress } } }),
    giveSign,
    (work) => {
      post({ kind: 'reading', reading: true })
      try {
        return work()
      } finally {
        post({ kind: 'reading', reading: false })
      }
    },
  )
  return new LiveEngine({
    onEngineEvent: (event) => post({ kind: 'message', message: { kind: 'engine', event } }),
    onRunEvent: (run, event) => post({ kind: 'message', message: { kind: 'run', run, event } }),
    keep: (run, after, kept) =>
      new Promise((resolve) => {
        const id = ++keeps
        unkept.set(id, resolve)
        post({ kind: 'keep', id, run, after, kept })
      }),
    lost: (reason) => post({ kind: 'lost', reason }),
    busy: (busy) => post({ kind: 'busy', busy }),
    load: (model, backend) => loader.load(model, backend, () => post({ kind: 'config-accepted' })),
    judge: createWorkerJudge(),
    now: () => Date.now(),
  })
}

let engine: LiveEngine | null = null
/** What the page was told to keep, and has not answered, by its number. */
const unkept = new Map<number, () => void>()
let keeps = 0

function command(unchecked: unknown): void {
  const checked = commandSchema.safeParse(unchecked)
  if (checked.success) {
    engine?.send(checked.data)
    return
  }
  const id = z.number().int().optional()
  const named = z
    .object({
      type: z.enum(Object.keys(duringOf) as Command['type'][]),
      requestId: id,
      run: id,
      raceId: id,
    })
    .safeParse(unchecked).data
  const answers: Answers = named
    ? { during: duringOf[named.type], id: named.requestId ?? named.run ?? named.raceId ?? null }
    : { during: 'run', id: null }
  const fault = new EngineFault(
    'This cannot be done.',
    z.prettifyError(checked.error),
    'Correct it and try again; nothing else has changed.',
  )
  post({ kind: 'message', message: { kind: 'engine', event: faultOf(fault, answers) } })
}

scope.onmessage = ({ data }: MessageEvent<ToWorker>) => {
  switch (data.kind) {
    case 'open':
      hold(data.lock)
      engine = open(data.models)
      return
    case 'command':
      command(data.command)
      return
    case 'resume':
      engine?.resume(data.run, data.kept)
      return
    case 'kept':
      unkept.get(data.id)?.()
      unkept.delete(data.id)
      return
    default:
      data satisfies never
  }
}
