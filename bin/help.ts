/** Help as manual pages have it, made from a command's own table. */
import type { Command } from './command.ts'

const width = 78

/** Words in lines of at most the page's width, each begun with so many spaces. */
function wrapped(text: string, indent: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + word.length + 1 > width - indent) {
      lines.push(line)
      line = word
    } else line = line === '' ? word : `${line} ${word}`
  }
  return [...lines, line].map((each) => ' '.repeat(indent) + each)
}

const paragraphs = (texts: readonly string[]) =>
  texts.flatMap((text, i) => [...(i > 0 ? [''] : []), ...wrapped(text, 4)])

/** A command's page. */
export function pageOf(command: Command): string {
  const { name, summary, synopsis, description, options, exits, examples } = command
  const each = Object.entries(options).flatMap(([option, { value, short, default: usual, about }]) => [
    `    ${short === undefined ? '' : `-${short}, `}--${option}${value === undefined ? '' : ` ${value}`}`,
    ...wrapped(usual === undefined ? about : `${about} Default: ${usual}.`, 8),
  ])
  return [
    'NAME',
    ...wrapped(`sdpo-lab ${name} - ${summary}`, 4),
    '',
    'SYNOPSIS',
    ...wrapped(`sdpo-lab ${synopsis}`, 4),
    '',
    'DESCRIPTION',
    ...paragraphs(description),
    '',
    'OPTIONS',
    ...each,
    '    -h, --help',
    '        This page.',
    '',
    'EXIT STATUS',
    ...Object.entries(exits).flatMap(([code, meaning]) => {
      const [first, ...more] = wrapped(meaning, 8)
      return [`    ${code.padEnd(4)}${first!.trimStart()}`, ...more]
    }),
    '',
    'EXAMPLES',
    ...examples.map((example) => `    ${example}`),
    '',
  ].join('\n')
}

/** The page of the program itself. */
export function overviewOf(commands: readonly Command[]): string {
  const widest = Math.max(...commands.map(({ name }) => name.length))
  return [
    'NAME',
    '    sdpo-lab - a small language model attempts, is judged, teaches itself and solves',
    '',
    'SYNOPSIS',
    '    sdpo-lab COMMAND [ARGUMENTS]',
    '',
    'COMMANDS',
    ...commands.map(({ name, summary }) => `    ${name.padEnd(widest)}  ${summary}`),
    '',
    '    sdpo-lab COMMAND --help says all of one. --version prints the version.',
    '',
  ].join('\n')
}
