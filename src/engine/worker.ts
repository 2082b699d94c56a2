/** The engine's worker: everything heavy lives here, so that the page never waits and a lost device takes only a worker along. */
import { z } from 'zod'
import { createWorkerJudge } from '../verify/client.ts'
import { duringOf, EngineFault, faultOf } from './live-fault.ts'
import { LiveEngine } from './live.ts'
import { commandSchema, type Command } from './protocol.ts'
import { Loader } from './worker-load.ts'
import type { FromWorker, ToWorker } from './worker-messages.ts'

const scope = self as unknown as DedicatedWorkerGlobalScope
const post = (message: FromWorker) => scope.postMessage(message)

function open(models: string): LiveEngine {
  const loader = new Loader(models, (progress) =>
    post({ kind: 'message', message: { kind: 'engine', event: { type: 'load-progress', ...progress } } }),
  )
  return new LiveEngine({
    say: (event) => post({ kind: 'message', message: { kind: 'engine', event } }),
    tell: (event) => post({ kind: 'message', message: { kind: 'run', event } }),
    keep: (kept) => post({ kind: 'keep', kept }),
    lost: (reason) => post({ kind: 'lost', reason }),
    busy: (busy) => post({ kind: 'busy', busy }),
    load: (model, backend) => loader.load(model, backend, () => post({ kind: 'understood' })),
    judge: createWorkerJudge(),
    now: () => Date.now(),
  })
}

let engine: LiveEngine | null = null

function command(unchecked: unknown): void {
  const checked = commandSchema.safeParse(unchecked)
  if (checked.success) {
    engine?.send(checked.data)
    return
  }
  const type = z.object({ type: z.enum(Object.keys(duringOf) as Command['type'][]) }).safeParse(unchecked)
    .data?.type
  const fault = new EngineFault(
    'This cannot be done.',
    z.prettifyError(checked.error),
    'Correct it and try again; nothing else has changed.',
  )
  post({ kind: 'message', message: { kind: 'engine', event: faultOf(fault, type ? duringOf[type] : 'run') } })
}

scope.onmessage = ({ data }: MessageEvent<ToWorker>) => {
  switch (data.kind) {
    case 'open':
      engine = open(data.models)
      return
    case 'command':
      command(data.command)
      return
    case 'resume':
      engine?.resume(data.kept)
      return
    default:
      data satisfies never
  }
}
