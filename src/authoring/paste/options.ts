/** The choices of a question, in the layouts that exams and data sets have them in. */

export interface Option {
  label: string
  text: string
  line: number
  /** The text itself says that it is right: a tick, "(correct)". */
  marked: boolean
  /** Its label stands in the text: a bullet has none. */
  labelled: boolean
}

export interface Options {
  style: 'letters' | 'digits' | 'bullets'
  options: Option[]
}

const letter =
  /^\s*(?:[-*\u2022\u00b7]\s+)?[*_]{0,2}(?:\(\s?([A-Za-z])\s?\)|\[\s?([A-Za-z])\s?\]|([A-Za-z])[).\]:\uff0e\u3001\uff1a]|([A-Z])\s+[-\u2013\u2014])[*_]{0,2}\s*(\S.*)$/u
/** A row of a table: `| A | Jupiter |`. */
const cell = /^\s*\|\s*[*_]{0,2}\(?([A-Za-z])\)?[).:]?[*_]{0,2}\s*\|\s*(\S[^|]*?)\s*\|?\s*$/u
const cyrillic = /^\s*(?:[-*\u2022]\s+)?\(?([\u0410-\u0418\u0430-\u0438])[).:]\s*(\S.*)$/u
const digit =
  /^\s*(?:[-*\u2022]\s+)?[*_]{0,2}(?:\(\s?(\d{1,2})\s?\)|\[(\d{1,2})\]|(\d{1,2})[).\]:\uff0e\u3001])[*_]{0,2}\s+(\S.*)$/u
const roman = /^\s*(?:[-*\u2022]\s+)?[*_]{0,2}(?:\(([ivx]{1,5})\)|([ivx]{1,5})[).])[*_]{0,2}\s+(\S.*)$/iu
const romans = ['i', 'ii', 'iii', 'iv', 'v', 'vi', 'vii', 'viii', 'ix', 'x']
const bullet = /^\s*[-*\u2022\u00b7\u25cb\u25cf\u2610\u25a1]\s+(\S.*)$/u
const right =
  /\s*(?:[\u2713\u2714\u2705\u2611]|\((?:correct|right|richtig|correcte?|correcta|x|correct answer|right answer)\)|(?:<|\u2190)-*\s*(?:correct|right|this|answer)(?:\s+(?:one|answer))?|\[x\]|(?<=\s)\*)\s*$/iu
/** A box in front, as in lists of tasks, or a tick or star: full ones say what is right. */
const box = /^(?:\[([ xX\u2713\u2714])\]|([\u2610\u25a1\u25cb])|([\u2611\u2713\u2714\u2705]))\s*/u
const longest = 2000

/** A run of labels that begins with the first and goes on in order; null where there is none of two or more. */
export function optionsOf(lines: readonly string[], free: (index: number) => boolean): Options | null {
  return (
    inColumns(lines, free) ??
    run(
      lines,
      free,
      (line) => {
        const found = letter.exec(line)
        return found ? [(found[1] ?? found[2] ?? found[3] ?? found[4])!, found[5]!] : null
      },
      'letters',
    ) ??
    run(
      lines,
      free,
      (line) => {
        const found = cell.exec(line)
        return found ? [found[1]!, found[2]!] : null
      },
      'letters',
    ) ??
    run(
      lines,
      free,
      (line) => {
        const found = cyrillic.exec(line)
        return found ? [found[1]!, found[2]!] : null
      },
      'letters',
    ) ??
    inOneLine(lines, free) ??
    run(
      lines,
      free,
      (line) => {
        const found = roman.exec(line)
        return found ? [(found[1] ?? found[2])!.toLowerCase(), found[3]!] : null
      },
      'letters',
    ) ??
    run(
      lines,
      free,
      (line) => {
        const found = digit.exec(line)
        return found ? [(found[1] ?? found[2] ?? found[3])!, found[4]!] : null
      },
      'digits',
    ) ??
    bulletsOf(lines, free)
  )
}

const next = (label: string) =>
  /\d/.test(label)
    ? String(Number(label) + 1)
    : romans.includes(label)
      ? (romans[romans.indexOf(label) + 1] ?? '')
      : String.fromCodePoint(label.codePointAt(0)! + 1)
const isFirst = (label: string) => /^[aAi1\u0410\u0430]$/u.test(label)

