/**
 * The how-to pages as a program: what a page says to add, in which file and where, and the commands that show
 * that it works. Each step stands in a comment above its block of code: `<!-- plant FILE after "LINE" -->`.
 */

type Place = 'after' | 'before' | 'replace' | 'replace-in' | 'new'

export interface Planting {
  file: string
  place: Place
  /** The line, or for `replace-in` the part of one, that the code is put at; '' for a new file. */
  at: string
  code: string
}

export interface HowTo {
  plantings: Planting[]
  /** Arguments of the commands that follow, each as it is typed. */
  commands: string[]
}

/** Reads a page. Throws where a directive is not followed by a block of code, or is none that is known. */
export function readHowTo(page: string): HowTo {
  const howTo: HowTo = { plantings: [], commands: [] }
  for (const [, directive, code] of page.matchAll(/<!-- (.*?) -->\n```\w+\n([\s\S]*?)```/g)) {
    const plant = /^plant (\S+) (after|before|replace|replace-in|new)(?: "(.*)")?$/.exec(directive!)
    if (plant)
      howTo.plantings.push({ file: plant[1]!, place: plant[2] as Place, at: plant[3] ?? '', code: code! })
    else if (directive === 'run') howTo.commands.push(...code!.trim().split('\n'))
    else throw new Error(`No directive: ${directive}`)
  }
  const written = page.match(/<!-- /g)?.length ?? 0
  if (written !== howTo.plantings.length + (page.match(/<!-- run -->/g)?.length ?? 0))
    throw new Error('A directive has no block of code below it.')
  return howTo
}

/** The file's text with a planting in it. Throws where its place is not there exactly once. */
export function planted(text: string, { file, place, at, code }: Planting): string {
  if (place === 'new') return code
  const mark = place === 'replace-in' ? at : `${at}\n`
  const parts = text.split(mark)
  if (parts.length !== 2)
    throw new Error(`${file} has ${parts.length - 1} times what the page plants ${place}: ${at}`)
  const [before, after] = parts as [string, string]
  switch (place) {
    case 'after':
      return before + mark + code + after
    case 'before':
      return before + code + mark + after
    case 'replace':
      return before + code + after
    case 'replace-in':
      return before + code.trimEnd() + after
    default:
      return place satisfies never
  }
}
