/** What a command of the command line is, and how its arguments are read. */
import { parseArgs } from 'node:util'
import { ExplainedError, messageOf } from '../src/explained-error.ts'

export interface Option {
  /** What its value is called in the help; absent: a switch. */
  value?: string
  short?: string
  /** May be given several times. */
  many?: true
  default?: string
  /** The words that it takes, where it takes no others. */
  words?: readonly string[]
  about: string
}

export interface Command {
  name: string
  /** One line for the list of commands. */
  summary: string
  synopsis: string
  description: readonly string[]
  options: Readonly<Record<string, Option>>
  exits: Readonly<Record<number, string>>
  examples: readonly string[]
  /** Its first argument is the name of a preset; else a file, where it takes any. */
  takesPresets?: true
  /** Exit code. Throws a UsageError where the arguments are wrong. */
  run(arguments_: Arguments): Promise<number>
}

/** A command was called with what it does not take. */
export class UsageError extends ExplainedError {
  override readonly name = 'UsageError'
}

/** Exit codes that every command shares. */
export const exitCodes = { done: 0, failed: 1, usage: 2, unsolved: 3, interrupted: 130 } as const

export const jsonOption = { about: 'Print one JSON object on standard output, faults too.' } satisfies Option

/** The arguments of a call, by the command's own table of options. */
export class Arguments {
  private constructor(
    private readonly command: string,
    private readonly values: Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>,
    readonly positionals: readonly string[],
  ) {}

  /** Throws a UsageError on an option that the command does not have. */
  static of(command: Command, argv: readonly string[]): Arguments {
    const options = Object.fromEntries(
      Object.entries(command.options).map(([name, { value, short, many, default: usual }]) => [
        name,
        {
          type: value === undefined ? ('boolean' as const) : ('string' as const),
          ...(short !== undefined && { short }),
          ...(many && { multiple: true }),
          ...(usual !== undefined && { default: usual }),
        },
      ]),
    )
    try {
      const { values, positionals } = parseArgs({ args: [...argv], options, allowPositionals: true })
      return new Arguments(command.name, values, positionals)
    } catch (error) {
      throw new UsageError(
        messageOf(error).split('. To specify')[0]!,
        `\`sdpo-lab ${command.name}\` does not take it so.`,
        `See \`sdpo-lab ${command.name} --help\`.`,
      )
    }
  }

  switch(name: string): boolean {
    return this.values[name] === true
  }

  text(name: string): string | undefined {
    const value = this.values[name]
    return typeof value === 'string' ? value : undefined
  }

  texts(name: string): string[] {
    const value = this.values[name]
    return Array.isArray(value) ? value.map(String) : []
  }

  /** A whole number of at least so much; undefined where the option is not there. */
  whole(name: string, least: number): number | undefined {
    const text = this.text(name)
    if (text === undefined) return undefined
    if (!/^\d{1,9}$/.test(text) || Number(text) < least)
      throw this.wrong(`--${name} ${text}: not a whole number of ${least} or more.`)
    return Number(text)
  }

  /** One of these words. */
  oneOf<T extends string>(name: string, words: readonly T[]): T | undefined {
    const text = this.text(name)
    if (text === undefined) return undefined
    const found = words.find((word) => word === text)
    if (found === undefined) throw this.wrong(`--${name} ${text}: it is one of ${words.join(', ')}.`)
    return found
  }

  wrong(message: string): UsageError {
    return new UsageError(
      message,
      `\`sdpo-lab ${this.command}\` was called with it.`,
      `See \`sdpo-lab ${this.command} --help\`.`,
    )
  }
}
