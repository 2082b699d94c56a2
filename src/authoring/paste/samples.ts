/**
 * Examples of statements: input and output under headings of any language, in the layouts of LeetCode
 * (values of named parameters, which become calls) and of contests (what a program reads and prints).
 */
import { callOf, classTest, type Call } from './example-values.ts'
import { COPY } from './heading-words.ts'
import { headingOf, type HeadingKind } from './headings.ts'
import type { Found, NotUnderstood, PasteReader, PastedTest } from './pasted.ts'
import { dataOf, isProse, splitColumns, withoutRemark } from './sample-text.ts'
import { quoted } from './text.ts'

interface Section {
  kind: HeadingKind
  head: number
  rest: string
  /** The line after its last. */
  end: number
}

interface Sample {
  first: number
  /** The line after its last. */
  end: number
  input: string
  output: string
  /** Which of its headings says that it is one. */
  sure: boolean
  remark: boolean
}

function sectionsOf(lines: readonly string[], free: (index: number) => boolean): Section[] {
  const sections: Section[] = []
  const close = (end: number) => {
    const open = sections.at(-1)
    if (open && open.end < 0) open.end = end
  }
  lines.forEach((line, i) => {
    if (!free(i)) return close(i)
    const heading = line.length > 20_000 ? null : headingOf(line)
    if (!heading) return
    close(i)
    sections.push({ ...heading, head: i, end: -1 })
  })
  close(lines.length)
  return sections
}

const contestWords =
  /^\s*(?:[\u26a1\u23f1]?\s*time limit|memory limit|input ?: ?standard|output ?: ?standard|inputstandard|score ?: ?\d|stdin\b.*\bfunction)/i

/** What the page of a site has around a sample: fences and buttons. */
const button = new RegExp(`^\\s*(?:\`\`\`\\w*|${COPY})\\s*$`, 'gim')

export const readSamples: PasteReader = (lines, free, choice) => {
  const sections = sectionsOf(lines, free)
  const bodyOf = ({ head, rest, end }: Section) =>
    [rest, ...lines.slice(head + 1, end)].join('\n').replace(button, '')
  const pairs: { sample: Sample; bare: boolean }[] = []
  const split: NotUnderstood[] = []
  let under = false
  const exampleAhead = sections.some(({ kind }) => kind === 'example' || kind.startsWith('sample-'))
  sections.forEach((section, i) => {
    if (section.kind === 'example') under = true
    const next = sections[i + 1]
    const side =
      section.kind === 'sample-both'
        ? section
        : /input$/.test(section.kind) && next && /output$/.test(next.kind) && bodyOf(section).trim() === ''
          ? next
          : null
    if (side && (under || section.kind !== 'input' || exampleAhead)) {
      const cut = splitColumns(bodyOf(side))
      if (!cut) {
        if (bodyOf(side).trim() !== '')
          split.push({
            line: section.head + 1,
            text: quoted(lines[section.head]!),
            reason:
              'Input and output stand in one block here, and where one ends is not to be seen. Write the sample under Tests.',
          })
        return
      }
      pairs.push({
        bare: false,
        sample: { first: section.head, end: side.end, ...cut, sure: true, remark: false },
      })
      return
    }
    if (!/input$/.test(section.kind) || !next || !/output$/.test(next.kind)) return
    const output = withoutRemark(bodyOf(next))
    pairs.push({
      bare: !under && section.kind === 'input' && next.kind === 'output',
      sample: {
        first: section.head,
        end: next.end,
        input: dataOf(bodyOf(section)),
        output: output.text,
        sure: under || section.kind !== 'input' || next.kind !== 'output',
        remark: output.remark,
      },
    })
  })
  const full = pairs.filter(({ sample }) => sample.input.trim() !== '' || sample.output.trim() !== '')
  if (full.length === 0)
    return split.length === 0 ? null : { taken: [], understood: [], notUnderstood: split }
  const chosen = chooseSamples(full, choice, split.length > 0)
  const samples = new Set(chosen.samples)
  const contest =
    lines.some((line) => line.length < 200 && contestWords.test(line)) ||
    full.some(({ bare, sample }) => bare && !samples.has(sample)) ||
    sections.some(({ kind }) => kind.startsWith('sample-'))
  const byHead = new Map(sections.map((section) => [section.head, section]))
  const found = read(lines, byHead, chosen.samples, contest)
  return {
    ...found,
    notUnderstood: [...found.notUnderstood, ...split],
    ...(chosen.readings && { readings: chosen.readings }),
  }
}

