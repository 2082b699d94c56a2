/** The records of a file of JSON, one after another, read by parts: a line each, or the whole file where it is one value. */

interface RecordPlace {
  /** Bytes. */
  from: number
  to: number
}

/** Bytes of a record that are read at most, and of a file that is one value. */
export const largestRecord = 64 * 2 ** 20

export type Found = RecordPlace & { value: unknown }

/** Lines with their places; a line that is no JSON, or too long, has an undefined value. Empty lines are passed over. */
export async function* linesOf(file: Blob): AsyncGenerator<Found> {
  const decoder = new TextDecoder()
  let parts: Uint8Array[] = []
  let held = 0
  let from = 0
  let at = 0
  const line = (to: number): Found | null => {
    const value = held > largestRecord ? undefined : parsed(parts, held, decoder)
    const found = value === null ? null : { from, to, value }
    parts = []
    held = 0
    return found
  }
  const reader = file.stream().getReader()
  for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
    const bytes: Uint8Array = chunk.value
    let start = 0
    for (let end = bytes.indexOf(10); end >= 0; end = bytes.indexOf(10, start)) {
      keep(bytes.subarray(start, end))
      const found = line(at + end)
      if (found) yield found
      start = end + 1
      from = at + start
    }
    keep(bytes.subarray(start))
    at += bytes.length
  }
  const found = line(at)
  if (found) yield found

  /** Of a line that is too long nothing but its length is kept. */
  function keep(bytes: Uint8Array): void {
    held += bytes.length
    if (held > largestRecord) parts = []
    else if (bytes.length > 0) parts.push(bytes)
  }
}

/** Null for an empty line, undefined for one that is no JSON. */
function parsed(parts: readonly Uint8Array[], length: number, decoder: TextDecoder): unknown {
  const whole = new Uint8Array(length)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  const text = decoder.decode(whole)
  return text.trim() === '' ? null : (parse(text) ?? undefined)
}

/** Undefined where the text is no JSON. */
export function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
