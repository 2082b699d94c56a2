/** One task at a time, in order. onnxruntime-web hangs or throws when two sessions are made, or two runs are under way, at once. */
export class Queue {
  private tail: Promise<unknown> = Promise.resolve()

  /** Runs a task after all that were added before it. A failed task rejects its own promise and does not stop the next. */
  add<T>(task: () => Promise<T>): Promise<T> {
    const result = this.tail.then(task, task)
    this.tail = result.catch(() => {})
    return result
  }
}