/** Which pairs are samples, and which describe input and output under the same names. */
function chooseSamples(
  pairs: readonly { sample: Sample; bare: boolean }[],
  choice: number,
  elsewhere: boolean,
): { samples: Sample[]; readings?: { names: readonly string[]; chosen: number } } {
  const sure = pairs.filter(({ sample }) => sample.sure)
  if (sure.length > 0) return { samples: sure.map(({ sample }) => sample) }
  // Samples that could not be read are there: these sections describe.
  if (elsewhere) return { samples: [] }
  const all = pairs.map(({ sample }) => sample)
  const looks = ({ input, output }: Sample) => !isProse(input) && !isProse(output)
  if (all.every((sample) => callOf(sample) !== null || looks(sample))) return { samples: all }
  if (all.length > 1) return { samples: all.filter((sample, i) => i > 0 || looks(sample)) }
  if (isProse(all[0]!.input, 2) && isProse(all[0]!.output, 2)) return { samples: [] }
  const names = ['No sample: input and output are described', 'A sample that is run']
  const chosen = choice === 1 ? 1 : 0
  return { samples: chosen === 1 ? all : [], readings: { names, chosen } }
}

function read(
  lines: readonly string[],
  sections: ReadonlyMap<number, Section>,
  samples: readonly Sample[],
  contest: boolean,
): Found {
  const asCalls = samples.map((sample) => classTest(sample) ?? callOf(sample))
  const classes = samples.some((sample) => classTest(sample) !== null)
  const numbers = samples.some(({ input }) => /^(?:-?\d+|\S+\n)/.test(input))
  const stdin =
    !classes && samples.length > 0 && (contest || (asCalls.every((call) => call === null) && numbers))
  if (samples.length === 0)
    return {
      taken: [],
      understood: [],
      notUnderstood: [],
      ...(contest && { stdin: true as const }),
    }
  const taken: number[] = []
  const tests: PastedTest[] = []
  const notUnderstood: NotUnderstood[] = []
  const calls: Call[] = []
  let remarks = 0
  samples.forEach((sample, i) => {
    const call = asCalls[i]
    if (!stdin && !call) {
      notUnderstood.push({
        line: sample.first + 1,
        text: quoted(lines[sample.first]!),
        reason: 'Its input or output is no value that can be read. It stays in the statement.',
      })
      return
    }
    const explained = explanationAfter(sections, sample.end)
    if (sample.remark || explained.length > 0) remarks++
    taken.push(...headsAbove(lines, sections, sample.first), ...range(sample.first, sample.end), ...explained)
    if (stdin) tests.push({ stdin: `${sample.input}\n`, stdout: `${sample.output}\n` })
    else {
      calls.push(call!)
      tests.push({ args: call!.args, expected: call!.expected })
    }
  })
  const names = calls.find((call) => call.names.length > 0)?.names
  return {
    taken,
    tests,
    notUnderstood,
    understood:
      tests.length === 0
        ? []
        : [
            stdin
              ? `${tests.length} ${tests.length === 1 ? 'sample' : 'samples'} of standard input and output`
              : `${tests.length} ${tests.length === 1 ? 'example' : 'examples'} with input and output`,
            ...(remarks > 0
              ? [
                  remarks === 1
                    ? 'what explains it, left out of the statement'
                    : 'what explains them, left out of the statement',
                ]
              : []),
          ],
    ...(names && { parameters: names }),
    ...(stdin && { stdin: true as const }),
    ...(classes && { classOf: calls[0]!.className }),
    ...(calls.some(({ inPlace }) => inPlace) && { inPlaceWithCount: true as const }),
  }
}

/** Headings such as "Example 1:" right above. */
function headsAbove(
  lines: readonly string[],
  sections: ReadonlyMap<number, Section>,
  first: number,
): number[] {
  const taken: number[] = []
  for (let i = first - 1; i >= 0 && i >= first - 3; i--) {
    if (lines[i]!.trim() !== '' && sections.get(i)?.kind !== 'example') break
    taken.unshift(i)
  }
  return taken
}

/** Explanations belong to the examples that were taken out. */
function explanationAfter(sections: ReadonlyMap<number, Section>, end: number): number[] {
  const section = sections.get(end)
  return section?.kind === 'explanation' ? range(section.head, section.end) : []
}

function range(from: number, end: number): number[] {
  return Array.from({ length: end - from }, (_, i) => from + i)
}
