/** Tasks of the page's main thread by their CPU time, from the browser's own trace: a busy machine makes wall time lie. */
import type { Browser, Page } from '@playwright/test'

interface TraceEvent {
  name: string
  ph: string
  pid: number
  tid: number
  /** CPU microseconds of a complete event. */
  tdur?: number
  ts: number
  dur?: number
  args?: { name?: string; fileName?: string; data?: { url?: string; functionName?: string } }
}

export interface LongTask {
  cpuMs: number
  /** Of it, events that were heard and script that was run. */
  scriptMs: number
  /** What ran in it, longest first, as far as the trace tells. */
  what: string[]
}

/** Runs `body` under trace and returns the page's tasks that took longer than `limitMs` of CPU time, longest first. */
export async function longTasks(
  browser: Browser,
  page: Page,
  limitMs: number,
  body: () => Promise<void>,
): Promise<LongTask[]> {
  await browser.startTracing(page, {
    categories: ['toplevel', 'devtools.timeline', 'disabled-by-default-devtools.timeline', '__metadata'],
  })
  await body()
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString()) as {
    traceEvents: TraceEvent[]
  }
  const main = mainThread(traceEvents)
  const tasks = traceEvents.filter(
    (event) => main.has(`${event.pid}/${event.tid}`) && event.ph === 'X' && event.name === 'RunTask',
  )
  if (tasks.length === 0) throw new Error('The trace has no tasks of a main thread.')
  return tasks
    .filter((task) => (task.tdur ?? 0) / 1000 > limitMs)
    .sort((a, b) => b.tdur! - a.tdur!)
    .map((task) => ({
      cpuMs: Math.round(task.tdur! / 1000),
      scriptMs: scriptIn(traceEvents, task),
      what: inside(traceEvents, task),
    }))
    .filter(({ what }) => !what.some((name) => name.includes('UtilityScript')))
}

/** Threads named CrRendererMain of processes that showed a page of the lab. */
function mainThread(events: readonly TraceEvent[]): Set<string> {
  return new Set(
    events
      .filter((event) => event.name === 'thread_name' && event.args?.name === 'CrRendererMain')
      .map((event) => `${event.pid}/${event.tid}`),
  )
}

/** CPU milliseconds of the outermost scripts and events inside a task. */
function scriptIn(events: readonly TraceEvent[], task: TraceEvent): number {
  const end = task.ts + (task.dur ?? 0)
  const scripts = events.filter(
    (event) =>
      event.pid === task.pid &&
      event.tid === task.tid &&
      event.ph === 'X' &&
      ['EventDispatch', 'FunctionCall', 'FireAnimationFrame', 'RunMicrotasks', 'EvaluateScript'].includes(
        event.name,
      ) &&
      event.ts >= task.ts &&
      event.ts <= end,
  )
  const outermost = scripts.filter(
    (event) =>
      !scripts.some(
        (other) =>
          other !== event &&
          other.ts <= event.ts &&
          other.ts + (other.dur ?? 0) >= event.ts + (event.dur ?? 0),
      ),
  )
  return outermost.reduce((sum, event) => sum + (event.tdur ?? 0) / 1000, 0)
}

function inside(events: readonly TraceEvent[], task: TraceEvent): string[] {
  const end = task.ts + (task.dur ?? 0)
  return events
    .filter(
      (event) =>
        event.pid === task.pid &&
        event.tid === task.tid &&
        event.ph === 'X' &&
        event !== task &&
        event.ts >= task.ts &&
        event.ts <= end &&
        (event.tdur ?? 0) > 5000,
    )
    .sort((a, b) => b.tdur! - a.tdur!)
    .slice(0, 6)
    .map((event) =>
      `${event.name} ${event.args?.data?.functionName ?? ''} ${event.args?.data?.url ?? event.args?.fileName ?? ''} ${Math.round(event.tdur! / 1000)} ms`.replace(
        / +/g,
        ' ',
      ),
    )
}