function run(
  lines: readonly string[],
  free: (index: number) => boolean,
  read: (line: string) => readonly [string, string] | null,
  style: Options['style'],
): Options | null {
  let best: Option[] = []
  let current: Option[] = []
  let last = ''
  const keep = () => {
    if (current.length >= 2 && current.length >= best.length) best = current
  }
  lines.forEach((line, i) => {
    if (!free(i) || line.length > longest) return
    const found = read(line)
    if (!found) return
    const [label, text] = found
    if (current.length > 0 && label === next(last)) current.push(made(label, text, i))
    else if (isFirst(label)) {
      keep()
      current = [made(label, text, i)]
    } else return
    last = label
  })
  keep()
  return best.length >= 2 ? { style, options: best } : null
}

function made(label: string, text: string, line: number): Option {
  const plain = text.trim()
  const ticked = box.exec(plain)
  return {
    label: label.toUpperCase(),
    text: plain
      .replace(box, '')
      .replace(right, '')
      .replace(/[*_]{2}$/, '')
      .trim(),
    line,
    labelled: true,
    marked: right.test(plain) || Boolean(ticked?.[3]) || (ticked?.[1] ?? ' ').trim() !== '',
  }
}

/** Labels with a bracket or a full stop, wherever they stand on a line. */
const anywhere = /(?<![\p{L}\p{N}])(?:\(\s?([A-Ja-j])\s?\)|\[\s?([A-Ja-j])\s?\]|([A-Ja-j])[).])\s*(?=\S)/gu

/** Choices in several columns: lines that each begin with a label, and hold others too. All labels from the first on stand there once. */
function inColumns(lines: readonly string[], free: (index: number) => boolean): Options | null {
  const rows = lines.flatMap((line, i) => {
    const marks = free(i) && line.length <= longest ? [...line.matchAll(anywhere)] : []
    return marks.length > 0 && /^[\s|*_-]*$/.test(line.slice(0, marks[0]!.index)) ? [{ line, i, marks }] : []
  })
  for (let end = rows.length; end > 1; end--) {
    let from = end - 1
    const blank = (a: number, b: number) => lines.slice(a + 1, b).every((line) => line.trim() === '')
    while (from > 0 && blank(rows[from - 1]!.i, rows[from]!.i)) from--
    const block = rows.slice(from, end)
    const found = block.flatMap(({ line, i, marks }) =>
      marks.map((mark, k) => ({
        label: (mark[1] ?? mark[2] ?? mark[3])!.toUpperCase(),
        text: line
          .slice(mark.index + mark[0].length, marks[k + 1]?.index ?? line.length)
          .replace(/[,;|\s]+$/, ''),
        line: i,
      })),
    )
    const inOrder = [...found].sort((a, b) => (a.label < b.label ? -1 : 1))
    if (
      block.length < found.length &&
      block.length > 1 &&
      inOrder.every(({ label, text }, k) => label === String.fromCharCode(65 + k) && text !== '')
    )
      return { style: 'letters', options: inOrder.map(({ label, text, line }) => made(label, text, line)) }
    end = from + 1
  }
  return null
}

/** `A) 3 m/s  B) 6 m/s  C) 9 m/s` */
function inOneLine(lines: readonly string[], free: (index: number) => boolean): Options | null {
  for (let i = lines.length - 1; i >= 0; i--) {
    const line = lines[i]!
    if (!free(i) || line.length > longest) continue
    const marks = [
      ...line.matchAll(/(?<![\p{L}\p{N}])(?:\(([A-Ja-j])\)|\[([A-Ja-j])\]|([A-Ja-j])[).:])\s*(?=\S)/gu),
    ]
    const inOrder: RegExpExecArray[] = []
    for (const mark of marks) {
      const label = (mark[1] ?? mark[2] ?? mark[3])!
      const last = inOrder.at(-1)
      if (last ? label === next((last[1] ?? last[2] ?? last[3])!) : isFirst(label)) inOrder.push(mark)
    }
    if (inOrder.length < 2) continue
    const texts = inOrder.map((mark, k) =>
      line.slice(mark.index + mark[0].length, inOrder[k + 1]?.index ?? line.length).replace(/[,;|\s]+$/, ''),
    )
    if (texts.some((text) => text === '' || text.length > 120)) continue
    return {
      style: 'letters',
      options: inOrder.map((mark, k) => made((mark[1] ?? mark[2] ?? mark[3])!, texts[k]!, i)),
    }
  }
  return null
}

/** Bullets without labels are choices where the answer is one of them. */
function bulletsOf(lines: readonly string[], free: (index: number) => boolean): Options | null {
  const found = lines.flatMap((line, i) => {
    const text = free(i) && line.length <= longest ? bullet.exec(line)?.[1] : undefined
    return text === undefined ? [] : [{ text, i }]
  })
  if (found.length < 2 || found.length > 10) return null
  return {
    style: 'bullets',
    options: found.map(({ text, i }, k) => ({
      ...made(String.fromCharCode(65 + k), text, i),
      labelled: false,
    })),
  }
}
