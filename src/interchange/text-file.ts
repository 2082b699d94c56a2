/** Files of text for a zip. */
import { strToU8 } from 'fflate'
import type { NamedFile } from '../lm/peft.ts'

export function textFile(name: string, content: string): NamedFile {
  return { name, bytes: strToU8(content) as Uint8Array<ArrayBuffer> }
}

export function jsonFile(name: string, value: unknown): NamedFile {
  return textFile(name, `${JSON.stringify(value, null, 2)}\n`)
}
