/** What a pasted text was understood as: plain data, before it becomes a draft that a person edits. */
import type { Json } from '../../problems/problem.ts'

export type Language = 'javascript' | 'python'

/** One test as it stood in the text. */
export type PastedTest = { hidden?: true } &
  /** A call with values that could be read. */
  (
    | { args: Json[]; expected: Json }
    /** A call whose inputs are code: `f(range(3))`. */
    | { call: string; expected: Json }
    /** A statement that throws where the answer is wrong. */
    | { assert: string }
    /** A program's input and output. */
    | { stdin: string; stdout: string }
  )

export type PastedAnswer =
  | { kind: 'exact'; value: string }
  | { kind: 'number'; value: number; units: string }
  | { kind: 'choice'; value: string; options: readonly string[] }

export interface Found {
  /** Indexes of the lines that this reader took out of the statement. */
  taken: readonly number[]
  /** What was understood, a sentence each. */
  understood: readonly string[]
  notUnderstood: readonly NotUnderstood[]
  tests?: readonly PastedTest[]
  title?: string
  /** Put at the place of what was taken: a docstring's prose. */
  prose?: string
  name?: string
  parameters?: readonly string[]
  /** As it is written, for the statement: `two_sum(nums: list[int], target: int) -> list[int]`. */
  signature?: string
  language?: Language
  answer?: PastedAnswer
  stdin?: true
  solution?: string
}

export interface NotUnderstood {
  /** From 1, in the pasted text; null where it is about the whole of it. */
  line: number | null
  /** What stood there, shortened. */
  text: string
  /** Why it could not be used, and what to do about it. */
  reason: string
}

/** Reads what it knows among the lines that nobody took before; null where nothing of it is there. */
export type PasteReader = (lines: readonly string[], free: (index: number) => boolean) => Found | null
