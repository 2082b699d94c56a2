/** An engine that says what a test wants said, in place of its worker: for states that a real one comes to only by bad luck. */
import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'
import { answering, type AnyEvent } from '../src/engine/numbered.testing.ts'
import type { RunEvent } from '../src/engine/protocol.ts'
import type { FromWorker } from '../src/engine/worker-messages.ts'
import { readRecording } from '../src/lab/run/recording.ts'

/** What is answered to a command, by its type. */
export type Script = Partial<Record<'load' | 'start' | 'resume', readonly FromWorker[]>>

/** Before the page is opened: every worker of the engine that it starts is this one. The others are real. */
export async function standIn(page: Page, script: Script): Promise<void> {
  await page.addInitScript((text: string) => {
    const answers = JSON.parse(text) as Record<string, object[] | undefined>
    const Real = window.Worker
    const stand = () => ({
      load: 0,
      run: 0,
      onmessage: null as ((event: { data: unknown }) => void) | null,
      postMessage(message: {
        kind: string
        run?: number
        command?: { type: string; run?: number; requestId?: number }
      }) {
        const { command } = message
        if (command?.type === 'load') this.load = command.requestId!
        this.run = command?.run ?? message.run ?? this.run
        const answer = answers[command?.type ?? message.kind] ?? []
        setTimeout(() => answer.forEach((data) => this.onmessage?.({ data: this.numbered(data) })))
      },
      /** As an answer to what was asked last. */
      numbered(data: object): object {
        const copy = structuredClone(data) as {
          run?: number
          message?: { kind: string; run?: number; event: { type: string; [id: string]: unknown } }
        }
        if ('run' in copy) copy.run = this.run
        const { message } = copy
        if (message?.kind === 'run') message.run = this.run
        if (message?.event.type === 'ready') message.event['requestId'] = this.load
        if (message?.event.type === 'paused') message.event['run'] = this.run
        return copy
      },
      terminate() {
        this.onmessage = null
      },
    })
    window.Worker = function (url: string, options?: WorkerOptions) {
      return options?.name === 'engine' ? stand() : new Real(url, options)
    } as never
  }, JSON.stringify(script))
}

export const says = (...events: AnyEvent[]): FromWorker[] =>
  events.map((event) => ({
    kind: 'message',
    message: { kind: 'engine', event: answering(event, new Map(), 0) },
  }))

/** The model of the first recording, ready at once. */
export async function ready(): Promise<FromWorker[]> {
  const started = (await recorded()).find((event) => event.type === 'run-started')!
  return says({
    type: 'ready',
    model: started.model,
    backend: { ...started.backend, name: 'wasm' },
    contextLength: started.model.contextLength,
  })
}

/** The first recording up to the end of an update, as a live engine would say it; `skipped`: why the last of its updates was not taken. */
export async function runUpTo(step: number, skipped?: string): Promise<FromWorker[]> {
  const events = await recorded()
  const end = events.findIndex((event) => event.type === 'step-started' && event.step === step + 1)
  const said = events.slice(0, end)
  if (skipped === undefined) return said.map(runs)
  const update = said.findLastIndex((event) => event.type === 'step-updated')
  // A student that has not moved is not read again.
  return said
    .slice(0, update + 1)
    .map((event, i) =>
      runs(
        i === update && event.type === 'step-updated'
          ? { ...event, signals: { ...event.signals, loss: 0, gradNorm: 0 }, skipped }
          : event,
      ),
    )
}

const runs = (event: RunEvent): FromWorker => ({ kind: 'message', message: { kind: 'run', run: 0, event } })

async function recorded(): Promise<readonly RunEvent[]> {
  return (
    await readRecording(readFileSync(new URL('../public/recordings/first.json', import.meta.url), 'utf8'))
  ).recording.events
}
