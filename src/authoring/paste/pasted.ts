/** What a pasted text was understood as: plain data, before it becomes a draft that a person edits. */
import type { Json } from '../../problems/problem.ts'

/** What is said of a function that came with its body. */
export const keptBody = 'Its body, kept as the reference solution'

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
  | {
      kind: 'number'
      value: number
      units: string
      /** Written as one: it has no decimals. */ fraction?: boolean
      /** Counted: it may be off by nothing. */
      exact?: boolean
      /** Half of the last decimal that is written: any number that is rounded to these digits is this one. Null where no decimal is written. */
      rounding?: number | null
    }
  /** A JSON object: what each of its fields is, `name: text = Maria`. */
  | { kind: 'fields'; fields: readonly string[]; names: readonly string[] }
  | { kind: 'choice'; value: string; options: readonly { label: string; text: string }[] }

/** A parameter as it is declared: its type is '' where none is. */
export interface Parameter {
  name: string
  type: string
}

export interface Found {
  /** Indexes of the lines that this reader took out of the statement. */
  taken: readonly number[]
  /** Lines that stay in the statement in another form: choices without the mark that says which is right. */
  replaced?: ReadonlyMap<number, string>
  /** What was understood, a sentence each. */
  understood: readonly string[]
  notUnderstood: readonly NotUnderstood[]
  tests?: readonly PastedTest[]
  /** These tests stand for all: those of other places are left out. */
  only?: true
  title?: string
  /** Put at the place of what was taken: a docstring's prose. */
  prose?: string
  name?: string
  parameters?: readonly string[]
  /** As it is written, for the statement: `two_sum(nums: list[int], target: int) -> list[int]`. */
  signature?: string
  language?: Language
  /** Types of the parameters, and of what is returned. */
  declared?: { parameters: readonly Parameter[]; returns: string }
  /** Code that is given to the program: helpers and imports. */
  given?: string
  /** The function is a method of LeetCode's class. */
  method?: true
  /** Examples drive a class of this name by lists of calls. */
  classOf?: string | undefined
  /** Examples say what is returned and what is left in the first list. */
  inPlaceWithCount?: true
  answer?: PastedAnswer
  stdin?: true
  solution?: string
  tools?: PastedTools
  /** Other readings that fit as well, in the person's words; which is taken. */
  readings?: Readings
}

export interface Readings {
  names: readonly string[]
  chosen: number
}

export interface PastedTools {
  tools: readonly { name: string; description: string; parameters: Record<string, Json> }[]
  /** Calls that are right, where the text has them. */
  calls: readonly { name: string; arguments: Record<string, Json[]> }[]
}

export interface NotUnderstood {
  /** From 1, in the pasted text; null where it is about the whole of it. */
  line: number | null
  /** What stood there, shortened. */
  text: string
  /** Why it could not be used, and what to do about it. */
  reason: string
}

/** Reads what it knows among the lines that nobody took before; null where nothing of it is there. `choice`: which of several readings. */
export type PasteReader = (
  lines: readonly string[],
  free: (index: number) => boolean,
  choice: number,
) => Found | null
