/**
 * Choices, problems, drafts and probes: small, and read before the first picture, so they are kept in
 * localStorage. Reading restores; what cannot be read is kept as it is, never overwritten.
 */
import { probeSchema, type Probe } from '../../engine/protocol.ts'
import { z } from 'zod'
import { problemSchema, type Problem } from '../../problems/problem.ts'
import { restoreSettings, type Settings } from '../settings/settings.ts'
import { keepError } from './keep-error.ts'

/** The part of localStorage that is used. */
export type KeyValueStore = Pick<Storage, 'getItem' | 'setItem'>

const settingsKey = 'sdpo-lab/settings'
const problemsKey = 'sdpo-lab/problems'
const draftsKey = 'sdpo-lab/drafts'
const probesKey = 'sdpo-lab/probes'
const slideNotesKey = 'sdpo-lab/slide-notes'
const guessesKey = 'sdpo-lab/guesses'
/** Attempts whose guesses are kept. */
const guessedAttempts = 200

const slideNotesSchema = z.record(z.string(), z.string())
const guessesSchema = z.record(z.string(), z.array(z.int().nonnegative()))

function parse(text: string | null): unknown {
  try {
    return text === null ? undefined : JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Choices and problems. Every write may throw a KeepError. */
export class Preferences {
  /** Stored problems that this version cannot read: written back beside the others. */
  private unread: unknown[] = []

  constructor(private readonly store: KeyValueStore | null) {}

  settings(): Settings {
    return restoreSettings(parse(this.read(settingsKey)))
  }

  keepSettings(settings: Settings): void {
    this.write(settingsKey, settings, 'this choice')
  }

  problems(): Problem[] {
    const stored = parse(this.read(problemsKey))
    const entries: unknown[] = Array.isArray(stored) ? stored : []
    const readable: Problem[] = []
    this.unread = []
    for (const entry of entries) {
      const problem = problemSchema.safeParse(entry)
      if (problem.success) readable.push(problem.data)
      else this.unread.push(entry)
    }
    return readable
  }

  keepProblems(problems: readonly Problem[]): void {
    this.write(problemsKey, [...problems, ...this.unread], 'your problem')
  }

  /** A problem that was being written, by the problem it began as; undefined where none was kept. */
  draft(of: string): unknown {
    return this.drafts()[of]
  }

  /** Null forgets it. */
  keepDraft(of: string, draft: unknown): void {
    const { [of]: before, ...others } = this.drafts()
    if (draft === null && before === undefined) return
    this.write(draftsKey, draft === null ? others : { ...others, [of]: draft }, 'your draft')
  }

  private drafts(): Record<string, unknown> {
    const stored = parse(this.read(draftsKey))
    return typeof stored === 'object' && stored !== null && !Array.isArray(stored)
      ? (stored as Record<string, unknown>)
      : {}
  }

  probes(): Probe[] {
    const stored = parse(this.read(probesKey))
    return (Array.isArray(stored) ? (stored as unknown[]) : []).flatMap(
      (entry) => probeSchema.safeParse(entry).data ?? [],
    )
  }

  keepProbes(probes: readonly Probe[]): void {
    this.write(probesKey, probes, 'this probe')
  }

  /** Guessed tokens by run and attempt, the latest last. */
  guesses(): Record<string, readonly number[]> {
    return guessesSchema.safeParse(parse(this.read(guessesKey))).data ?? {}
  }

  /** The oldest beyond `guessedAttempts` are forgotten. */
  keepGuesses(guesses: Readonly<Record<string, readonly number[]>>): void {
    this.write(guessesKey, Object.fromEntries(Object.entries(guesses).slice(-guessedAttempts)), 'this guess')
  }

  /** The speaker's notes by slide. */
  slideNotes(): Record<string, string> {
    return slideNotesSchema.safeParse(parse(this.read(slideNotesKey))).data ?? {}
  }

  keepSlideNotes(notes: Readonly<Record<string, string>>): void {
    this.write(slideNotesKey, notes, 'this note')
  }

  private read(key: string): string | null {
    try {
      return this.store?.getItem(key) ?? null
    } catch {
      return null
    }
  }

  private write(key: string, value: unknown, what: string): void {
    try {
      if (!this.store) throw new Error('no storage')
      this.store.setItem(key, JSON.stringify(value))
    } catch (cause) {
      throw keepError(what, cause)
    }
  }
}
