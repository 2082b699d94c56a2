/**
 * Contexts for attempts. Compiling the tools of a realm takes longer than most candidates do: where two jobs in a row
 * want the same tools, the memory of the interpreter is kept as it was with them made and no candidate in it, and
 * every later job begins with that memory put back, byte for byte. Nothing of an attempt outlives it there; a runtime
 * of its own, as the first job has, leaves what it freed behind.
 */
import type { QuickJSWASMModule } from 'quickjs-emscripten-core'
import type { Job } from './job.ts'
import { MemoryImage } from './memory-image.ts'
import { newInterpreter, RealmContext, type Interpreter } from './realm-context.ts'
import { realmSource } from './realm-source.ts'
import { toolsOf } from './realm.ts'

export class RealmSupply {
  /** Of a module that has run nothing. */
  private readonly blank: MemoryImage
  private prepared: { tools: string; interpreter: Interpreter; image: MemoryImage } | null = null
  /** What the last job wanted. */
  private last: string | null = null

  private readonly memory: WebAssembly.Memory
  private readonly bytes: number

  constructor(readonly module: QuickJSWASMModule) {
    this.memory = module.getWasmMemory()
    this.bytes = this.memory.buffer.byteLength
    this.blank = new MemoryImage(this.memory)
  }

  /** An attempt has made its memory grow, which cannot be undone: to put all of it back would take longer than another module. */
  get grown(): boolean {
    return this.memory.buffer.byteLength > this.bytes
  }

  /**
   * A context in which no candidate ever was; those given out before are of no more use. May throw what the host threw
   * when the interpreter gave way.
   *
   * @param deadline on the clock of `performance.now()`
   */
  contextFor(job: Job, deadline: number, stackBytes: number): RealmContext {
    const made = (interpreter: Interpreter) => new RealmContext(interpreter, job, deadline, stackBytes)
    const { prepared, last } = this
    // Asserts and calls put functions of the host into the interpreter, which no image of its memory holds.
    const tools = job.steps.every(({ kind }) => kind === 'args') ? realmSource(toolsOf(job)) : null
    this.last = tools
    prepared?.image.restore()
    if (prepared && prepared.tools === tools) return made(prepared.interpreter)
    if (tools === null || last !== tools) return made(newInterpreter(this.module))
    this.prepared = null
    this.blank.restore()
    const context = made(newInterpreter(this.module))
    // A problem's own code is among them: it stands under the limits of the job.
    if (context.makeTools(toolsOf(job)) === null) {
      const { interpreter } = context
      interpreter.kept = true
      this.prepared = { tools, interpreter, image: new MemoryImage(this.memory) }
    }
    return context
  }
}
