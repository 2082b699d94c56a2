/** When the page commands and when its engine's worker tells, each noted where it happens, on one clock: how soon a command is answered and what is still done before, whatever else keeps the page or a test busy. */
import type { Page, Worker as PageWorker } from '@playwright/test'

/** `at`: milliseconds since 1970. */
interface Said {
  at: number
  type: string
}

export class EngineWire {
  private engine: PageWorker | null = null

  private constructor(private readonly page: Page) {
    page.on('worker', (worker) => {
      // A sandbox that is at work answers nobody: once the engine is found, none is asked.
      if (this.engine) return
      void worker.evaluate(noteEvents).then(
        (name) => {
          if (name === 'engine') this.engine = worker
        },
        // One of another kind, gone by then.
        () => undefined,
      )
    })
  }

  /** Before the page is opened. */
  static async tap(page: Page): Promise<EngineWire> {
    await page.addInitScript(noteCommands)
    return new EngineWire(page)
  }

  /** From the last such command of the page to the first such event after it: the milliseconds, and the acts of which the engine told something between. Throws where there was none. */
  async answer(command: string, by: string): Promise<{ ms: number; acts: string[] }> {
    const read = () => (globalThis as unknown as { said: Said[] }).said
    const commands = await this.page.evaluate(read)
    const told = (await this.engine?.evaluate(read)) ?? []
    const asked = commands.findLast(({ type }) => type === command)
    const later = told.filter(({ at }) => asked !== undefined && at > asked.at)
    const answered = later.findIndex(({ type }) => type === by)
    if (!asked || answered < 0) throw new Error(`No ${by} after ${command}.`)
    const acts = later.slice(0, answered).flatMap(({ type }) => actOf[type] ?? [])
    return { ms: later[answered]!.at - asked.at, acts: [...new Set(acts)] }
  }
}

function noteCommands(): void {
  const said: Said[] = []
  Object.assign(globalThis, { said })
  const post = Worker.prototype.postMessage
  Worker.prototype.postMessage = function (this: Worker, ...given: [unknown, never]) {
    const { command } = (given[0] ?? {}) as { command?: { type: string } }
    if (command) said.push({ at: performance.timeOrigin + performance.now(), type: command.type })
    post.apply(this, given)
  }
}

/** In a worker; its name. */
function noteEvents(): string {
  const said: Said[] = []
  const scope = globalThis as unknown as { postMessage: (...given: [unknown, never]) => void }
  Object.assign(globalThis, { said })
  const post = scope.postMessage.bind(globalThis)
  scope.postMessage = (...given) => {
    const { kind, message } = (given[0] ?? {}) as { kind?: string; message?: { event: { type: string } } }
    if (kind === 'message')
      said.push({ at: performance.timeOrigin + performance.now(), type: message!.event.type })
    post(...given)
  }
  return (globalThis as unknown as { name: string }).name
}

/** The act that an event is of. */
const actOf: Readonly<Record<string, string>> = {
  'step-started': 'attempt',
  sampling: 'attempt',
  'attempt-sampled': 'attempt',
  'attempt-judged': 'judge',
  'attempt-reprompted': 're-read',
  'attempt-scored': 'credit',
  'step-updated': 'update',
  'attempt-rescored': 'update',
}
