/** The library as the page sees it: a worker that is started when it is first needed. */
import { libraryEventSchema, type Library, type LibraryCommand, type LibraryEvent } from './protocol.ts'

export class WorkerLibrary implements Library {
  private worker: Worker | null = null
  private readonly listeners = new Set<(event: LibraryEvent) => void>()

  send(command: LibraryCommand): void {
    this.theWorker().postMessage(command)
    // Asked for with the first model: else the browser may clear it when the disk is short.
    if (command.type === 'fetch') void navigator.storage?.persist?.()
  }

  subscribe(listener: (event: LibraryEvent) => void): () => void {
    this.listeners.add(listener)
    return () => void this.listeners.delete(listener)
  }

  dispose(): void {
    this.worker?.terminate()
    this.worker = null
    this.listeners.clear()
  }

  private theWorker(): Worker {
    if (this.worker) return this.worker
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name: 'library' })
    worker.onmessage = ({ data }: MessageEvent<unknown>) => this.emit(libraryEventSchema.parse(data))
    worker.onerror = (event) => {
      worker.terminate()
      this.worker = null
      this.emit({
        type: 'failed',
        key: null,
        message: 'The storage of models stopped.',
        cause: event.message || 'Its worker could not be loaded or failed.',
        wayOut: 'Try again, or reload the page; models that were fetched whole are kept.',
      })
    }
    return (this.worker = worker)
  }

  private emit(event: LibraryEvent): void {
    for (const listener of [...this.listeners]) listener(event)
  }
}
