/**
 * Recordings as files. Written one event a line, so that a file cut short plays as far as it goes;
 * read event by event in slices of time, each checked and repaired by itself; rounded on writing to
 * what the screen can show. A reader's notice says in words what was not as it should be.
 */
import type { Position, Recording, RunEvent, RunEventOf } from '../../engine/protocol.ts'
import { breather } from './breathe.ts'
import { recordedItems } from './recorded-items.ts'
import { restoreEvent } from './restore.ts'

export interface ReadRecording {
  recording: Recording
  /** What had to be repaired or left out, in a sentence; null when nothing. */
  notice: string | null
}

/** Says in its message what is wrong with a file and what to do. */
export class RecordingError extends Error {
  override name = 'RecordingError'
}

/** A file's parts, for whoever writes one event after another: head, events with the divider between them, tail. */
export const recordingParts = {
  head: '{"format":"sdpo-lab-run","version":1,"events":[\n',
  divider: ',\n',
  tail: '\n]}\n',
}

/** Whether a file is a run of the lab, by its beginning. */
export function isRunFile(text: string): boolean {
  return /"format"\s*:\s*"sdpo-lab-run"|"events"\s*:\s*\[/.test(text.slice(0, 4096))
}

export function writeRecording(events: readonly RunEvent[]): string {
  const { head, divider, tail } = recordingParts
  return `${head}${events.map((event) => JSON.stringify(event)).join(divider)}${tail}`
}

/** @throws RecordingError when nothing of the file can be played. */
export async function readRecording(text: string): Promise<ReadRecording> {
  const breathe = breather()
  const start = eventsStart(text)
  checkHeader(text, start)
  const events: RunEvent[] = []
  let broken = 0
  let complete = true
  for (const item of recordedItems(text, start)) {
    if (item === null) {
      complete = false
      break
    }
    const event = restoreEvent(item.value)
    if (event) events.push(event)
    else broken++
    await breathe()
  }
  if (events.find((event) => event.type !== 'vocabulary')?.type !== 'run-started') {
    throw new RecordingError(
      events.length === 0
        ? 'This file holds no events of a run.'
        : 'The beginning of this run is missing, so it cannot be played.',
    )
  }
  const notes = [
    ...(complete ? [] : [`This file is cut short. It plays as far as it goes: ${describeExtent(events)}.`]),
    ...(broken === 0
      ? []
      : [
          `${broken === 1 ? 'One entry' : `${broken} entries`} could not be read and ${broken === 1 ? 'is' : 'are'} left out.`,
        ]),
  ]
  return { recording: { format: 'sdpo-lab-run', version: 1, events }, notice: notes.join(' ') || null }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function describeExtent(events: readonly RunEvent[]): string {
  const step = events.findLast(
    (event): event is RunEventOf<'step-started'> => event.type === 'step-started',
  )?.step
  return step === undefined ? 'no update is in it' : `update ${step} is the last in it`
}

/** Index after the bracket that opens the events. */
function eventsStart(text: string): number {
  const match = /"events"\s*:\s*\[/.exec(text)
  if (!match)
    throw new RecordingError('This is not a run of SDPO Lab. A run is a JSON file that the lab exported.')
  return match.index + match[0].length
}

function checkHeader(text: string, start: number): void {
  const header = parse(`${text.slice(0, start)}]}`) ?? parse(text)
  const { format, version } = (header ?? {}) as { format?: unknown; version?: unknown }
  if (format !== 'sdpo-lab-run')
    throw new RecordingError('This is not a run of SDPO Lab. A run is a JSON file that the lab exported.')
  if (typeof version !== 'number' || version > 1)
    throw new RecordingError(
      `This run was written by a newer lab (format ${String(version)}). Reload the page to get the newest.`,
    )
}

export interface CompactOptions {
  /** Candidates kept at a position beside the sampled token, likeliest first. */
  candidates?: number
  /** Candidates that neither reader gives this probability are left to the rest of the mass. */
  least?: number
}

/**
 * The same run as small as the screen needs it: progress left out, log-probabilities to 1e-4, unlikely
 * candidates left to the rest of the mass. Credit and signals keep three digits and more.
 */
export function compactEvents(events: readonly RunEvent[], options: CompactOptions = {}): RunEvent[] {
  return events.flatMap(compactor(options))
}

/** The same for events that come one after another: of each what is to be written, in the order of the run. */
export function compactor({ candidates = 10, least = 1e-3 }: CompactOptions = {}): (
  event: RunEvent,
) => RunEvent[] {
  const kept = new Map<number, number[][]>()
  return (event) => {
    switch (event.type) {
      case 'sampling':
        return []
      case 'attempt-sampled':
        return [{ ...event, logProbs: event.logProbs.map(round) }]
      case 'attempt-branched':
        return [
          {
            ...event,
            logProbs: event.logProbs.map(round),
            positions:
              event.positions &&
              event.positions.map((position) =>
                compactPosition(position, keptCandidates(position, candidates, Math.log(least))),
              ),
          },
        ]
      case 'attempt-reread':
        return [
          {
            ...event,
            positions: event.positions.map((position) => compactPosition(position, teacherChoices(position))),
          },
        ]
      case 'attempt-scored': {
        const keep = event.positions.map((position) => keptCandidates(position, candidates, Math.log(least)))
        kept.set(event.attempt, keep)
        return [
          { ...event, positions: event.positions.map((position, i) => compactPosition(position, keep[i]!)) },
        ]
      }
      case 'attempt-rescored': {
        const keep = kept.get(event.attempt)
        return [
          {
            ...event,
            after: event.after.map((row, i) =>
              (keep?.[i]?.filter((k) => k < row.length).map((k) => row[k]!) ?? row).map(round),
            ),
          },
        ]
      }
      case 'step-updated': {
        const { timings } = event
        return [
          {
            ...event,
            timings: {
              sample: Math.round(timings.sample),
              judge: Math.round(timings.judge),
              score: Math.round(timings.score),
              update: Math.round(timings.update),
              ...(timings.compile !== undefined && { compile: Math.round(timings.compile) }),
            },
          },
        ]
      }
      default:
        return [event]
    }
  }
}

function keptCandidates(position: Position, candidates: number, least: number): number[] {
  const likelier = (i: number) => Math.max(position.student[i]!, position.teacher[i]!)
  const others = position.ids.map((_, i) => i).slice(1)
  return [
    0,
    ...others
      .filter((i) => likelier(i) >= least)
      .sort((a, b) => likelier(b) - likelier(a))
      .slice(0, candidates),
  ]
}

/** Of a reading that is shown as a strip: the sampled token and the teacher's first choices. */
function teacherChoices({ ids, teacher }: Position): number[] {
  const others = ids.map((_, i) => i).filter((i) => i > 0 && teacher[i]! >= Math.log(0.01))
  return [0, ...others.sort((a, b) => teacher[b]! - teacher[a]!).slice(0, 2)]
}

function compactPosition(position: Position, keep: readonly number[]): Position {
  const pick = (row: readonly number[]) => keep.map((i) => round(row[i]!))
  return {
    ids: keep.map((i) => position.ids[i]!),
    student: pick(position.student),
    teacher: pick(position.teacher),
    divergence: round(position.divergence),
    studentEntropy: round(position.studentEntropy),
    teacherEntropy: round(position.teacherEntropy),
  }
}

/** To 1e-4 nats. */
function round(value: number): number {
  return Number(value.toFixed(4))
}
