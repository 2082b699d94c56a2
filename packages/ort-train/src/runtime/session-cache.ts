/** Sessions by shape: built when first needed, the least recently used released beyond a limit. */
import type { Graph } from '../graph/graph.ts'
import { serialise } from '../graph/onnx.ts'
import type { LoadOptions, Runtime, Session } from './runtime.ts'

export class SessionCache {
  private readonly sessions = new Map<string, Promise<Session>>()

  constructor(
    readonly runtime: Runtime,
    private readonly limit = 48,
  ) {}

  get(key: string, build: () => Graph, options?: LoadOptions): Promise<Session> {
    const known = this.sessions.get(key)
    const session = known ?? this.runtime.load(serialise(build()), options)
    this.sessions.delete(key)
    this.sessions.set(key, session)
    session.catch(() => this.sessions.delete(key))
    if (this.sessions.size > this.limit) {
      const [oldest, victim] = this.sessions.entries().next().value!
      this.sessions.delete(oldest)
      void victim.then((s) => s.release())
    }
    return session
  }

  async release(): Promise<void> {
    const all = [...this.sessions.values()]
    this.sessions.clear()
    for (const session of all) await (await session).release()
  }
}
